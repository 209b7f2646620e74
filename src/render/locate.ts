/** Where on a triangle a sample lies. */
import type { ProjectedTriangles } from "./projected.js";
import { LENS_UNITS } from "./lens-samples.js";
import { SUBPIXELS } from "./projected.js";
import type { SampleGrid } from "./rasterize.js";

const FROM_LENS = SUBPIXELS / LENS_UNITS;

/** Places in the result of {@link locatePoint}. */
export const POINT_INVERSE_DEPTH = 0;
export const POINT_WEIGHT1 = 1;
export const POINT_WEIGHT2 = 2;

/**
 * 1 / depth and the perspective-correct weights of the second and third vertex of a soup triangle at a sample.
 * @param id triangle id; for a clipped piece the weights are those in its parent
 * @param column @param row sample within the grid
 * @param out three numbers, see the POINT_ constants
 * @returns the soup triangle
 */
export function locatePoint(projected: ProjectedTriangles, id: number, grid: SampleGrid, column: number, row: number, out: Float64Array): number {
  const { vertices, indices, soupTriangleCount } = projected;
  const step = 1 << grid.shift;
  const { lens } = grid;
  const px = lens === null ? (grid.left + column) * step + (step >> 1) : lens.x[row * lens.width + column] * FROM_LENS;
  const py = lens === null ? (grid.top + row) * step + (step >> 1) : lens.y[row * lens.width + column] * FROM_LENS;
  const v0 = indices[3 * id] << 2;
  const v1 = indices[3 * id + 1] << 2;
  const v2 = indices[3 * id + 2] << 2;
  const x0 = vertices[v0];
  const y0 = vertices[v0 + 1];
  const x1 = vertices[v1] - x0;
  const y1 = vertices[v1 + 1] - y0;
  const x2 = vertices[v2] - x0;
  const y2 = vertices[v2 + 1] - y0;
  const inverseArea = 1 / (x1 * y2 - x2 * y1);
  const part1 = ((px - x0) * y2 - (py - y0) * x2) * inverseArea;
  const part2 = ((py - y0) * x1 - (px - x0) * y1) * inverseArea;
  const inverse0 = vertices[v0 + 2];
  const inverse1 = vertices[v1 + 2];
  const inverse2 = vertices[v2 + 2];
  const inverseDepth = inverse0 + part1 * (inverse1 - inverse0) + part2 * (inverse2 - inverse0);
  const weight1 = (part1 * inverse1) / inverseDepth;
  const weight2 = (part2 * inverse2) / inverseDepth;
  out[POINT_INVERSE_DEPTH] = inverseDepth;
  if (id < soupTriangleCount) {
    out[POINT_WEIGHT1] = weight1;
    out[POINT_WEIGHT2] = weight2;
    return id;
  }
  const piece = id - soupTriangleCount;
  const corner = projected.clippedWeights;
  const weight0 = 1 - weight1 - weight2;
  out[POINT_WEIGHT1] = weight0 * corner[6 * piece] + weight1 * corner[6 * piece + 2] + weight2 * corner[6 * piece + 4];
  out[POINT_WEIGHT2] = weight0 * corner[6 * piece + 1] + weight1 * corner[6 * piece + 3] + weight2 * corner[6 * piece + 5];
  return projected.clippedParent[piece];
}
