/**
 * Ambient occlusion of the objects on themselves from their depth: horizons as in Bavoil, Sainz & Dimitrov,
 * "Image-space horizon-based ambient occlusion", SIGGRAPH 2008 talk, weighted with the cosine (sin² of the horizon
 * above the surface, so that a right-angled corner lets half of the light in). At half resolution with a fixed 4 × 4
 * rotation pattern, smoothed and brought back to every point along its own depth. It sees only what the camera sees;
 * that is enough for creases and contacts.
 */
import type { Matrix3 } from "../geometry/vector.js";
import type { Scene } from "../sample/scene.js";
import { occludeThroughLens } from "./lens-occlusion.js";
import type { LensSamples } from "./lens-samples.js";
import type { SurfaceHits } from "./surface.js";
import { DARKEST, DIRECTIONS, OFFSETS, SAMPLES, STEPS, STRENGTH } from "./occlusion-pattern.js";

/** How far occluders reach: a share of the largest object's size, in world units. */
export function occlusionReach(scene: Scene): number {
  let largest = 0;
  for (const instance of scene.instances) if (instance.scale > largest) largest = instance.scale;
  return 0.25 * largest;
}

/** Openness (1 = nothing near) of the nearest surface at half resolution. */
export interface OcclusionMap {
  /** Cells of the picture that hold anything: left and top cell, size. */
  column0: number;
  row0: number;
  width: number;
  height: number;
  /** Depth of each cell's surface, 0 = none. */
  depth: Float32Array;
  openness: Float32Array;
}

/** Memory that is used again from view to view; maps are valid until the next call. */
let memory = { depth: new Float32Array(0), raw: new Float32Array(0), openness: new Float32Array(0) };

/**
 * Ambient occlusion of a view from its depth.
 * @param passes planar depth at pixel centres, 0 = nothing
 * @param K intrinsic matrix in pixels
 * @param reach how far occluders reach, in world units
 * @param lens where the pixels' rays go when the lens distorts
 * @returns valid until the next call; null where nothing is seen
 */
export function ambientOcclusion(passes: { width: number; height: number; depth: Float32Array }, K: Matrix3, reach: number, lens: LensSamples | null = null): OcclusionMap | null {
  const map = cellDepths(passes);
  if (map === null) return null;
  if (lens === null) occlude(map, K, reach);
  else occludeThroughLens(map, K, lens, reach, memory.raw);
  smoothCells(map);
  return map;
}

/** Every cell takes the depth of its top-left pixel. */
function cellDepths({ width: imageWidth, height: imageHeight, depth: imageDepth }: { width: number; height: number; depth: Float32Array }): OcclusionMap | null {
  const columns = (imageWidth + 1) >> 1;
  const rows = (imageHeight + 1) >> 1;
  let left = columns, right = -1, top = rows, bottom = -1;
  for (let row = 0; row < rows; row++) {
    const line = row * 2 * imageWidth;
    for (let column = 0; column < columns; column++) {
      if (imageDepth[line + column * 2] === 0) continue;
      if (column < left) left = column;
      if (column > right) right = column;
      if (top > row) top = row;
      bottom = row;
    }
  }
  if (right < 0) return null;
  const width = right - left + 1;
  const height = bottom - top + 1;
  const length = width * height;
  if (memory.depth.length < length) memory = { depth: new Float32Array(length), raw: new Float32Array(length), openness: new Float32Array(length) };
  const { depth } = memory;
  for (let row = 0; row < height; row++) {
    const line = (row + top) * 2 * imageWidth + left * 2;
    for (let column = 0; column < width; column++) depth[row * width + column] = imageDepth[line + column * 2];
  }
  return { column0: left, row0: top, width, height, depth, openness: memory.openness };
}

