/**
 * Canny edges as OpenCV 4.6.0 finds them, bit for bit: Sobel gradient, non-maximum suppression in four sectors,
 * hysteresis. J. Canny, "A computational approach to edge detection", 1986; OpenCV's integer arithmetic.
 */
import { DatasetError } from "../core/errors.js";
import { GradientRow, SobelRows, type Aperture, type Pixels } from "./sobel.js";

/** How {@link canny} decides; the names are OpenCV's. */
export interface CannySettings {
  /** Weak edges above this count where they touch strong ones. Swapped with `high` when larger. */
  low: number;
  /** Strong edges lie above this. */
  high: number;
  /** Side length of the Sobel kernel. */
  aperture: Aperture;
  /** dx² + dy² instead of |dx| + |dy|. */
  l2Gradient: boolean;
}

/** tan 22.5° in 15-bit fixed point. */
const TANGENT_22 = 13573;

/**
 * Edges of an 8-bit picture with 1, 3 or 4 interleaved channels: width × height bytes, 255 on an edge and 0 elsewhere.
 * Equal to `cv2.Canny` of OpenCV 4.6.0 on the same array; the picture's border is continued by its last pixel.
 * @throws DatasetError E_IMAGE when the data does not fit the size, E_OPTION for unknown settings.
 */
export function canny(image: Pixels, settings: CannySettings): Uint8Array {
  check(image, settings);
  const { width, height } = image;
  const edges = new Uint8Array(width * height);
  const window = gradientWindow(image, settings.aperture >> 1);
  if (window === null) return edges;
  const positions = connectedEdges(image, settings, window);
  for (let index = 0; index < positions.length; index++) edges[positions[index]!] = 255;
  return edges;
}

function check({ data, width, height, channels }: Pixels, { low, high, aperture }: CannySettings): void {
  if (!(width >= 1 && height >= 1 && channels >= 1) || data.length !== width * height * channels) {
    throw new DatasetError("E_IMAGE", `${data.length} values are not a picture of ${width} × ${height} × ${channels}.`);
  }
  if (aperture !== 3 && aperture !== 5 && aperture !== 7) {
    throw new DatasetError("E_OPTION", `canny: aperture ${String(aperture)} is unknown.`, { hint: "Use 3, 5 or 7." });
  }
  if (Number.isNaN(low) || Number.isNaN(high)) {
    throw new DatasetError("E_OPTION", `canny: low ${low} and high ${high} must be numbers.`);
  }
}

/** Columns left..right−1 and rows top..bottom−1, and of each row of the picture the columns that count. */
interface Window {
  left: number;
  top: number;
  right: number;
  bottom: number;
  /** First column and one past the last; empty where from ≥ to. */
  from: Int32Array;
  to: Int32Array;
}

/** Where gradients can differ from zero: outside of it every pixel is like the first one. Null: nowhere. */
function gradientWindow(image: Pixels, radius: number): Window | null {
  const { data, width, height, channels } = image;
  const wide = asWords(image);
  let top = 0;
  while (top < height && isUniform(data, channels, wide, top * width, (top + 1) * width)) top++;
  if (top === height) return null;
  let bottom = height;
  while (isUniform(data, channels, wide, (bottom - 1) * width, bottom * width)) bottom--;
  const first = new Int32Array(height).fill(width);
  const end = new Int32Array(height);
  for (let y = top; y < bottom; y++) {
    let x = 0;
    while (x < width && isUniform(data, channels, wide, y * width + x, y * width + x + 1)) x++;
    first[y] = x;
    if (x === width) continue;
    x = width;
    while (isUniform(data, channels, wide, y * width + x - 1, y * width + x)) x--;
    end[y] = x;
  }
  // A gradient reaches as far as its kernel.
  const from = new Int32Array(height).fill(width);
  const to = new Int32Array(height);
  let left = width;
  let right = 0;
  for (let y = 0; y < height; y++) {
    for (let near = Math.max(0, y - radius); near <= Math.min(height - 1, y + radius); near++) {
      if (end[near] === 0) continue;
      from[y] = Math.min(from[y]!, Math.max(0, first[near]! - radius));
      to[y] = Math.max(to[y]!, Math.min(width, end[near]! + radius));
    }
    left = Math.min(left, from[y]!);
    right = Math.max(right, to[y]!);
  }
  return { left, right, top: Math.max(0, top - radius), bottom: Math.min(height, bottom + radius), from, to };
}

