/** Stored crops as a network reads them, varied for training. */
import type { Random } from "../../core/random.js";

/** How crops lie in the file: RGB rows, with a border that shifting may bring in. */
export interface CropLayout {
  /** Side of what the network reads. */
  size: number;
  /** Border on every side. */
  border: number;
}

/** Side of what is stored. */
export function storedSide({ size, border }: CropLayout): number {
  return size + 2 * border;
}

/** A way to look at a crop. */
export interface Look {
  mirrored: boolean;
  /** What is stored under the network's first pixel, and how far apart pixels are. */
  left: number;
  top: number;
  step: number;
  /** Per channel: value · gain + shift. */
  gain: readonly [number, number, number];
  shift: number;
}

/** The middle, unchanged. */
export function plainLook({ border }: CropLayout, isMirrored = false): Look {
  return { mirrored: isMirrored, left: border, top: border, step: 1, gain: [1, 1, 1], shift: 0 };
}

const SCALE = 0.12;
const CONTRAST = 0.3;
const TINT = 0.12;
const BRIGHTNESS = 0.25;

/** Somewhat shifted and scaled, in other colours, and mirrored half the time. */
export function variedLook(layout: CropLayout, random: Random): Look {
  const step = 1 + random.uniform(-SCALE, SCALE);
  const free = storedSide(layout) - 1 - (layout.size - 1) * step;
  const [from, to] = free >= 0 ? [0, free] : [free, 0];
  const gain = 1 + random.uniform(-CONTRAST, CONTRAST);
  const tint = (): number => gain * (1 + random.uniform(-TINT, TINT));
  return { mirrored: random.next() < 0.5, left: random.uniform(from, to), top: random.uniform(from, to), step, gain: [tint(), tint(), tint()], shift: random.uniform(-BRIGHTNESS, BRIGHTNESS) };
}

/** How colours of 0..255 become numbers: by ImageNet's means and deviations, as every network here was or is trained. */
const MEAN = [0.485, 0.456, 0.406] as const;
const DEVIATION = [0.229, 0.224, 0.225] as const;

/**
 * Writes a crop as [3, size, size] into `out`, bilinearly where the look falls between pixels; beyond the stored square
 * its edge goes on.
 */
export function writePicture(stored: Uint8Array, layout: CropLayout, look: Look, out: Float32Array): void {
  const { size } = layout;
  const side = storedSide(layout);
  const places = (first: number): { at: Int32Array; next: Int32Array; share: Float32Array } => {
    const at = new Int32Array(size);
    const next = new Int32Array(size);
    const share = new Float32Array(size);
    for (let place = 0; place < size; place++) {
      const position = Math.min(side - 1, Math.max(0, first + place * look.step));
      at[place] = Math.floor(position);
      next[place] = Math.min(side - 1, at[place]! + 1);
      share[place] = position - at[place]!;
    }
    return { at, next, share };
  };
  const columns = places(look.left);
  const rows = places(look.top);
  for (let channel = 0; channel < 3; channel++) {
    const gain = look.gain[channel]! / 255 / DEVIATION[channel]!;
    const shift = (look.shift + (1 - look.gain[channel]!) * MEAN[channel]! - MEAN[channel]!) / DEVIATION[channel]!;
    for (let row = 0; row < size; row++) {
      const above = rows.at[row]! * side;
      const below = rows.next[row]! * side;
      const down = rows.share[row]!;
      for (let column = 0; column < size; column++) {
        const left = columns.at[column]!;
        const right = columns.next[column]!;
        const across = columns.share[column]!;
        const upper = stored[(above + left) * 3 + channel]! * (1 - across) + stored[(above + right) * 3 + channel]! * across;
        const lower = stored[(below + left) * 3 + channel]! * (1 - across) + stored[(below + right) * 3 + channel]! * across;
        out[(channel * size + row) * size + (look.mirrored ? size - 1 - column : column)] = (upper * (1 - down) + lower * down) * gain + shift;
      }
    }
  }
}