/** Raw openness of every cell into `memory.raw`. */
function occlude(map: OcclusionMap, K: Matrix3, reach: number): void {
  const { width, height, depth } = map;
  const raw = memory.raw;
  // Position of a cell's surface: (column · stepX + firstX) · z and likewise for y; skew is taken at the row's place.
  const stepX = 2 / K[0], stepY = 2 / K[4];
  const firstX = (map.column0 * 2 + 0.5 - K[2]) / K[0], firstY = (map.row0 * 2 + 0.5 - K[5]) / K[4];
  const inverseReach2 = 1 / (reach * reach);
  for (let row = 0; row < height; row++) {
    const slopeY = row * stepY + firstY;
    for (let column = 0; column < width; column++) {
      const cell = row * width + column;
      const z = depth[cell];
      if (z === 0) continue;
      const slopeX = column * stepX + firstX;
      // Slopes of depth from the flatter side each, so that a normal does not span an edge.
      const west = column > 0 && depth[cell - 1] !== 0 ? z - depth[cell - 1] : 1e9;
      const east = column + 1 < width && depth[cell + 1] !== 0 ? depth[cell + 1] - z : 1e9;
      const north = row > 0 && depth[cell - width] !== 0 ? z - depth[cell - width] : 1e9;
      const south = row + 1 < height && depth[cell + width] !== 0 ? depth[cell + width] - z : 1e9;
      const dzdx = (west < 0 ? -west : west) < (east < 0 ? -east : east) ? west : east;
      const dzdy = (north < 0 ? -north : north) < (south < 0 ? -south : south) ? north : south;
      if (dzdx === 1e9 || dzdy === 1e9) {
        raw[cell] = 1;
        continue;
      }
      // Tangents dP/dcolumn = (z·stepX + slopeX·dzdx, slopeY·dzdx, dzdx) and dP/drow; their product, towards the camera.
      const ux = z * stepX + slopeX * dzdx, uy = slopeY * dzdx;
      const vx = slopeX * dzdy, vy = z * stepY + slopeY * dzdy;
      let nx = dzdx * vy - uy * dzdy, ny = ux * dzdy - dzdx * vx, nz = uy * vx - ux * vy;
      const inverse = 1 / Math.sqrt(nx * nx + ny * ny + nz * nz);
      nx *= inverse;
      ny *= inverse;
      nz *= inverse;
      const px = slopeX * z, py = slopeY * z;
      const bias = 0.003 * z;
      const cellReach = reach / (z * stepX);
      let offset = (((row & 3) << 2) | (column & 3)) * SAMPLES * 3;
      let sum = 0;
      for (let direction = 0; direction < DIRECTIONS; direction++) {
        let horizon = 0;
        for (let step = 0; step < STEPS; step++, offset += 3) {
          // At least one cell away, so that no cell is its own occluder.
          const distance = 1 + OFFSETS[offset + 2] * cellReach;
          const x = (column + 0.5 + OFFSETS[offset] * distance) | 0;
          const y = (row + 0.5 + OFFSETS[offset + 1] * distance) | 0;
          if (x < 0 || y < 0 || x >= width || y >= height) continue;
          const otherZ = depth[y * width + x];
          if (otherZ === 0) continue;
          const dx = (x * stepX + firstX) * otherZ - px;
          const dy = (y * stepY + firstY) * otherZ - py;
          const dz = otherZ - z;
          const rise = dx * nx + dy * ny + dz * nz - bias;
          if (rise <= 0) continue;
          const distance2 = dx * dx + dy * dy + dz * dz;
          const blocked = (rise * rise / distance2) * (1 - distance2 * inverseReach2);
          if (blocked > horizon) horizon = blocked;
        }
        sum += horizon;
      }
      const open = 1 - sum * (STRENGTH / DIRECTIONS);
      raw[cell] = open > DARKEST ? open : DARKEST;
    }
  }
}

/**
 * Openness at the image positions of the hits `order[start]` up to `order[end]`, from the four cells around each. A loop
 * of its own, because numbers in arguments of calls that the engine does not inline would be allocated for every point.
 * @param out from index 0 on
 */
export function fillOpenness(map: OcclusionMap, hits: Pick<SurfaceHits, "x" | "y" | "depth">, order: Int32Array, start: number, end: number, out: Float64Array): void {
  const { width, height, depth, openness } = map;
  for (let index = start; index < end; index++) {
    const hit = order[index];
    const z = hits.depth[hit];
    const column = (hits.x[hit] - 0.5) * 0.5 - map.column0;
    const row = (hits.y[hit] - 0.5) * 0.5 - map.row0;
    const left = Math.floor(column);
    const top = Math.floor(row);
    // Most points lie on one surface with all four cells.
    if (left >= 0 && top >= 0 && left + 1 < width && top + 1 < height) {
      const at = top * width + left;
      const near = 0.01 * z;
      const a = depth[at] - z, b = depth[at + 1] - z, c = depth[at + width] - z, d = depth[at + width + 1] - z;
      if (a < near && a > -near && b < near && b > -near && c < near && c > -near && d < near && d > -near) {
        const fx = column - left;
        const above = openness[at] + fx * (openness[at + 1] - openness[at]);
        const below = openness[at + width] + fx * (openness[at + width + 1] - openness[at + width]);
        out[index - start] = above + (row - top) * (below - above);
        continue;
      }
    }
    out[index - start] = opennessAcrossEdges(map, left, top, column - left, row - top, z);
  }
}

/** Openness from the four cells around a place: cells at another depth count little. */
function opennessAcrossEdges({ width, height, depth, openness }: OcclusionMap, left: number, top: number, fx: number, fy: number, z: number): number {
  // 2 % of depth apart is another surface.
  const tolerance = 50 / z;
  let sum = 0, total = 0;
  for (let corner = 0; corner < 4; corner++) {
    const cellX = left + (corner & 1);
    const cellY = top + (corner >> 1);
    if (cellX < 0 || cellY < 0 || cellX >= width || cellY >= height) continue;
    const at = cellY * width + cellX;
    if (depth[at] === 0) continue;
    const difference = (depth[at] - z) * tolerance;
    const weight = ((corner & 1 ? fx : 1 - fx) * (corner >> 1 ? fy : 1 - fy) + 1e-3) / (1 + difference * difference * 16);
    sum += weight * openness[at];
    total += weight;
  }
  return total > 0 ? sum / total : 1;
}

/** 4 × 4 box over the rotation pattern, across cells of about the same depth only. */
function smoothCells(map: OcclusionMap): void {
  const { width, height, depth, openness } = map;
  const raw = memory.raw;
  for (let row = 0; row < height; row++) {
    const top = row > 1 ? row - 1 : 0;
    const bottom = row + 2 < height ? row + 2 : height - 1;
    for (let column = 0; column < width; column++) {
      const cell = row * width + column;
      const z = depth[cell];
      if (z === 0) continue;
      const left = column > 1 ? column - 1 : 0;
      const right = column + 2 < width ? column + 2 : width - 1;
      const tolerance = 0.02 * z;
      let sum = 0, count = 0;
      for (let y = top; y <= bottom; y++) {
        for (let at = y * width + left; at <= y * width + right; at++) {
          const difference = depth[at] - z;
          if (difference < tolerance && difference > -tolerance) {
            sum += raw[at];
            count++;
          }
        }
      }
      openness[cell] = sum / count;
    }
  }
}
