/** Pairs of a picture and a label for the network of the signal `match`: such as belong together, and others. */
import type { Random } from "../../core/random.js";
import { changedColor, drawColorChange, SAME_COLORS, type ColorChange } from "../color-change.js";
import { CHANNELS } from "./network.js";
import { LABEL_BYTES, labelDifference, labelOf, pictureSize, type PlaneLayout } from "./planes.js";
import { inOutlineOf } from "./reshape.js";

/** How the picture is laid under the label. */
export interface Placement {
  /** Above 1 the object is smaller in the picture than the label says. */
  scale: number;
  /** Shares of the label's side. */
  shiftX: number;
  shiftY: number;
  mirrorsPicture: boolean;
  mirrorsLabel: boolean;
  colors: ColorChange;
}

export const AS_IT_IS: Placement = { scale: 1, shiftX: 0, shiftY: 0, mirrorsPicture: false, mirrorsLabel: false, colors: SAME_COLORS };

/** A picture and a label. */
export interface Pair {
  /** Bytes of the sample whose picture it is. */
  picture: Uint8Array;
  /** Bytes of one label. */
  label: Uint8Array;
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

/** What a sample is shown with. */
export type PairKind = "own" | "turned" | "reshaped" | "other" | "mirrored" | "moved" | "scaled";

/**
 * Draws what a sample is shown with: in nearly half of the cases its own label. Otherwise the label of the turned object,
 * as it is or within the own outline, another sample's, or the picture mirrored, moved or scaled under the label. All kinds
 * get the same small changes of colour, place and size, and a mirror before all; some own labels are brought into another
 * outline and back, as ragged then as the reshaped ones: none of these tells right from wrong.
 */
export function drawPair(sample: number, layout: PlaneLayout, { bytes, other }: Partners, stream: Random): { pair: Pair; kind: PairKind } {
  const picture = bytes(sample);
  const placement = drawPlacement(stream);
  const own = labelOf(picture, layout, 0);
  const pair = (kind: PairKind, changes: Partial<Pair> = {}): { pair: Pair; kind: PairKind } => ({ pair: { picture, label: own, placement, ...changes }, kind });
  const turned = layout.labels > 1 ? labelOf(picture, layout, 1 + stream.integer(layout.labels - 1)) : own;
  const drawn = stream.next();
  if (drawn < 0.12) return pair("own", { label: inOutlineOf(own, inOutlineOf(turned, own, layout.size), layout.size) });
  if (drawn < 0.45) return pair("own");
  if (drawn < 0.65 && labelDifference(own, turned) >= LEAST_DIFFERENCE) return pair("turned", { label: turned });
  if (drawn < 0.8) {
    const label = inOutlineOf(own, turned, layout.size);
    if (labelDifference(own, label) >= LEAST_DIFFERENCE) return pair("reshaped", { label });
  }
  if (drawn < 0.88) return pair("other", { label: labelOf(bytes(other(sample)), layout, 0) });
  if (drawn < 0.92) return pair("mirrored", { placement: { ...placement, mirrorsPicture: !placement.mirrorsPicture } });
  if (drawn < 0.96) {
    const along = stream.uniform(0.08, 0.25) * (stream.next() < 0.5 ? -1 : 1);
    const across = stream.uniform(-0.1, 0.1);
    const [shiftX, shiftY] = stream.next() < 0.5 ? [along, across] : [across, along];
    return pair("moved", { placement: { ...placement, shiftX, shiftY } });
  }
  const factor = stream.uniform(1.18, 1.5);
  return pair("scaled", { placement: { ...placement, scale: stream.next() < 0.5 ? factor : 1 / factor } });
}

function drawPlacement(stream: Random): Placement {
  const mirrors = stream.next() < 0.5;
  return {
    scale: stream.uniform(0.97, 1.03),
    shiftX: stream.uniform(-0.015, 0.015),
    shiftY: stream.uniform(-0.015, 0.015),
    mirrorsPicture: mirrors,
    mirrorsLabel: mirrors,
    colors: drawColorChange(stream),
  };
}

/** Writes a pair as {@link CHANNELS} planes of the label's size; the picture is sampled bilinearly. */
export function writePair(target: Float32Array, at: number, layout: PlaneLayout, { picture, label, placement }: Pair): void {
  const { size } = layout;
  const side = pictureSize(layout);
  const plane = size * size;
  const { scale, shiftX, shiftY, mirrorsPicture, mirrorsLabel, colors } = placement;
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
        const from = corner + colors.order[color]!;
        const above = picture[from]! * (1 - right) + picture[from + 3]! * right;
        const below = picture[from + side * 3]! * (1 - right) + picture[from + side * 3 + 3]! * right;
        target[at + color * plane + pixel] = changedColor(colors, color, above * (1 - down) + below * down);
      }
      const said = (row * size + (mirrorsLabel ? size - 1 - column : column)) * LABEL_BYTES;
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
