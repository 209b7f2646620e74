/** Projects a triangle soup to the image, in whole 1/256 pixels, and cuts what the near plane cuts. */
import type { Camera } from "../geometry/camera.js";
import { clipTriangles, ClippedTriangles } from "./clipping.js";
import { GUARD_PIXELS, NEAR_DEPTH, SUBPIXELS, type ProjectedBatch, type ProjectedTriangles } from "./projected.js";
import type { TriangleSoup } from "./surface.js";
import type { RenderWorkspace } from "./workspace.js";

/** Projects all vertices and clips the triangles that need it. */
export function projectSoup(soup: TriangleSoup, camera: Camera, workspace: RenderWorkspace): ProjectedTriangles {
  const vertices = workspace.float64("projected", 4 * soup.vertexCount);
  const batches: ProjectedBatch[] = [];
  let anyCut = false;
  for (let index = 0; index < soup.batches.length; index++) {
    const batch = soup.batches[index];
    const endVertex = index + 1 < soup.batches.length ? soup.batches[index + 1].firstVertex : soup.vertexCount;
    const projected: ProjectedBatch = {
      cut: false,
      firstClipped: soup.triangleCount,
      endClipped: soup.triangleCount,
      minX: Infinity,
      minY: Infinity,
      maxX: -Infinity,
      maxY: -Infinity,
    };
    projectVertices(soup.positions, batch.firstVertex, endVertex, camera, vertices, projected);
    anyCut ||= projected.cut;
    batches.push(projected);
  }
  if (!anyCut) {
    return {
      vertices,
      indices: soup.indices,
      soupTriangleCount: soup.triangleCount,
      clippedParent: workspace.int32("clippedParent", 0),
      clippedWeights: workspace.float64("clippedWeights", 0),
      batches,
    };
  }
  const clipped = new ClippedTriangles(soup, vertices, workspace);
  for (let index = 0; index < batches.length; index++) {
    const projected = batches[index];
    projected.firstClipped = soup.triangleCount + clipped.count;
    if (projected.cut) clipTriangles(soup, soup.batches[index], camera.K, clipped, projected);
    projected.endClipped = soup.triangleCount + clipped.count;
  }
  return {
    vertices: clipped.vertices,
    indices: clipped.indices,
    soupTriangleCount: soup.triangleCount,
    clippedParent: clipped.parent,
    clippedWeights: clipped.weights,
    batches,
  };
}

function projectVertices(positions: Float64Array, first: number, end: number, camera: Camera, out: Float64Array, batch: ProjectedBatch): void {
  const [k0, k1, k2, , k4, k5] = camera.K;
  const guard = GUARD_PIXELS * SUBPIXELS;
  let minX = Infinity;
  let minY = Infinity;
  let maxX = -Infinity;
  let maxY = -Infinity;
  let cut = false;
  for (let vertex = first; vertex < end; vertex++) {
    const depth = positions[3 * vertex + 2];
    const inverseDepth = 1 / depth;
    const x = Math.floor(((k0 * positions[3 * vertex] + k1 * positions[3 * vertex + 1]) * inverseDepth + k2) * SUBPIXELS + 0.5);
    const y = Math.floor((k4 * positions[3 * vertex + 1] * inverseDepth + k5) * SUBPIXELS + 0.5);
    out[4 * vertex] = x;
    out[4 * vertex + 1] = y;
    out[4 * vertex + 2] = inverseDepth;
    // Written so that a NaN counts as outside.
    if (depth >= NEAR_DEPTH && x >= -guard && x <= guard && y >= -guard && y <= guard) {
      out[4 * vertex + 3] = 0;
      if (x < minX) minX = x;
      if (x > maxX) maxX = x;
      if (y < minY) minY = y;
      if (y > maxY) maxY = y;
    } else {
      out[4 * vertex + 3] = 1;
      cut = true;
    }
  }
  batch.minX = minX;
  batch.minY = minY;
  batch.maxX = maxX;
  batch.maxY = maxY;
  batch.cut = cut;
}
