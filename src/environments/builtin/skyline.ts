/** What stands on the horizon: hills, woods, a town. Silhouettes with a little structure, in layers by distance. */
import type { Vector3 } from "../../geometry/vector.js";
import { linearColor, mixColors } from "./color.js";
import { cellHash, diamondAngle, fractalNoise, smoothStep, valueNoise } from "./noise.js";

/** Kinds of skyline. */
export type SkylineKind = "plain" | "hills" | "woods" | "town";

/**
 * Reflectance of the skyline in a direction, or −1 where the sky is free.
 * @param x, y horizontal direction, unit length
 * @param slope tangent of the elevation
 * @param out linear RGB reflectance; out[3] how much haze lies before it, 0..1
 * @returns share of the pixel that the skyline covers
 */
export type Skyline = (x: number, y: number, slope: number, out: Float64Array) => number;

/** A skyline with the slope above which it never reaches. */
export interface SkylineLayer {
  highest: number;
  cover: Skyline;
}

/** Slopes closer than this to an outline are blended: about one pixel of a 512-pixel image. */
const SOFT = 0.0025;

function edge(height: number, slope: number): number {
  const share = (height - slope) / SOFT + 0.5;
  return share <= 0 ? 0 : share >= 1 ? 1 : share;
}

/** The layers of a kind, nearest first. */
export function createSkyline(kind: SkylineKind, seed: number): readonly SkylineLayer[] {
  const far = hills(seed, 0.02 + 0.05 * cellHash(seed, 11));
  switch (kind) {
    case "plain": return [woods(seed, 0.012 + 0.012 * cellHash(seed, 12)), far];
    case "hills": return [woods(seed, 0.02 + 0.02 * cellHash(seed, 12)), hills(seed + 1, 0.1 + 0.08 * cellHash(seed, 13))];
    case "woods": return [woods(seed, 0.09 + 0.09 * cellHash(seed, 12)), far];
    case "town": return [hedge(seed, 0.02), town(seed, 0.1 + 0.12 * cellHash(seed, 14)), woods(seed, 0.035)];
  }
}

function hills(seed: number, height: number): SkylineLayer {
  const ox = cellHash(seed, 21) * 90;
  const oy = cellHash(seed, 22) * 90;
  const green = mixColors(linearColor(0x4a5a36), linearColor(0x6b6a4a), cellHash(seed, 23));
  return {
    highest: height * 1.05,
    cover(x, y, slope, out) {
      const outline = height * fractalNoise(x * 2.2 + ox, y * 2.2 + oy, 5);
      const share = edge(outline, slope);
      if (share === 0) return 0;
      const fields = 0.75 + 0.5 * fractalNoise(x * 14 + oy, y * 14 + slope * 120, 3);
      out[0] = green[0] * fields;
      out[1] = green[1] * fields;
      out[2] = green[2] * fields;
      out[3] = 0.62;
      return share;
    },
  };
}

function woods(seed: number, height: number): SkylineLayer {
  const offset = Math.floor(cellHash(seed, 31) * 128);
  const leaf = mixColors(linearColor(0x2e4420), linearColor(0x66743a), cellHash(seed, 32));
  const autumn = mixColors(leaf, linearColor(0x8a5f2c), cellHash(seed, 33) < 0.25 ? 0.7 : 0.15);
  return {
    highest: height * 1.15,
    cover(x, y, slope, out) {
      const a = diamondAngle(x, y) * 32;
      const stand = valueNoise(a * 0.25 + offset, seed);
      const crowns = valueNoise(a * 2 + offset, seed + 3.5);
      const leaves = valueNoise(a * 16, seed + 7.5 + slope * 200);
      const outline = height * (0.3 + 0.5 * stand + 0.28 * crowns) + 0.012 * (leaves - 0.5);
      const share = edge(outline, slope);
      if (share === 0) return 0;
      const tree = valueNoise(a * 2 + offset + 40, seed + 9.5);
      const clump = valueNoise(a * 5, slope * 160 + seed);
      const up = slope > 0 ? slope / outline : 0;
      const light = (0.35 + 0.75 * up) * (0.45 + 0.8 * clump) * (0.6 + 0.8 * leaves);
      out[0] = (leaf[0] + (autumn[0] - leaf[0]) * tree) * light;
      out[1] = (leaf[1] + (autumn[1] - leaf[1]) * tree) * light;
      out[2] = (leaf[2] + (autumn[2] - leaf[2]) * tree) * light;
      out[3] = height > 0.06 ? 0.12 : 0.35;
      return share;
    },
  };
}

function hedge(seed: number, height: number): SkylineLayer {
  const trees = woods(seed + 5, height);
  return {
    highest: trees.highest,
    cover(x, y, slope, out) {
      const stretch = valueNoise(diamondAngle(x, y) * 32 * 0.5, seed + 0.5);
      return stretch < 0.5 ? 0 : trees.cover(x, y, slope, out);
    },
  };
}

const FACADES = [0xb9ab97, 0x9a6a52, 0xc9c2b4, 0x8c8f92, 0xa8876a, 0x76706a, 0xd2c8b0, 0x8a4f3f].map(linearColor);

function town(seed: number, height: number): SkylineLayer {
  const glass = linearColor(0x39434b);
  const roof = linearColor(0x5a4a44);
  return {
    highest: height * 1.1,
    cover(x, y, slope, out) {
      const a = diamondAngle(x, y) * 16;
      const cell = Math.floor(a);
      const within = a - cell;
      const hash = cellHash(cell & 63, seed);
      if (hash < 0.12) return 0;
      const district = valueNoise(a * 0.25, seed + 0.5);
      const outline = height * (0.25 + 0.4 * district + 0.45 * cellHash(cell & 63, seed + 1));
      const gable = hash > 0.6 ? 0.2 * height * (0.5 - Math.abs(within - 0.5)) : 0;
      const share = edge(outline + gable, slope);
      if (share === 0) return 0;
      const facade: Vector3 = FACADES[Math.floor(cellHash(cell & 63, seed + 2) * FACADES.length)]!;
      const side = within < 0.24 + 0.2 * hash ? 0.72 : 1;
      let red = facade[0], green = facade[1], blue = facade[2];
      if (slope > outline) {
        red = roof[0];
        green = roof[1];
        blue = roof[2];
      } else {
        const columns = 3 + Math.floor(hash * 5);
        const floors = slope / (0.014 + 0.006 * hash);
        const u = within * columns - Math.floor(within * columns);
        const v = floors - Math.floor(floors);
        const pane = smoothStep(0.2, 0.26, u) * smoothStep(0.8, 0.74, u) * smoothStep(0.3, 0.36, v) * smoothStep(0.85, 0.79, v) * (slope < outline - 0.006 ? 0.85 : 0);
        red += (glass[0] - red) * pane;
        green += (glass[1] - green) * pane;
        blue += (glass[2] - blue) * pane;
      }
      const dirt = side * (0.8 + 0.4 * valueNoise(a * 8, slope * 90 + hash * 50));
      out[0] = red * dirt;
      out[1] = green * dirt;
      out[2] = blue * dirt;
      out[3] = 0.22;
      return share;
    },
  };
}
