/** Smooth random fields, made to be read several times per pixel: one table for all, read from random places. */
import type { Random } from "../../core/random.js";

const PERIOD = 256;
const MASK = PERIOD - 1;
const VOLUME_PERIOD = 32;
const VOLUME_MASK = VOLUME_PERIOD - 1;

/** A well mixed 32-bit hash of a whole number, as a share of one (finalizer of MurmurHash3). */
function share(index: number): number {
  let hash = Math.imul(index + 1, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 4294967296;
}

const TABLE = Float32Array.from({ length: PERIOD * PERIOD }, (_, index) => share(index));

/** A random number of the table for each whole number; the same numbers return after 65,536. */
export function tableNoise(index: number): number {
  return TABLE[index & (PERIOD * PERIOD - 1)];
}

export type PlaneNoise = (x: number, y: number) => number;
export type VolumeNoise = (x: number, y: number, z: number) => number;

/** Value noise in the plane: random values at whole places, smoothly in between; 0 to 1, repeats after 256. */
export function planeNoise(stream: Random): PlaneNoise {
  const offsetX = stream.integer(PERIOD);
  const offsetY = stream.integer(PERIOD);
  return (x, y) => {
    const column = Math.floor(x);
    const row = Math.floor(y);
    const u = x - column;
    const v = y - row;
    const right = u * u * (3 - 2 * u);
    const down = v * v * (3 - 2 * v);
    const left = (column + offsetX) & MASK;
    const next = (left + 1) & MASK;
    const top = ((row + offsetY) & MASK) * PERIOD;
    const bottom = ((row + offsetY + 1) & MASK) * PERIOD;
    const above = TABLE[top + left] + (TABLE[top + next] - TABLE[top + left]) * right;
    const below = TABLE[bottom + left] + (TABLE[bottom + next] - TABLE[bottom + left]) * right;
    return above + (below - above) * down;
  };
}

/** Sum of octaves of {@link planeNoise}, each twice as fine and half as strong, turned against each other; 0 to 1. */
export function cloudNoise(stream: Random, octaves: number): PlaneNoise {
  const layer = planeNoise(stream);
  return (x, y) => {
    let sum = 0;
    let all = 0;
    let weight = 1;
    let px = x;
    let py = y;
    for (let octave = 0; octave < octaves; octave++) {
      sum += weight * layer(px, py);
      all += weight;
      weight *= 0.5;
      const turned = 1.6 * px + 1.2 * py + 17.3;
      py = 1.6 * py - 1.2 * px + 5.7;
      px = turned;
    }
    return sum / all;
  };
}

/** Value noise in space; 0 to 1, repeats after 32. */
export function volumeNoise(stream: Random): VolumeNoise {
  const offset = [stream.integer(VOLUME_PERIOD), stream.integer(VOLUME_PERIOD), stream.integer(VOLUME_PERIOD)] as const;
  const value = (x: number, y: number, z: number): number => TABLE[((z & VOLUME_MASK) * VOLUME_PERIOD + (y & VOLUME_MASK)) * VOLUME_PERIOD + (x & VOLUME_MASK)];
  return (x, y, z) => {
    const column = Math.floor(x);
    const row = Math.floor(y);
    const layer = Math.floor(z);
    const u = x - column;
    const v = y - row;
    const w = z - layer;
    const a = u * u * (3 - 2 * u);
    const b = v * v * (3 - 2 * v);
    const c = w * w * (3 - 2 * w);
    const i = column + offset[0];
    const j = row + offset[1];
    const k = layer + offset[2];
    const along = (y: number, z: number): number => {
      const first = value(i, y, z);
      return first + (value(i + 1, y, z) - first) * a;
    };
    const front = along(j, k) * (1 - b) + along(j + 1, k) * b;
    const back = along(j, k + 1) * (1 - b) + along(j + 1, k + 1) * b;
    return front + (back - front) * c;
  };
}

/** Cubic step from 0 at `from` to 1 at `to`. */
export function smoothStep(from: number, to: number, value: number): number {
  const t = (value - from) / (to - from);
  if (t <= 0) return 0;
  return t >= 1 ? 1 : t * t * (3 - 2 * t);
}
