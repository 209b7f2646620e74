/**
 * Where the samples of a picture with lens distortion lie in the ideal (pinhole) picture: triangles are straight there, so
 * that it is there that samples are tested, and through these places that rays go. With a table that finds the samples within a
 * rectangle of the ideal picture.
 */
import type { Camera } from "../geometry/camera.js";
import { undistort, type LensDistortion } from "../geometry/distortion.js";
import type { Rectangle } from "./workspace.js";

/** Ideal positions are whole numbers of this share of a pixel: rays through them are off by less than any label can tell. */
export const LENS_UNITS = 32768;
/** Ideal position of a sample at which the lens shows nothing: outside every triangle. */
export const NO_PLACE = -2147483648;

/** Positions, and the distance between any two, have 32 bits. */
const FARTHEST = 32767 * LENS_UNITS;

/** Cells of the finest table have about this many samples. */
const SAMPLES_PER_CELL = 2;
const EMPTY = 65535;

/** One level of the table: for each cell of the ideal picture, the rectangle of samples that lie in it. */
interface Level {
  /** A cell is 2^shift units wide. */
  shift: number;
  columns: number;
  rows: number;
  /** First and last column and row of samples; first = 65535 where there are none. */
  left: Uint16Array;
  right: Uint16Array;
  top: Uint16Array;
  bottom: Uint16Array;
}

/** Samples of a rectangle of pixels, row-major; see the file's head. */
export interface LensSamples {
  width: number;
  height: number;
  /** In units of 1/{@link LENS_UNITS} pixel. */
  x: Int32Array;
  y: Int32Array;
  /** Bounds of all ideal positions. */
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
  /** From fine to coarse, each four times as wide as the one before. */
  levels: readonly Level[];
}

/** Kept: the same lens is used for view after view. The picture with one sample and with four per pixel, and another. */
const KEPT = 3;
const recent: { key: string; samples: LensSamples }[] = [];

/**
 * Ideal positions of the samples of a rectangle of pixels.
 * @param camera with distortion
 * @returns shared: not to be written to
 */
export function lensSamples(camera: Camera, lens: LensDistortion, pixels: Rectangle, supersampling: 1 | 2): LensSamples {
  const { k1, k2, p1, p2, k3, k4, k5, k6 } = lens;
  const key = [...camera.K, k1, k2, p1, p2, k3, k4, k5, k6, pixels.left, pixels.top, pixels.right, pixels.bottom, supersampling].join();
  const at = recent.findIndex((entry) => entry.key === key);
  const entry = at >= 0 ? recent.splice(at, 1)[0] : { key, samples: makeSamples(camera, lens, pixels, supersampling) };
  recent.unshift(entry);
  recent.length = Math.min(recent.length, KEPT);
  return entry.samples;
}

/** Ideal positions of a camera's pixel centres; null for a pinhole. */
export function lensPixels(camera: Camera): LensSamples | null {
  return camera.distortion == null ? null : lensSamples(camera, camera.distortion, { left: 0, top: 0, right: camera.width, bottom: camera.height }, 1);
}

function makeSamples({ K }: Camera, lens: LensDistortion, pixels: Rectangle, supersampling: 1 | 2): LensSamples {
  const width = (pixels.right - pixels.left) * supersampling;
  const height = (pixels.bottom - pixels.top) * supersampling;
  const x = new Int32Array(width * height);
  const y = new Int32Array(width * height);
  const found = new Float64Array(2);
  let minX = Infinity, minY = Infinity, maxX = -Infinity, maxY = -Infinity;
  for (let row = 0; row < height; row++) {
    const seenY = (pixels.top + (row + 0.5) / supersampling - K[5]) / K[4];
    for (let column = 0; column < width; column++) {
      const seenX = (pixels.left + (column + 0.5) / supersampling - K[2] - K[1] * seenY) / K[0];
      const at = row * width + column;
      // For pixel centres the first guess is their own: masks ask for them in different rectangles and must get the same bits.
      // The many finer samples start from their neighbour, which is nearer.
      if (supersampling === 1 || column === 0) {
        found[0] = seenX;
        found[1] = seenY;
      }
      const isShown = undistort(lens, seenX, seenY, found);
      const idealX = Math.floor((K[0] * found[0] + K[1] * found[1] + K[2]) * LENS_UNITS + 0.5);
      const idealY = Math.floor((K[4] * found[1] + K[5]) * LENS_UNITS + 0.5);
      if (!isShown || Math.abs(idealX) > FARTHEST || Math.abs(idealY) > FARTHEST) {
        x[at] = y[at] = NO_PLACE;
        found.fill(0);
        continue;
      }
      x[at] = idealX;
      y[at] = idealY;
      if (idealX < minX) minX = idealX;
      if (idealX > maxX) maxX = idealX;
      if (idealY < minY) minY = idealY;
      if (idealY > maxY) maxY = idealY;
    }
  }
  const samples = { width, height, x, y, minX, minY, maxX, maxY };
  return { ...samples, levels: minX <= maxX ? makeLevels(samples) : [] };
}

