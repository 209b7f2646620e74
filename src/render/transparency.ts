/**
 * Surfaces that light passes through. The rule for geometry and masks: a hit is the first surface whose alpha is at
 * least 0.5 (for cut-out materials: at least their cut-off). Colour blends every layer in front of the first opaque one.
 */
import type { Material, Mesh, Texture } from "../sample/shape.js";
import { locatePoint, POINT_INVERSE_DEPTH, POINT_WEIGHT1, POINT_WEIGHT2 } from "./locate.js";
import type { ProjectedTriangles } from "./projected.js";
import type { SampleGrid } from "./rasterize.js";
import type { SoupBatch, TriangleSoup } from "./surface.js";
import { surfaceAlpha } from "./texture-sampling.js";
import type { RenderWorkspace } from "./workspace.js";

/** Alpha from which a surface counts as hit. */
export const HIT_ALPHA = 0.5;

/** opaque: nothing shows through; cutout: there or not there, by alpha test; translucent: blends. */
export type Opacity = "opaque" | "cutout" | "translucent";

const leastTextureAlpha = new WeakMap<Texture, number>();
const leastVertexAlpha = new WeakMap<Mesh, number>();

/** How a batch is drawn. Materials that declare transparency but nowhere have any are opaque. */
export function batchOpacity(batch: SoupBatch): Opacity {
  const mesh = batch.shape.meshes[batch.meshIndex];
  const material = batch.shape.materials[mesh.material];
  if (material.alphaMode === "opaque") return "opaque";
  const least = leastAlpha(material, mesh);
  if (material.alphaMode === "mask") return least >= material.alphaCutoff ? "opaque" : "cutout";
  return least >= 1 ? "opaque" : "translucent";
}

function leastAlpha(material: Material, mesh: Mesh): number {
  let alpha = material.baseColor[3];
  if (material.baseColorTexture !== null) {
    const { texture } = material.baseColorTexture;
    let least = leastTextureAlpha.get(texture);
    if (least === undefined) leastTextureAlpha.set(texture, (least = leastFourth(texture.data) / 255));
    alpha *= least;
  }
  if (mesh.colors !== null) {
    let least = leastVertexAlpha.get(mesh);
    if (least === undefined) leastVertexAlpha.set(mesh, (least = leastFourth(mesh.colors)));
    alpha *= least;
  }
  return alpha;
}

function leastFourth(rgba: ArrayLike<number>): number {
  let least = Infinity;
  for (let at = 3; at < rgba.length; at += 4) if (rgba[at] < least) least = rgba[at];
  return least;
}

/** Alpha of a batch's surface at the point that {@link locatePoint} found. */
function alphaAtPoint(soup: TriangleSoup, batch: SoupBatch, triangle: number, point: Float64Array): number {
  const mesh = batch.shape.meshes[batch.meshIndex];
  const first = batch.firstVertex;
  return surfaceAlpha(
    batch.shape.materials[mesh.material],
    mesh,
    soup.indices[3 * triangle] - first,
    soup.indices[3 * triangle + 1] - first,
    soup.indices[3 * triangle + 2] - first,
    point[POINT_WEIGHT1],
    point[POINT_WEIGHT2],
  );
}

/** Points of translucent surfaces, unordered. */
export interface FragmentList {
  count: number;
  /** Sample number within the grid. */
  sample: Int32Array;
  /** Triangle id, clipped ones included. */
  triangle: Int32Array;
  inverseDepth: Float64Array;
  alpha: Float32Array;
}

/** A fragment list in the workspace's memory, empty. */
export function fragmentList(name: string, workspace: RenderWorkspace): FragmentList {
  return {
    count: 0,
    sample: workspace.int32(`${name}Sample`, 0),
    triangle: workspace.int32(`${name}Triangle`, 0),
    inverseDepth: workspace.float64(`${name}InverseDepth`, 0),
    alpha: workspace.float32(`${name}Alpha`, 0),
  };
}

/** What to do with a point of a surface with transparency. */
export type PointVisitor = (sample: number, triangle: number, inverseDepth: number, alpha: number) => void;

/**
 * Evaluates the alpha of every sample in runs from `collectSpans`, all of one batch, and reports those that lie in
 * front of `limit` (null: all).
 */
export function visitPoints(
  soup: TriangleSoup,
  projected: ProjectedTriangles,
  batch: SoupBatch,
  spans: Int32Array,
  length: number,
  grid: SampleGrid,
  limit: Float64Array | null,
  visit: PointVisitor,
): void {
  const point = new Float64Array(3);
  for (let at = 0; at < length; at += 4) {
    const id = spans[at];
    const row = spans[at + 1];
    for (let column = spans[at + 2]; column <= spans[at + 3]; column++) {
      const sample = row * grid.width + column;
      const parent = locatePoint(projected, id, grid, column, row, point);
      const inverseDepth = point[POINT_INVERSE_DEPTH];
      if (limit !== null && !(inverseDepth > limit[sample])) continue;
      // Rounded as it is stored, so that every user of the 0.5 rule decides alike.
      visit(sample, id, inverseDepth, Math.fround(alphaAtPoint(soup, batch, parent, point)));
    }
  }
}

/** Adds a fragment, growing the list in the workspace where needed. */
export function addFragment(list: FragmentList, name: string, workspace: RenderWorkspace, sample: number, triangle: number, inverseDepth: number, alpha: number): void {
  if (list.count === list.sample.length) {
    const length = 2 * list.count + 1024;
    const { sample: samples, triangle: triangles, inverseDepth: depths, alpha: alphas } = list;
    list.sample = workspace.int32(`${name}Sample`, length);
    list.triangle = workspace.int32(`${name}Triangle`, length);
    list.inverseDepth = workspace.float64(`${name}InverseDepth`, length);
    list.alpha = workspace.float32(`${name}Alpha`, length);
    list.sample.set(samples);
    list.triangle.set(triangles);
    list.inverseDepth.set(depths);
    list.alpha.set(alphas);
  }
  list.sample[list.count] = sample;
  list.triangle[list.count] = triangle;
  list.inverseDepth[list.count] = inverseDepth;
  list.alpha[list.count] = alpha;
  list.count++;
}
