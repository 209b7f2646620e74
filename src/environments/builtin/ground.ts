/**
 * What built-in environments stand on. Patterns are in metres; finer detail than a pixel is averaged away by the
 * caller's `footprint`, so that distant ground neither flickers nor aliases.
 */
import type { Vector3 } from "../../geometry/vector.js";
import { linearColor, mixColors } from "./color.js";
import { cellHash, fractalNoise, lineCoverage, valueNoise } from "./noise.js";

/** Reflectance at (x, y) metres, averaged over about `footprint` metres, written into `out`. */
export type Ground = (x: number, y: number, footprint: number, out: Float64Array) => void;

/** Kinds of ground. */
export type GroundKind = "asphalt" | "concrete" | "paving" | "grass" | "gravel" | "boards" | "parquet" | "tiles" | "carpet";

/** Strength of detail of a size that a footprint leaves visible. */
function visible(size: number, footprint: number): number {
  const share = (size / footprint - 0.7) / 2;
  return share <= 0 ? 0 : share >= 1 ? 1 : share;
}

function put(out: Float64Array, color: Vector3, factor: number): void {
  out[0] = color[0] * factor;
  out[1] = color[1] * factor;
  out[2] = color[2] * factor;
}

function blend(out: Float64Array, color: Vector3, share: number): void {
  out[0] = out[0]! + (color[0] - out[0]!) * share;
  out[1] = out[1]! + (color[1] - out[1]!) * share;
  out[2] = out[2]! + (color[2] - out[2]!) * share;
}

/**
 * Makes a ground.
 * @param tone 0..1, darker to lighter within what the material is in reality
 * @param seed whole number that places stains and stones
 */
export function createGround(kind: GroundKind, tone: number, seed: number): Ground {
  const ox = cellHash(seed, 1) * 97;
  const oy = cellHash(seed, 2) * 97;
  return GROUNDS[kind](tone, ox, oy, seed);
}

type GroundMaker = (tone: number, ox: number, oy: number, seed: number) => Ground;

const asphalt: GroundMaker = (tone, ox, oy, seed) => {
  const base = mixColors(linearColor(0x4c4b4a), linearColor(0x7d7a76), tone);
  const paint = linearColor(0xc9c6bd);
  const marked = cellHash(seed, 3) < 0.6;
  const pitch = 2.6 + cellHash(seed, 4) * 0.8;
  const start = cellHash(seed, 5) * pitch;
  return (x, y, footprint, out) => {
    const stains = fractalNoise(x * 0.23 + ox, y * 0.23 + oy, 3);
    const grain = visible(0.06, footprint) * (valueNoise(x * 31, y * 31) - 0.5) + visible(0.02, footprint) * (valueNoise(x * 83 + 7, y * 83) - 0.5);
    put(out, base, (0.72 + 0.56 * stains) * (1 + 0.32 * grain));
    if (marked) {
      const across = x + start - Math.floor((x + start) / pitch) * pitch - pitch / 2;
      const along = Math.abs(y) - 3.4;
      const worn = 0.45 + 0.5 * valueNoise(x * 3 + ox, y * 3);
      if (along < 0.6) blend(out, paint, worn * lineCoverage(Math.abs(across), 0.06, footprint) * (along < 0 ? 1 : 1 - along / 0.6));
    }
  };
};

const concrete: GroundMaker = (tone, ox, oy, seed) => {
  const base = mixColors(linearColor(0x86837c), linearColor(0xbdb9b0), tone);
  const slab = 2.4 + 2.6 * cellHash(seed, 3);
  return (x, y, footprint, out) => {
    const column = Math.floor((x + ox) / slab);
    const row = Math.floor((y + oy) / slab);
    const dx = Math.abs((x + ox) / slab - column - 0.5) * slab;
    const dy = Math.abs((y + oy) / slab - row - 0.5) * slab;
    const stains = fractalNoise(x * 0.5 + ox, y * 0.5 + oy, 4);
    const grain = visible(0.03, footprint) * (valueNoise(x * 57, y * 57) - 0.5);
    const joint = Math.max(lineCoverage(slab / 2 - dx, 0.012, footprint), lineCoverage(slab / 2 - dy, 0.012, footprint));
    put(out, base, (0.74 + 0.34 * stains + 0.14 * cellHash(column, row)) * (1 + 0.12 * grain) * (1 - 0.55 * joint));
  };
};

