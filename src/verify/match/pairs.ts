/** Pairs of a picture and a label for the network of the signal `match`: such as belong together, and others. */
import type { Random } from "../../core/random.js";
import { CHANNELS } from "./network.js";
import { LABEL_BYTES, labelDifference, labelOffset, pictureSize, type PlaneLayout } from "./planes.js";

/** How the picture is laid under the label. */
export interface Placement {
  /** Above 1 the object is smaller in the picture than the label says. */
  scale: number;
  /** Shares of the label's side. */
  shiftX: number;
  shiftY: number;
  mirrorsPicture: boolean;
  mirrorsLabel: boolean;
  /** Factor and summand for each colour, whose values go from -1 to 1. */
  gain: readonly [number, number, number];
  bias: readonly [number, number, number];
}

export const AS_IT_IS: Placement = { scale: 1, shiftX: 0, shiftY: 0, mirrorsPicture: false, mirrorsLabel: false, gain: [1, 1, 1], bias: [0, 0, 0] };

/** A picture and a label. */
export interface Pair {
  /** Bytes of the sample whose picture it is, and of the one whose label it is. */
  picture: Uint8Array;
  label: Uint8Array;
  /** Which of the labels. */
  variant: number;
  placement: Placement;
}

/** Whom a sample can be paired with. */
export interface Partners {
  bytes(sample: number): Uint8Array;
  /** Another sample of the same category, if there is one; else of any. */
  other(sample: number): number;
}

/** Labels that differ less than this say the same: a round object turned. */
const LEAST_DIFFERENCE = 0.15;

/**
 * Draws what a sample is shown with: in half of the cases its own label. Otherwise the label of the turned object, another
 * sample's, or the picture mirrored, moved or scaled under the label. Both kinds get the same small changes of colour,
 * place and size, and a mirror before both, so that none of these tells them apart.
 */
export function drawPair(sample: number, layout: PlaneLayout, { bytes, other }: Partners, stream: Random): { pair: Pair; belongs: boolean } {
  const own = bytes(sample);
  const placement = drawPlacement(stream);
  const kind = stream.next();
  const pair = (changes: Partial<Pair>): { pair: Pair; belongs: boolean } => ({ pair: { picture: own, label: own, variant: 0, placement, ...changes }, belongs: false });
  if (kind < 0.45) return { ...pair({}), belongs: true };
  if (kind < 0.72 && layout.labels > 1) {
    const variant = 1 + stream.integer(layout.labels - 1);
    if (labelDifference(own, layout, 0, variant) >= LEAST_DIFFERENCE) return pair({ variant });
  }
  if (kind < 0.84) return pair({ label: bytes(other(sample)) });
  if (kind < 0.89) return pair({ placement: { ...placement, mirrorsPicture: !placement.mirrorsPicture } });
  if (kind < 0.95) {
    const along = stream.uniform(0.08, 0.25) * (stream.next() < 0.5 ? -1 : 1);
    const across = stream.uniform(-0.1, 0.1);
    const [shiftX, shiftY] = stream.next() < 0.5 ? [along, across] : [across, along];
    return pair({ placement: { ...placement, shiftX, shiftY } });
  }
  const factor = stream.uniform(1.18, 1.5);
  return pair({ placement: { ...placement, scale: stream.next() < 0.5 ? factor : 1 / factor } });
}

function drawPlacement(stream: Random): Placement {
  const mirrors = stream.next() < 0.5;
  const three = (draw: () => number): [number, number, number] => [draw(), draw(), draw()];
  return {
    scale: stream.uniform(0.97, 1.03),
    shiftX: stream.uniform(-0.015, 0.015),
    shiftY: stream.uniform(-0.015, 0.015),
    mirrorsPicture: mirrors,
    mirrorsLabel: mirrors,
    gain: three(() => stream.uniform(0.7, 1.3)),
    bias: three(() => stream.uniform(-0.2, 0.2)),
  };
}

/** Writes a pair as {@link CHANNELS} planes of the label's size; the picture is sampled bilinearly. */
export function writePair(target: Float32Array, at: number, layout: PlaneLayout, { picture, label, variant, placement }: Pair): void {
  const { size } = layout;
  const side = pictureSize(layout);
  const plane = size * size;
  const from = labelOffset(layout, variant);
  const { scale, shiftX, shiftY, mirrorsPicture, mirrorsLabel, gain, bias } = placement;
  for (let row = 0, pixel = 0; row < size; row++) {
    const y = clamp(side / 2 + (row + 0.5 - size / 2) * scale + shiftY * size - 0.5, side);
    const y0 = Math.floor(y);
    const down = y - y0;
    for (let column = 0; column < size; column++, pixel++) {
      const across = (column + 0.5 - size / 2) * scale + shiftX * size;
      const x = clamp(side / 2 + (mirrorsPicture ? -across : across) - 0.5, side);
      const x0 = Math.floor(x);
      const right = x - x0;
      const corner = (y0 * side + x0) * 3;
      for (let color = 0; color < 3; color++) {
        const above = picture[corner + color]! * (1 - right) + picture[corner + 3 + color]! * right;
        const below = picture[corner + side * 3 + color]! * (1 - right) + picture[corner + side * 3 + 3 + color]! * right;
        target[at + color * plane + pixel] = ((above * (1 - down) + below * down) / 127.5 - 1) * gain[color]! + bias[color]!;
      }
      const said = from + (row * size + (mirrorsLabel ? size - 1 - column : column)) * LABEL_BYTES;
      target[at + 3 * plane + pixel] = ((label[said]! - 128) / 127) * (mirrorsLabel ? -1 : 1);
      target[at + 4 * plane + pixel] = (label[said + 1]! - 128) / 127;
      target[at + 5 * plane + pixel] = (label[said + 2]! - 128) / 127;
      target[at + 6 * plane + pixel] = label[said + 3] === 0 ? 0 : 1;
      target[at + 7 * plane + pixel] = label[said + 3] === 255 ? 1 : 0;
    }
  }
}

/** Into the picture, so that the pixel to the right and the one below are in it, too. */
function clamp(value: number, side: number): number {
  return Math.max(0, Math.min(side - 1.001, value));
}

/** Numbers of a pair. */
export function pairLength({ size }: Pick<PlaneLayout, "size">): number {
  return CHANNELS * size * size;
}
