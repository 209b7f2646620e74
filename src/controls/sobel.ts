/** Sobel derivatives of one image row, equal to OpenCV's `Sobel(…, CV_16S, BORDER_REPLICATE)` as its Canny calls it. */

/** Derivative and smoothing halves of the separable kernels, from the centre outwards (binomial, as in OpenCV's getDerivKernels). */
const KERNELS = {
  3: { derivative: [0, 1], smooth: [2, 1], divisor: 1 },
  5: { derivative: [0, 2, 1], smooth: [6, 4, 1], divisor: 1 },
  // OpenCV scales the 7 × 7 derivative by 1/16 so that it fits 16 bits.
  7: { derivative: [0, 5, 4, 1], smooth: [20, 15, 6, 1], divisor: 16 },
} as const;

/** Side length of the Sobel kernel. */
export type Aperture = keyof typeof KERNELS;

/** Interleaved 8-bit pixels, rows from the top. */
export interface Pixels {
  data: Uint8Array;
  width: number;
  height: number;
  channels: number;
}

/** The strongest channel's gradient per pixel of one row; entry 0 and the last one are a border that stays zero. */
export class GradientRow {
  readonly dx: Int32Array;
  readonly dy: Int32Array;
  /** |dx| + |dy|, or dx² + dy² in the L2 norm. */
  readonly magnitude: Int32Array;

  /** Room for the gradient of `width` pixels. */
  constructor(width: number) {
    this.dx = new Int32Array(width + 2);
    this.dy = new Int32Array(width + 2);
    this.magnitude = new Int32Array(width + 2);
  }
}

/**
 * The gradient of an image's rows between columns `left` and `right`; of several channels the first with the largest
 * magnitude counts. A class and not closures: the engine keeps the machine code of methods, and would translate that of
 * closures anew for every picture.
 */
export class SobelRows {
  readonly #image: Pixels;
  readonly #left: number;
  readonly #aperture: Aperture;
  readonly #l2: boolean;
  /** Sums over a column of the kernel's height, for the larger kernels. */
  readonly #smoothColumns: Int32Array;
  readonly #changeColumns: Int32Array;

  constructor(image: Pixels, left: number, right: number, aperture: Aperture, l2: boolean) {
    this.#image = image;
    this.#left = left;
    this.#aperture = aperture;
    this.#l2 = l2;
    const columns = aperture === 3 ? 0 : right - left + 2 * (aperture >> 1);
    this.#smoothColumns = new Int32Array(columns);
    this.#changeColumns = new Int32Array(columns);
  }

  /** Computes the gradient of the pixels from column `from` up to, not including, `to` of row `y` into `out`; all else in it is left as it is. */
  fill(y: number, from: number, to: number, out: GradientRow): void {
    for (let channel = 0; channel < this.#image.channels; channel++) {
      if (this.#aperture === 3) fillSmall(this.#image, this.#left, this.#l2, y, from, to, channel, out);
      else this.#fillLarge(y, from, to, channel, out);
    }
  }

  /** Any size: the column sums first, then the row. */
  #fillLarge(y: number, from: number, to: number, channel: number, out: GradientRow): void {
    const { data, width, height, channels } = this.#image;
    const left = this.#left;
    const smoothColumns = this.#smoothColumns;
    const changeColumns = this.#changeColumns;
    const { derivative, smooth, divisor } = KERNELS[this.#aperture];
    const radius = this.#aperture >> 1;
    const stride = width * channels;
    const columns = smoothColumns.length;
    const { dx, dy, magnitude } = out;
    for (let index = 0; index < columns; index++) {
      const column = clamp(left - radius + index, width) * channels + channel;
      let smoothSum = smooth[0] * data[y * stride + column]!;
      let changeSum = 0;
      for (let step = 1; step <= radius; step++) {
        const top = data[clamp(y - step, height) * stride + column]!;
        const bottom = data[clamp(y + step, height) * stride + column]!;
        smoothSum += smooth[step]! * (top + bottom);
        changeSum += derivative[step]! * (bottom - top);
      }
      smoothColumns[index] = smoothSum;
      changeColumns[index] = changeSum;
    }
    for (let place = from - left + 1; place <= to - left; place++) {
      const centre = place - 1 + radius;
      let gx = 0;
      let gy = smooth[0] * changeColumns[centre]!;
      for (let step = 1; step <= radius; step++) {
        gx += derivative[step]! * (smoothColumns[centre + step]! - smoothColumns[centre - step]!);
        gy += smooth[step]! * (changeColumns[centre + step]! + changeColumns[centre - step]!);
      }
      if (divisor > 1) {
        gx = roundedSixteenth(gx);
        gy = roundedSixteenth(gy);
      }
      const size = this.#l2 ? gx * gx + gy * gy : Math.abs(gx) + Math.abs(gy);
      if (channel === 0 || size > magnitude[place]!) {
        dx[place] = gx;
        dy[place] = gy;
        magnitude[place] = size;
      }
    }
  }
}

/** 3 × 3: three columns slide through local variables, so that every byte is read once per row. */
function fillSmall({ data, width, height, channels }: Pixels, left: number, l2: boolean, y: number, from: number, to: number, channel: number, out: GradientRow): void {
  const stride = width * channels;
  const { dx, dy, magnitude } = out;
  const above = (y > 0 ? y - 1 : y) * stride + channel;
  const here = y * stride + channel;
  const below = (y < height - 1 ? y + 1 : y) * stride + channel;
  let column = (from > 0 ? from - 1 : 0) * channels;
  let top = data[above + column]!;
  let bottom = data[below + column]!;
  let smoothLeft = top + 2 * data[here + column]! + bottom;
  let changeLeft = bottom - top;
  column = from * channels;
  top = data[above + column]!;
  bottom = data[below + column]!;
  let smooth = top + 2 * data[here + column]! + bottom;
  let change = bottom - top;
  for (let x = from; x < to; x++) {
    if (x < width - 1) column += channels;
    top = data[above + column]!;
    bottom = data[below + column]!;
    const smoothRight = top + 2 * data[here + column]! + bottom;
    const changeRight = bottom - top;
    const gx = smoothRight - smoothLeft;
    const gy = changeLeft + 2 * change + changeRight;
    const size = l2 ? Math.imul(gx, gx) + Math.imul(gy, gy) : (gx ^ (gx >> 31)) - (gx >> 31) + (gy ^ (gy >> 31)) - (gy >> 31);
    const place = x - left + 1;
    if (channel === 0) {
      dx[place] = gx;
      dy[place] = gy;
      magnitude[place] = size;
    } else {
      // Without a branch: which channel is steepest changes from pixel to pixel, and a processor would guess wrong.
      const old = magnitude[place]!;
      const larger = (old - size) >> 31;
      const oldX = dx[place]!;
      const oldY = dy[place]!;
      dx[place] = oldX ^ ((oldX ^ gx) & larger);
      dy[place] = oldY ^ ((oldY ^ gy) & larger);
      magnitude[place] = old ^ ((old ^ size) & larger);
    }
    smoothLeft = smooth;
    smooth = smoothRight;
    changeLeft = change;
    change = changeRight;
  }
}

function clamp(index: number, length: number): number {
  return index < 0 ? 0 : index < length ? index : length - 1;
}

/** value / 16 to the nearest integer, halves to the even one, as OpenCV rounds. */
function roundedSixteenth(value: number): number {
  const floor = value >> 4;
  const rest = value & 15;
  return rest > 8 || (rest === 8 && (floor & 1) === 1) ? floor + 1 : floor;
}
