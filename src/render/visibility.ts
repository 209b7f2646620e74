/** Which surface each sample sees. */
import type { Camera } from "../geometry/camera.js";
import { LENS_UNITS, lensSamples } from "./lens-samples.js";
import { collectSpans, drawDepth, type DepthTarget, type SampleGrid, type SpanTarget } from "./rasterize.js";
import { SUBPIXELS, type ProjectedTriangles } from "./projected.js";
import type { TriangleSoup } from "./surface.js";
import { addFragment, batchOpacity, fragmentList, HIT_ALPHA, visitPoints, type FragmentList } from "./transparency.js";
import type { Rectangle, RenderWorkspace } from "./workspace.js";

/** The surfaces behind each sample of a grid. */
export interface Visibility extends DepthTarget {
  /** `inverseDepth` and `triangle` of this are the nearest opaque surface; these are the translucent points before it. */
  fragments: FragmentList;
}

/**
 * Pixels that the bounds of the projected batches touch, within `limit`; empty (0 × 0 at its corner) when none do.
 * @param distorted the lens distorts: bounds of the ideal picture say nothing then
 */
export function pixelBounds(projected: ProjectedTriangles, limit: Rectangle, distorted: boolean): Rectangle {
  if (distorted && projected.batches.some(({ minX, maxX }) => minX <= maxX)) return limit;
  let minX = Infinity;
  let minY = Infinity;
  let maxX = -Infinity;
  let maxY = -Infinity;
  for (const batch of projected.batches) {
    minX = Math.min(minX, batch.minX);
    minY = Math.min(minY, batch.minY);
    maxX = Math.max(maxX, batch.maxX);
    maxY = Math.max(maxY, batch.maxY);
  }
  const left = Math.max(limit.left, Math.floor(minX / SUBPIXELS));
  const top = Math.max(limit.top, Math.floor(minY / SUBPIXELS));
  const right = Math.min(limit.right, Math.ceil(maxX / SUBPIXELS));
  const bottom = Math.min(limit.bottom, Math.ceil(maxY / SUBPIXELS));
  if (!(left < right && top < bottom)) return { left: limit.left, top: limit.top, right: limit.left, bottom: limit.top };
  return { left, top, right, bottom };
}

/** The sample grid that covers a rectangle of a camera's pixels. */
export function gridOver(camera: Camera, pixels: Rectangle, supersampling: 1 | 2): SampleGrid {
  return {
    shift: supersampling === 2 ? 7 : 8,
    left: pixels.left * supersampling,
    top: pixels.top * supersampling,
    width: (pixels.right - pixels.left) * supersampling,
    height: (pixels.bottom - pixels.top) * supersampling,
    lens: camera.distortion == null ? null : lensSamples(camera, camera.distortion, pixels, supersampling),
  };
}

/**
 * Draws all batches: opaque ones first, then cut-outs against them, then collects what is translucent and not hidden.
 * @param name prefix of the buffers in the workspace; grids that live at the same time need different ones
 */
export function findVisible(soup: TriangleSoup, projected: ProjectedTriangles, grid: SampleGrid, workspace: RenderWorkspace, name: string): Visibility {
  const count = grid.width * grid.height;
  const inverseDepth = workspace.float64(`${name}InverseDepth`, count);
  const triangle = workspace.int32(`${name}Triangle`, count);
  inverseDepth.fill(0, 0, count);
  const fragmentName = `${name}Fragments`;
  const visible: Visibility = { grid, inverseDepth, triangle, fragments: fragmentList(fragmentName, workspace) };
  if (count === 0) return visible;
  const opacities = soup.batches.map(batchOpacity);
  for (let index = 0; index < soup.batches.length; index++) {
    if (opacities[index] !== "opaque" || !reaches(projected, index, grid)) continue;
    const { firstTriangle, triangleCount } = soup.batches[index];
    const { cut, firstClipped, endClipped } = projected.batches[index];
    drawDepth(projected, firstTriangle, firstTriangle + triangleCount, cut, visible);
    drawDepth(projected, firstClipped, endClipped, false, visible);
  }
  for (const kind of ["cutout", "translucent"] as const) {
    for (let index = 0; index < soup.batches.length; index++) {
      if (opacities[index] === kind && reaches(projected, index, grid)) drawTested(soup, projected, index, visible, workspace, fragmentName);
    }
  }
  return visible;
}

/** Runs of samples that a batch covers, clipped pieces included. */
export function batchSpans(soup: TriangleSoup, projected: ProjectedTriangles, index: number, grid: SampleGrid, workspace: RenderWorkspace): SpanTarget {
  const target: SpanTarget = { grid, spans: workspace.spans, length: 0 };
  const { firstTriangle, triangleCount } = soup.batches[index];
  const { cut, firstClipped, endClipped } = projected.batches[index];
  collectSpans(projected, firstTriangle, firstTriangle + triangleCount, cut, target);
  collectSpans(projected, firstClipped, endClipped, false, target);
  workspace.spans = target.spans;
  return target;
}

/** Whether a batch's bounds touch a grid. */
export function reaches(projected: ProjectedTriangles, index: number, grid: SampleGrid): boolean {
  const { minX, minY, maxX, maxY } = projected.batches[index];
  if (grid.lens !== null) {
    const { lens } = grid;
    const finer = LENS_UNITS / SUBPIXELS;
    return minX * finer <= lens.maxX && maxX * finer >= lens.minX && minY * finer <= lens.maxY && maxY * finer >= lens.minY;
  }
  const step = 1 << grid.shift;
  return minX < (grid.left + grid.width) * step && maxX > grid.left * step && minY < (grid.top + grid.height) * step && maxY > grid.top * step;
}

function drawTested(soup: TriangleSoup, projected: ProjectedTriangles, index: number, visible: Visibility, workspace: RenderWorkspace, fragmentName: string): void {
  const batch = soup.batches[index];
  const { spans, length } = batchSpans(soup, projected, index, visible.grid, workspace);
  visitPoints(soup, projected, batch, spans, length, visible.grid, visible.inverseDepth, (sample, id, inverseDepth, alpha) => {
    if (alpha >= 1) {
      visible.inverseDepth[sample] = inverseDepth;
      visible.triangle[sample] = id;
    } else if (alpha > 0) {
      addFragment(visible.fragments, fragmentName, workspace, sample, id, inverseDepth, alpha);
    }
  });
}

/**
 * The hit of each sample: the first surface with alpha ≥ 0.5. Shares the visibility's memory where no translucent
 * surface is one.
 */
export function hitSurfaces(visible: Visibility, workspace: RenderWorkspace): DepthTarget {
  const { fragments, grid } = visible;
  let inverseDepth = visible.inverseDepth;
  let triangle = visible.triangle;
  for (let at = 0; at < fragments.count; at++) {
    if (fragments.alpha[at] < HIT_ALPHA) continue;
    if (inverseDepth === visible.inverseDepth) {
      const count = grid.width * grid.height;
      inverseDepth = workspace.float64("solidInverseDepth", count);
      triangle = workspace.int32("solidTriangle", count);
      inverseDepth.set(visible.inverseDepth.subarray(0, count));
      triangle.set(visible.triangle.subarray(0, count));
    }
    const sample = fragments.sample[at];
    if (fragments.inverseDepth[at] > inverseDepth[sample]) {
      inverseDepth[sample] = fragments.inverseDepth[at];
      triangle[sample] = fragments.triangle[at];
    }
  }
  return { grid, inverseDepth, triangle };
}
