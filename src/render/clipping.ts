/**
 * Cuts triangles at the near plane and the guard band (Sutherland & Hodgman, CACM 1974). The pieces remember where in
 * their parent triangle their corners lie. An edge that two triangles share is cut at the same point bit for bit,
 * because the point is always computed from the inner to the outer end.
 */
import type { Matrix3 } from "../geometry/vector.js";
import { GUARD_PIXELS, NEAR_DEPTH, SUBPIXELS, type ProjectedBatch } from "./projected.js";
import type { SoupBatch, TriangleSoup } from "./surface.js";
import type { RenderWorkspace } from "./workspace.js";

/** Slightly inside the guard band, so that rounding cannot lead out of it. */
const CLIP_PIXELS = GUARD_PIXELS - 1;
const PLANE_COUNT = 5;
const MAXIMUM_CORNERS = 3 + PLANE_COUNT;
/** Numbers per polygon corner: homogeneous x, y (pixels × depth), depth, parent weights 1 and 2, vertex or −1. */
const STRIDE = 6;

/** The growing list of pieces, appended to the soup's own vertices and triangles, in the workspace's memory. */
export class ClippedTriangles {
  count = 0;
  vertices: Float64Array;
  indices: Uint32Array;
  parent: Int32Array;
  weights: Float64Array;
  vertexCount: number;
  readonly #soupTriangles: number;
  readonly #workspace: RenderWorkspace;

  /** @param vertices the workspace's buffer "projected" */
  constructor(soup: TriangleSoup, vertices: Float64Array, workspace: RenderWorkspace) {
    this.vertices = vertices;
    this.vertexCount = soup.vertexCount;
    this.#soupTriangles = soup.triangleCount;
    this.#workspace = workspace;
    this.parent = workspace.int32("clippedParent", 0);
    this.weights = workspace.float64("clippedWeights", 0);
    this.indices = workspace.uint32("clippedIndices", 3 * soup.triangleCount);
    this.indices.set(soup.indices.subarray(0, 3 * soup.triangleCount));
  }