const paving: GroundMaker = (tone, ox, oy, seed) => {
  const light = mixColors(linearColor(0x8d8478), linearColor(0xb3a594), tone);
  const other = cellHash(seed, 3) < 0.4 ? mixColors(linearColor(0x7a4a38), linearColor(0x9c6c55), tone) : mixColors(linearColor(0x67645f), linearColor(0x98928a), tone);
  const length = 0.2 + 0.3 * cellHash(seed, 4);
  const width = length * (cellHash(seed, 5) < 0.5 ? 0.5 : 1);
  return (x, y, footprint, out) => {
    const row = Math.floor((y + oy) / width);
    const shifted = (x + ox) / length + (row & 1) * 0.5;
    const column = Math.floor(shifted);
    const dx = (0.5 - Math.abs(shifted - column - 0.5)) * length;
    const dy = (0.5 - Math.abs((y + oy) / width - row - 0.5)) * width;
    const stones = visible(width, footprint);
    const tint = 0.5 + (cellHash(column, row) - 0.5) * stones;
    const joint = Math.max(lineCoverage(dx, 0.006, footprint), lineCoverage(dy, 0.006, footprint));
    const stains = fractalNoise(x * 0.6 + oy, y * 0.6 + ox, 3);
    const grain = visible(0.03, footprint) * (valueNoise(x * 53, y * 53) - 0.5);
    put(out, light, 1);
    blend(out, other, tint);
    const factor = (0.75 + 0.5 * stains) * (1 + 0.2 * grain) * (1 - 0.5 * joint);
    out[0] *= factor;
    out[1] *= factor;
    out[2] *= factor;
  };
};

const grass: GroundMaker = (tone, ox, oy) => {
  const fresh = mixColors(linearColor(0x566a35), linearColor(0x76894a), tone);
  const dry = mixColors(linearColor(0x7d764d), linearColor(0x9c9165), tone);
  const deep = linearColor(0x2a3519);
  return (x, y, footprint, out) => {
    const patches = fractalNoise(x * 0.3 + ox, y * 0.3 + oy, 3);
    const tufts = visible(0.1, footprint) * (valueNoise(x * 14 + ox, y * 17) - 0.5);
    const blades = visible(0.02, footprint) * (valueNoise(x * 71 + 3, y * 67 + oy) - 0.5) + visible(0.008, footprint) * (valueNoise(x * 171, y * 147) - 0.5);
    put(out, fresh, 1);
    blend(out, dry, Math.max(0, Math.min(1, (patches - 0.4) * 2 - blades * 0.5)));
    blend(out, deep, Math.max(0, Math.min(0.85, 0.22 - tufts * 0.5 - blades * 0.9)));
  };
};

const gravel: GroundMaker = (tone, ox, oy) => {
  const base = mixColors(linearColor(0x857663), linearColor(0xb5a78f), tone);
  return (x, y, footprint, out) => {
    const patches = fractalNoise(x * 0.4 + ox, y * 0.4 + oy, 3);
    const stones = visible(0.05, footprint) * (valueNoise(x * 24, y * 24) - 0.5) + visible(0.02, footprint) * (valueNoise(x * 59, y * 59 + ox) - 0.5);
    put(out, base, (0.7 + 0.55 * patches) * (1 + 0.75 * stones));
  };
};

