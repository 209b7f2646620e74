/** Value noise from an integer hash, made to be called several times per pixel: no allocation, equal everywhere. */

const PERIOD = 128;
const MASK = PERIOD - 1;

/** A well mixed 32-bit hash of two whole numbers, as a share of one (finalizer of MurmurHash3). */
export function cellHash(x: number, y: number): number {
  let hash = (Math.imul(x | 0, 0x9e3779b1) ^ Math.imul(y | 0, 0x85ebca6b)) | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 4294967296;
}

/** The lattice: reading it is several times faster than hashing four corners. */
const LATTICE = Float32Array.from({ length: PERIOD * PERIOD }, (_, index) => cellHash(index & MASK, index >> 7));

/** Smooth noise in [0, 1] with features of size 1; repeats every 128 in x and y. */
export function valueNoise(x: number, y: number): number {
  const column = Math.floor(x);
  const row = Math.floor(y);
  const u = x - column;
  const v = y - row;
  const su = u * u * (3 - 2 * u);
  const sv = v * v * (3 - 2 * v);
  const left = column & MASK;
  const right = (column + 1) & MASK;
  const top = (row & MASK) << 7;
  const bottom = ((row + 1) & MASK) << 7;
  const a = LATTICE[top + left]!;
  const c = LATTICE[bottom + left]!;
  const upper = a + (LATTICE[top + right]! - a) * su;
  const lower = c + (LATTICE[bottom + right]! - c) * su;
  return upper + (lower - upper) * sv;
}

/**
 * A sum of `octaves` noises, each twice as fine and half as strong, turned against each other so that the lattice
 * does not show; in [0, 1], mean 0.5.
 */
export function fractalNoise(x: number, y: number, octaves: number): number {
  let sum = 0;
  let weight = 0;
  let amplitude = 1;
  let px = x;
  let py = y;
  for (let octave = 0; octave < octaves; octave++) {
    sum += amplitude * valueNoise(px, py);
    weight += amplitude;
    amplitude *= 0.5;
    const turned = 1.6 * px + 1.2 * py + 17.3;
    py = 1.6 * py - 1.2 * px + 5.7;
    px = turned;
  }
  return sum / weight;
}

/**
 * {@link fractalNoise} of five octaves where it may reach `threshold`; 0 as soon as two octaves show that it cannot,
 * which spares most of a fair sky its clouds.
 */
export function fractalNoiseAbove(x: number, y: number, threshold: number): number {
  const first = valueNoise(x, y);
  const px = 1.6 * x + 1.2 * y + 17.3;
  const py = 1.6 * y - 1.2 * x + 5.7;
  const coarse = first + 0.5 * valueNoise(px, py);
  if (coarse + 0.4375 <= threshold * 1.9375) return 0;
  const fine = fractalNoise(1.6 * px + 1.2 * py + 17.3, 1.6 * py - 1.2 * px + 5.7, 3);
  return (coarse + 0.4375 * fine) / 1.9375;
}

/** Cubic step from 0 at `from` to 1 at `to`. */
export function smoothStep(from: number, to: number, value: number): number {
  const t = (value - from) / (to - from);
  if (t <= 0) return 0;
  return t >= 1 ? 1 : t * t * (3 - 2 * t);
}

/** Share of a pixel of width `footprint` that a line of `halfWidth` covers at `distance` from its middle. */
export function lineCoverage(distance: number, halfWidth: number, footprint: number): number {
  const covered = (halfWidth - distance) / footprint + 0.5;
  const most = (2 * halfWidth) / footprint;
  const limit = most < 1 ? most : 1;
  return covered <= 0 ? 0 : covered >= limit ? limit : covered;
}

/**
 * Where a horizontal direction lies around the circle, 0..4, one per quarter turn from +x over +y. Not uniform in
 * angle (up to twice as fast on the axes) but free of trigonometry; whole multiples of 32 of it are periods of
 * {@link valueNoise}, so that noise along the horizon has no seam.
 */
export function diamondAngle(x: number, y: number): number {
  const sum = Math.abs(x) + Math.abs(y);
  if (sum === 0) return 0;
  if (x < 0) return 2 - y / sum;
  return y >= 0 ? y / sum : 4 + y / sum;
}
