/** The list of surface points to be shaded, made band by band so that it stays small. */
import { locatePoint, POINT_INVERSE_DEPTH, POINT_WEIGHT1, POINT_WEIGHT2 } from "./locate.js";
import { LENS_UNITS } from "./lens-samples.js";
import type { Layers } from "./layers.js";
import type { ProjectedTriangles } from "./projected.js";
import type { SampleGrid } from "./rasterize.js";
import type { SurfaceHits, SurfacePlaces } from "./surface.js";
import type { Visibility } from "./visibility.js";
import type { RenderWorkspace } from "./workspace.js";

/** Hits with their place in the picture. */
export interface HitList extends SurfaceHits {
  /** Pixel of the image that the hit contributes to. */
  imagePixel: Int32Array;
  /** By how much: its layer's share × the sample's part of the pixel. */
  share: Float32Array;
}

/** An empty list with room for `length` hits, in the workspace's memory; ideal positions are of their own where the lens distorts. */
export function hitList(length: number, distorted: boolean, workspace: RenderWorkspace): HitList {
  const x = workspace.float32("hitX", length);
  const y = workspace.float32("hitY", length);
  return {
    count: 0,
    pixel: workspace.int32("hitPixel", length),
    triangle: workspace.int32("hitTriangle", length),
    weight1: workspace.float32("hitWeight1", length),
    weight2: workspace.float32("hitWeight2", length),
    x,
    y,
    idealX: distorted ? workspace.float32("hitIdealX", length) : x,
    idealY: distorted ? workspace.float32("hitIdealY", length) : y,
    depth: workspace.float32("hitDepth", length),
    imagePixel: workspace.int32("hitImagePixel", length),
    share: workspace.float32("hitShare", length),
  };
}

const FROM_LENS = 1 / LENS_UNITS;
const point = new Float64Array(3);

/** Appends one point. `share` is that of its layer within the sample. */
function addHit(hits: HitList, projected: ProjectedTriangles, id: number, grid: SampleGrid, column: number, row: number, imageWidth: number, share: number): void {
  const at = hits.count;
  hits.triangle[at] = locatePoint(projected, id, grid, column, row, point);
  hits.weight1[at] = point[POINT_WEIGHT1];
  hits.weight2[at] = point[POINT_WEIGHT2];
  hits.depth[at] = 1 / point[POINT_INVERSE_DEPTH];
  addPlace(hits, grid, column, row, imageWidth, share);
}

/** Completes the point at `hits.count` with its place in the picture. */
function addPlace(hits: HitList, grid: SampleGrid, column: number, row: number, imageWidth: number, share: number): void {
  const supersampling = grid.shift === 8 ? 1 : 2;
  const sampleX = grid.left + column;
  const sampleY = grid.top + row;
  const at = hits.count++;
  hits.x[at] = (sampleX + 0.5) / supersampling;
  hits.y[at] = (sampleY + 0.5) / supersampling;
  if (grid.lens !== null) {
    hits.idealX[at] = grid.lens.x[row * grid.width + column] * FROM_LENS;
    hits.idealY[at] = grid.lens.y[row * grid.width + column] * FROM_LENS;
  }
  hits.pixel[at] = sampleY * imageWidth * supersampling + sampleX;
  hits.imagePixel[at] = supersampling === 1 ? hits.pixel[at] : (sampleY >> 1) * imageWidth + (sampleX >> 1);
  hits.share[at] = supersampling === 1 ? share : 0.25 * share;
}

/** Lists the nearest opaque surfaces of rows `fromRow` to `toRow − 1` of the grid. */
export function listOpaqueHits(visible: Visibility, projected: ProjectedTriangles, layers: Layers | null, fromRow: number, toRow: number, imageWidth: number, hits: HitList): void {
  const { grid, inverseDepth, triangle } = visible;
  hits.count = 0;
  for (let row = fromRow; row < toRow; row++) {
    for (let column = 0; column < grid.width; column++) {
      const sample = row * grid.width + column;
      if (!(inverseDepth[sample] > 0)) continue;
      addHit(hits, projected, triangle[sample], grid, column, row, imageWidth, layers === null ? 1 : layers.transmittance[sample]);
    }
  }
}

/** {@link listOpaqueHits} where nothing is translucent, one sample per pixel, and the geometry passes know the places. */
export function listKnownHits({ grid, inverseDepth }: Visibility, places: SurfacePlaces, depth: Float32Array, fromRow: number, toRow: number, imageWidth: number, hits: HitList): void {
  hits.count = 0;
  for (let row = fromRow; row < toRow; row++) {
    for (let column = 0; column < grid.width; column++) {
      const sample = row * grid.width + column;
      if (!(inverseDepth[sample] > 0)) continue;
      const at = hits.count;
      hits.triangle[at] = places.triangle[sample];
      hits.weight1[at] = places.weight1[sample];
      hits.weight2[at] = places.weight2[sample];
      hits.depth[at] = depth[(grid.top + row) * imageWidth + grid.left + column];
      addPlace(hits, grid, column, row, imageWidth, 1);
    }
  }
}

/** Lists translucent points from number `from` on, until the list holds `limit`. Returns where to go on. */
export function listTranslucentHits(visible: Visibility, projected: ProjectedTriangles, layers: Layers, from: number, limit: number, imageWidth: number, hits: HitList): number {
  const { grid, fragments } = visible;
  hits.count = 0;
  let at = from;
  for (; at < fragments.count && hits.count < limit; at++) {
    if (!(layers.share[at] > 0)) continue;
    const sample = fragments.sample[at];
    const row = Math.floor(sample / grid.width);
    addHit(hits, projected, fragments.triangle[at], grid, sample - row * grid.width, row, imageWidth, layers.share[at]);
  }
  return at;
}