/** Wooden floors: boards of one width, ends staggered; `blockLength` short makes parquet. */
function woodenFloor(width: number, blockLength: number): GroundMaker {
  return (tone, ox, oy, seed) => {
    const dark = mixColors(linearColor(0x5a3a22), linearColor(0xa9804f), tone);
    const light = mixColors(linearColor(0x7d5634), linearColor(0xd0ab7a), tone);
    return (x, y, footprint, out) => {
      const row = Math.floor((y + oy) / width);
      const shifted = (x + ox) / blockLength + cellHash(row, seed) * 3;
      const column = Math.floor(shifted);
      const dx = (0.5 - Math.abs(shifted - column - 0.5)) * blockLength;
      const dy = (0.5 - Math.abs((y + oy) / width - row - 0.5)) * width;
      const hash = cellHash(column + 31 * seed, row);
      const boards = visible(width, footprint);
      const grain = visible(0.02, footprint) * (fractalNoise(x * 2.2 + hash * 50, y * 42 + hash * 90, 2) - 0.5);
      const gap = Math.max(lineCoverage(dx, 0.0012, footprint), lineCoverage(dy, 0.0015, footprint));
      put(out, dark, 1);
      blend(out, light, Math.max(0, Math.min(1, 0.5 + (hash - 0.5) * 0.9 * boards + grain * 0.9)));
      const factor = 1 - 0.65 * gap;
      out[0] *= factor;
      out[1] *= factor;
      out[2] *= factor;
    };
  };
}

const tiles: GroundMaker = (tone, ox, oy, seed) => {
  const first = mixColors(linearColor(0x8f8a80), linearColor(0xded9cf), tone);
  const hue = cellHash(seed, 3);
  const checker = cellHash(seed, 5) < 0.35;
  const second = !checker ? first : hue < 0.4 ? linearColor(0x2f3133) : hue < 0.7 ? linearColor(0x7b4a3a) : linearColor(0x59707a);
  const grout = linearColor(0x6f6a62);
  const size = 0.25 + 0.35 * cellHash(seed, 4);
  const even = mixColors(first, second, 0.5);
  return (x, y, footprint, out) => {
    const column = Math.floor((x + ox) / size);
    const row = Math.floor((y + oy) / size);
    const dx = (0.5 - Math.abs((x + ox) / size - column - 0.5)) * size;
    const dy = (0.5 - Math.abs((y + oy) / size - row - 0.5)) * size;
    const marble = fractalNoise(x * 2.5 + cellHash(column, row) * 40, y * 2.5 + oy, 3);
    put(out, even, 1);
    blend(out, (column + row) & 1 ? second : first, visible(size, footprint));
    const factor = 0.86 + 0.16 * marble + 0.1 * (cellHash(row, column + seed) - 0.5);
    out[0] *= factor;
    out[1] *= factor;
    out[2] *= factor;
    blend(out, grout, Math.max(lineCoverage(dx, 0.002, footprint), lineCoverage(dy, 0.002, footprint)));
  };
};

const CARPETS = [0x8a8378, 0x5d6670, 0x6e4b45, 0xa39a86, 0x4d5a4a, 0x7a6f86, 0xb8ae9c, 0x3f4858];

const carpet: GroundMaker = (tone, ox, oy, seed) => {
  const base = mixColors(linearColor(CARPETS[seed % CARPETS.length]!), linearColor(0xc9c0b0), tone * 0.4);
  return (x, y, footprint, out) => {
    const worn = fractalNoise(x * 0.8 + ox, y * 0.8 + oy, 3);
    const fibres = visible(0.012, footprint) * (valueNoise(x * 127, y * 113) - 0.5) + visible(0.03, footprint) * (valueNoise(x * 47 + oy, y * 41) - 0.5);
    put(out, base, (0.82 + 0.32 * worn) * (1 + 0.35 * fibres));
  };
};

const GROUNDS: Readonly<Record<GroundKind, GroundMaker>> = {
  asphalt,
  concrete,
  paving,
  grass,
  gravel,
  boards: woodenFloor(0.14, 1.6),
  parquet: woodenFloor(0.075, 0.42),
  tiles,
  carpet,
};

/**
 * Width of a pixel on level ground at a distance from the object, in world units, for a camera near the object as
 * the presets place it: wider in proportion to distance, and again because far ground is seen at a grazing angle.
 */
export function groundFootprint(distance: number): number {
  return 0.0028 * (1 + distance) * (1 + 0.45 * distance);
}