  /** Makes room for the pieces of one more triangle. */
  reserve(): void {
    const workspace = this.#workspace;
    const triangles = this.count + MAXIMUM_CORNERS;
    const { vertices, parent, weights, indices } = this;
    this.vertices = workspace.float64("projected", 4 * (this.vertexCount + MAXIMUM_CORNERS));
    this.parent = workspace.int32("clippedParent", triangles);
    this.weights = workspace.float64("clippedWeights", 6 * triangles);
    this.indices = workspace.uint32("clippedIndices", 3 * (this.#soupTriangles + triangles));
    if (this.vertices !== vertices) this.vertices.set(vertices);
    if (this.parent !== parent) this.parent.set(parent);
    if (this.weights !== weights) this.weights.set(weights);
    if (this.indices !== indices) this.indices.set(indices);
  }

  addVertex(x: number, y: number, inverseDepth: number): number {
    const at = 4 * this.vertexCount;
    this.vertices[at] = x;
    this.vertices[at + 1] = y;
    this.vertices[at + 2] = inverseDepth;
    this.vertices[at + 3] = 0;
    return this.vertexCount++;
  }

  addTriangle(parent: number, corners: readonly [number, number, number], polygon: Float64Array, places: readonly [number, number, number]): void {
    const at = 3 * (this.#soupTriangles + this.count);
    for (let corner = 0; corner < 3; corner++) {
      this.indices[at + corner] = corners[corner];
      this.weights[6 * this.count + 2 * corner] = polygon[STRIDE * places[corner] + 3];
      this.weights[6 * this.count + 2 * corner + 1] = polygon[STRIDE * places[corner] + 4];
    }
    this.parent[this.count++] = parent;
  }
}

/** Clips every triangle of a batch that has a vertex outside; appends the pieces and widens the batch's bounds. */
export function clipTriangles(soup: TriangleSoup, batch: SoupBatch, K: Matrix3, out: ClippedTriangles, bounds: ProjectedBatch): void {
  let polygon = new Float64Array(STRIDE * (MAXIMUM_CORNERS + 1));
  let next = new Float64Array(STRIDE * (MAXIMUM_CORNERS + 1));
  const corners = new Int32Array(MAXIMUM_CORNERS);
  for (let triangle = batch.firstTriangle; triangle < batch.firstTriangle + batch.triangleCount; triangle++) {
    let outside = 0;
    for (let corner = 0; corner < 3; corner++) {
      const vertex = soup.indices[3 * triangle + corner];
      const x = soup.positions[3 * vertex];
      const y = soup.positions[3 * vertex + 1];
      const depth = soup.positions[3 * vertex + 2];
      outside += out.vertices[4 * vertex + 3];
      polygon[STRIDE * corner] = K[0] * x + K[1] * y + K[2] * depth;
      polygon[STRIDE * corner + 1] = K[4] * y + K[5] * depth;
      polygon[STRIDE * corner + 2] = depth;
      polygon[STRIDE * corner + 3] = corner === 1 ? 1 : 0;
      polygon[STRIDE * corner + 4] = corner === 2 ? 1 : 0;
      polygon[STRIDE * corner + 5] = out.vertices[4 * vertex + 3] === 0 ? vertex : -1;
    }
    if (outside === 0) continue;
    let size = 3;
    for (let plane = 0; plane < PLANE_COUNT && size > 0; plane++) {
      size = clipPolygon(polygon, size, plane, next);
      [polygon, next] = [next, polygon];
    }
    if (size < 3 || !isFinitePolygon(polygon, size)) continue;
    out.reserve();
    for (let corner = 0; corner < size; corner++) {
      const at = STRIDE * corner;
      if (polygon[at + 5] >= 0) {
        corners[corner] = polygon[at + 5];
        continue;
      }
      const inverseDepth = 1 / polygon[at + 2];
      const x = Math.floor(polygon[at] * inverseDepth * SUBPIXELS + 0.5);
      const y = Math.floor(polygon[at + 1] * inverseDepth * SUBPIXELS + 0.5);
      bounds.minX = Math.min(bounds.minX, x);
      bounds.maxX = Math.max(bounds.maxX, x);
      bounds.minY = Math.min(bounds.minY, y);
      bounds.maxY = Math.max(bounds.maxY, y);
      corners[corner] = out.addVertex(x, y, inverseDepth);
    }
    for (let corner = 2; corner < size; corner++) {
      out.addTriangle(triangle, [corners[0], corners[corner - 1], corners[corner]], polygon, [0, corner - 1, corner]);
    }
  }
}

function isFinitePolygon(polygon: Float64Array, size: number): boolean {
  for (let at = 0; at < STRIDE * size; at++) if (!Number.isFinite(polygon[at])) return false;
  return true;
}

/** Signed distance (any unit) of a corner from a plane, positive inside. */
function inside(polygon: Float64Array, at: number, plane: number): number {
  const depth = polygon[at + 2];
  if (plane === 0) return depth - NEAR_DEPTH;
  const along = polygon[at + (plane > 2 ? 1 : 0)];
  return plane % 2 === 0 ? CLIP_PIXELS * depth - along : CLIP_PIXELS * depth + along;
}

/** Keeps the part of a polygon on the inner side of a plane; a NaN anywhere removes it all. Returns its corner count. */
function clipPolygon(polygon: Float64Array, size: number, plane: number, out: Float64Array): number {
  let count = 0;
  for (let corner = 0; corner < size; corner++) {
    const at = STRIDE * corner;
    const following = STRIDE * (corner + 1 < size ? corner + 1 : 0);
    const here = inside(polygon, at, plane);
    const there = inside(polygon, following, plane);
    if (Number.isNaN(here)) return 0;
    if (here >= 0) {
      for (let entry = 0; entry < STRIDE; entry++) out[STRIDE * count + entry] = polygon[at + entry];
      count++;
    }
    if (here >= 0 === there >= 0) continue;
    const inner = here >= 0 ? at : following;
    const outer = here >= 0 ? following : at;
    const part = here >= 0 ? here / (here - there) : there / (there - here);
    for (let entry = 0; entry < 5; entry++) {
      out[STRIDE * count + entry] = polygon[inner + entry] + part * (polygon[outer + entry] - polygon[inner + entry]);
    }
    out[STRIDE * count + 5] = -1;
    count++;
  }
  return count;
}