/** RGBA as one number per pixel where the array allows it: compared four times as fast. */
function asWords({ data, width, height, channels }: Pixels): Uint32Array | null {
  return channels === 4 && data.byteOffset % 4 === 0 ? new Uint32Array(data.buffer, data.byteOffset, width * height) : null;
}

/** Whether pixels `from` up to `to` are all like the picture's first one. */
function isUniform(data: Uint8Array, channels: number, wide: Uint32Array | null, from: number, to: number): boolean {
  if (wide !== null) {
    for (let pixel = from; pixel < to; pixel++) if (wide[pixel] !== wide[0]) return false;
    return true;
  }
  for (let channel = 0; channel < channels; channel++) {
    const value = data[channel]!;
    for (let index = from * channels + channel; index < to * channels; index += channels) if (data[index] !== value) return false;
  }
  return true;
}

/** The thresholds on the integer magnitude. */
function thresholds({ low, high, aperture, l2Gradient }: CannySettings): { low: number; high: number } {
  const integer = (threshold: number): number => {
    let value = aperture === 7 ? threshold / 16 : threshold; // the 7 × 7 gradient is divided by 16, too
    if (l2Gradient) {
      value = Math.min(32767, value);
      if (value > 0) value *= value;
    }
    return Math.floor(value);
  };
  return low > high ? { low: integer(high), high: integer(low) } : { low: integer(low), high: integer(high) };
}

const WEAK = 1;
const TAKEN = 2;

/** Positions (y · width + x) of all edge pixels: ridges above `low` that reach one above `high`. */
function connectedEdges(image: Pixels, settings: CannySettings, { left, top, right, bottom, from, to }: Window): Int32Array {
  const { low, high } = thresholds(settings);
  const sobel = new SobelRows(image, left, right, settings.aperture, settings.l2Gradient);
  const columns = right - left;
  const step = columns + 2; // one column and row of zeros around the window
  const state = new Uint8Array(step * (bottom - top + 2));
  let queue = new Int32Array(4096);
  let queued = 0;

  let above = new GradientRow(columns);
  let here = new GradientRow(columns);
  let below = new GradientRow(columns);
  if (from[top]! < to[top]!) sobel.fill(top, from[top]!, to[top]!, here);
  for (let y = top; y < bottom; y++) {
    below.magnitude.fill(0);
    if (y + 1 < bottom && from[y + 1]! < to[y + 1]!) sobel.fill(y + 1, from[y + 1]!, to[y + 1]!, below);
    if (queued + columns > queue.length) queue = grown(queue);
    const { magnitude } = here;
    const row = (y - top + 1) * step;
    for (let place = from[y]! - left + 1, last = to[y]! - left; place <= last; place++) {
      const size = magnitude[place]!;
      if (size <= low || !isRidge(above, here, below, place, size)) continue;
      if (size > high) {
        state[row + place] = TAKEN;
        queue[queued++] = row + place;
      } else {
        state[row + place] = WEAK;
      }
    }
    const free = above;
    above = here;
    here = below;
    below = free;
  }

  for (let next = 0; next < queued; next++) {
    if (queued + 8 > queue.length) queue = grown(queue);
    const centre = queue[next]!;
    for (let row = centre - step; row <= centre + step; row += step) {
      for (let place = row - 1; place <= row + 1; place++) {
        if (state[place] !== WEAK) continue;
        state[place] = TAKEN;
        queue[queued++] = place;
      }
    }
  }

  const { width } = image;
  const positions = queue.subarray(0, queued);
  for (let index = 0; index < queued; index++) {
    const place = positions[index]!;
    const row = Math.trunc(place / step);
    positions[index] = (top + row - 1) * width + left + (place - row * step) - 1;
  }
  return positions;
}

function grown(queue: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(queue.length * 2 + 65_536);
  larger.set(queue);
  return larger;
}

/** Whether a magnitude is the largest across its edge; the unequal comparisons settle plateaus as OpenCV does. */
function isRidge(above: GradientRow, here: GradientRow, below: GradientRow, place: number, size: number): boolean {
  const gx = here.dx[place]!;
  const gy = here.dy[place]!;
  const x = gx < 0 ? -gx : gx;
  const y = (gy < 0 ? -gy : gy) * 32768;
  const flat = x * TANGENT_22;
  if (y < flat) return size > here.magnitude[place - 1]! && size >= here.magnitude[place + 1]!;
  if (y > flat + x * 65536) return size > above.magnitude[place]! && size >= below.magnitude[place]!;
  const side = (gx ^ gy) < 0 ? -1 : 1;
  return size > above.magnitude[place - side]! && size > below.magnitude[place + side]!;
}