function emptyLevel(shift: number, spanX: number, spanY: number): Level {
  const columns = Math.floor(spanX / (1 << shift)) + 1;
  const rows = Math.floor(spanY / (1 << shift)) + 1;
  const firsts = () => new Uint16Array(columns * rows).fill(EMPTY);
  const lasts = () => new Uint16Array(columns * rows);
  return { shift, columns, rows, left: firsts(), right: lasts(), top: firsts(), bottom: lasts() };
}

function makeLevels({ width, height, x, y, minX, minY, maxX, maxY }: Omit<LensSamples, "levels">): Level[] {
  const spanX = maxX - minX;
  const spanY = maxY - minY;
  let shift = 4;
  while ((spanX / (1 << shift)) * (spanY / (1 << shift)) * SAMPLES_PER_CELL > width * height) shift++;
  const finest = emptyLevel(shift, spanX, spanY);
  for (let row = 0, at = 0; row < height; row++) {
    for (let column = 0; column < width; column++, at++) {
      if (x[at] === NO_PLACE) continue;
      widen(finest, ((y[at] - minY) >> shift) * finest.columns + ((x[at] - minX) >> shift), column, row, column, row);
    }
  }
  const levels = [finest];
  for (let fine = finest; fine.columns > 4 || fine.rows > 4; fine = levels[levels.length - 1]) {
    const coarse = emptyLevel(fine.shift + 2, spanX, spanY);
    for (let row = 0, cell = 0; row < fine.rows; row++) {
      for (let column = 0; column < fine.columns; column++, cell++) {
        if (fine.left[cell] === EMPTY) continue;
        widen(coarse, (row >> 2) * coarse.columns + (column >> 2), fine.left[cell], fine.top[cell], fine.right[cell], fine.bottom[cell]);
      }
    }
    levels.push(coarse);
  }
  return levels;
}

function widen(level: Level, cell: number, left: number, top: number, right: number, bottom: number): void {
  if (left < level.left[cell]) level.left[cell] = left;
  if (right > level.right[cell]) level.right[cell] = right;
  if (top < level.top[cell]) level.top[cell] = top;
  if (bottom > level.bottom[cell]) level.bottom[cell] = bottom;
}

/** Cells that a look-up goes through at most per axis, but one. */
const CELLS = 4;

/**
 * The rectangle of samples outside which none lies within bounds of the ideal picture (in units, inclusive).
 * @param out first column, first row, last column, last row
 * @returns false where there are none
 */
export function samplesWithin(samples: LensSamples, minX: number, minY: number, maxX: number, maxY: number, out: Int32Array): boolean {
  const x0 = (minX > samples.minX ? minX : samples.minX) - samples.minX;
  const x1 = (maxX < samples.maxX ? maxX : samples.maxX) - samples.minX;
  const y0 = (minY > samples.minY ? minY : samples.minY) - samples.minY;
  const y1 = (maxY < samples.maxY ? maxY : samples.maxY) - samples.minY;
  if (!(x0 <= x1 && y0 <= y1)) return false;
  const { levels } = samples;
  let depth = 0;
  while (depth + 1 < levels.length && ((x1 >> levels[depth].shift) - (x0 >> levels[depth].shift) > CELLS || (y1 >> levels[depth].shift) - (y0 >> levels[depth].shift) > CELLS)) depth++;
  const level = levels[depth];
  const { shift, columns } = level;
  let left = EMPTY, right = 0, top = EMPTY, bottom = 0;
  for (let row = y0 >> shift; row <= y1 >> shift; row++) {
    for (let cell = row * columns + (x0 >> shift), last = row * columns + (x1 >> shift); cell <= last; cell++) {
      if (level.left[cell] < left) left = level.left[cell];
      if (level.right[cell] > right) right = level.right[cell];
      if (level.top[cell] < top) top = level.top[cell];
      if (level.bottom[cell] > bottom) bottom = level.bottom[cell];
    }
  }
  out[0] = left;
  out[1] = top;
  out[2] = right;
  out[3] = bottom;
  return left !== EMPTY;
}
