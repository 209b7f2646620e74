/** Ambient occlusion in pictures with lens distortion: as in ambient-occlusion.ts, with each cell's own ray. */
import type { Matrix3 } from "../geometry/vector.js";
import type { OcclusionMap } from "./ambient-occlusion.js";
import { LENS_UNITS, type LensSamples } from "./lens-samples.js";
import { DARKEST, DIRECTIONS, OFFSETS, SAMPLES, STEPS, STRENGTH } from "./occlusion-pattern.js";

/** Raw openness of every cell into `raw`. */
export function occludeThroughLens(map: OcclusionMap, K: Matrix3, lens: LensSamples, reach: number, raw: Float32Array): void {
  const { width, height, depth } = map;
  // Surface points of all cells in camera axes.
  const points = new Float32Array(3 * width * height);
  const raySpread = new Float32Array(width * height);
  for (let row = 0, cell = 0; row < height; row++) {
    for (let column = 0; column < width; column++, cell++) {
      const z = depth[cell];
      const pixel = (map.row0 + row) * 2 * lens.width + (map.column0 + column) * 2;
      const slopeY = (lens.y[pixel] / LENS_UNITS - K[5]) / K[4];
      const slopeX = (lens.x[pixel] / LENS_UNITS - K[2] - K[1] * slopeY) / K[0];
      points[3 * cell] = slopeX * z;
      points[3 * cell + 1] = slopeY * z;
      points[3 * cell + 2] = z;
      const beside = pixel + 1 < lens.x.length && (map.column0 + column) * 2 + 1 < lens.width ? pixel + 1 : pixel - 1;
      raySpread[cell] = (2 * Math.abs(lens.x[beside] - lens.x[pixel])) / LENS_UNITS / K[0];
    }
  }
  const inverseReach2 = 1 / (reach * reach);
  for (let row = 0, cell = 0; row < height; row++) {
    for (let column = 0; column < width; column++, cell++) {
      const z = depth[cell];
      if (z === 0) continue;
      const beside = flatterSide(depth, cell, column > 0 ? cell - 1 : -1, column + 1 < width ? cell + 1 : -1);
      const below = flatterSide(depth, cell, row > 0 ? cell - width : -1, row + 1 < height ? cell + width : -1);
      if (beside < 0 || below < 0) {
        raw[cell] = 1;
        continue;
      }
      const px = points[3 * cell], py = points[3 * cell + 1];
      const signU = beside > cell ? 1 : -1, signV = below > cell ? 1 : -1;
      const ux = signU * (points[3 * beside] - px), uy = signU * (points[3 * beside + 1] - py), uz = signU * (points[3 * beside + 2] - z);
      const vx = signV * (points[3 * below] - px), vy = signV * (points[3 * below + 1] - py), vz = signV * (points[3 * below + 2] - z);
      // Towards the camera.
      let nx = uz * vy - uy * vz, ny = ux * vz - uz * vx, nz = uy * vx - ux * vy;
      const inverse = 1 / Math.sqrt(nx * nx + ny * ny + nz * nz);
      nx *= inverse;
      ny *= inverse;
      nz *= inverse;
      const bias = 0.003 * z;
      const cellReach = reach / (z * raySpread[cell] + 1e-12);
      let offset = (((row & 3) << 2) | (column & 3)) * SAMPLES * 3;
      let sum = 0;
      for (let direction = 0; direction < DIRECTIONS; direction++) {
        let horizon = 0;
        for (let step = 0; step < STEPS; step++, offset += 3) {
          const distance = 1 + OFFSETS[offset + 2] * cellReach;
          const x = Math.floor(column + 0.5 + OFFSETS[offset] * distance);
          const y = Math.floor(row + 0.5 + OFFSETS[offset + 1] * distance);
          if (x < 0 || y < 0 || x >= width || y >= height) continue;
          const other = y * width + x;
          if (depth[other] === 0) continue;
          const dx = points[3 * other] - px;
          const dy = points[3 * other + 1] - py;
          const dz = points[3 * other + 2] - z;
          const rise = dx * nx + dy * ny + dz * nz - bias;
          if (rise <= 0) continue;
          const distance2 = dx * dx + dy * dy + dz * dz;
          const blocked = ((rise * rise) / distance2) * (1 - distance2 * inverseReach2);
          if (blocked > horizon) horizon = blocked;
        }
        sum += horizon;
      }
      const open = 1 - sum * (STRENGTH / DIRECTIONS);
      raw[cell] = open > DARKEST ? open : DARKEST;
    }
  }
}

/** Which of two neighbours lies at the more similar depth; −1 for none. */
function flatterSide(depth: Float32Array, cell: number, before: number, after: number): number {
  const hasBefore = before >= 0 && depth[before] !== 0;
  const hasAfter = after >= 0 && depth[after] !== 0;
  if (!hasBefore || !hasAfter) return hasBefore ? before : hasAfter ? after : -1;
  return Math.abs(depth[before] - depth[cell]) < Math.abs(depth[after] - depth[cell]) ? before : after;
}
