/** Masks of single instances: what is visible of one, and all of it as if nothing were before it. */
import { DatasetError } from "../core/errors.js";
import type { Camera } from "../geometry/camera.js";
import type { AmodalMask, Passes } from "../sample/passes.js";
import type { Scene } from "../sample/scene.js";
import { distortedBounds } from "./distorted-bounds.js";
import { SUBPIXELS, type ProjectedTriangles } from "./projected.js";
import { projectSoup } from "./projection.js";
import { drawCoverage, type CoverageTarget } from "./rasterize.js";
import type { TriangleSoup } from "./surface.js";
import { batchOpacity, HIT_ALPHA, visitPoints } from "./transparency.js";
import { buildSoup } from "./triangles.js";
import { batchSpans, gridOver, reaches } from "./visibility.js";
import { RenderWorkspace, type Rectangle, type RenderedView } from "./workspace.js";

/** Visible pixels of an instance: width × height of 0 and 1. */
export function instanceMask(passes: Passes, instanceId: number): Uint8Array {
  const { instanceId: ids } = passes;
  const mask = new Uint8Array(ids.length);
  for (let pixel = 0; pixel < ids.length; pixel++) if (ids[pixel] === instanceId) mask[pixel] = 1;
  return mask;
}

/**
 * The mask of one instance as if it were alone, sampled at the same pixel centres as the image, so that the visible
 * mask is a subset. The canvas is the image, widened where the object reaches beyond it, by at most one image size on
 * each side; `clipped` says that this, or the camera standing within the object, cut some of it off.
 * The mask is the caller's own; passes that were rendered with the workspace stay valid.
 * @param options.workspace the one that rendered this very scene object last spares the work that it has done already
 * @throws DatasetError `E_INTERNAL` when the scene has no such instance
 */
export function amodalMask(scene: Scene, instanceId: number, options: { workspace?: RenderWorkspace } = {}): AmodalMask {
  const workspace = options.workspace ?? new RenderWorkspace();
  const { soup, projected, passes } = workspace.lastView?.scene === scene ? workspace.lastView : prepareAlone(scene, instanceId, workspace);
  const { width, height } = scene.camera;
  const { bounds, cut } = instanceBounds(soup, projected, instanceId, scene.camera);
  const canvas: Rectangle = {
    left: Math.max(-width, Math.min(0, bounds.left)),
    top: Math.max(-height, Math.min(0, bounds.top)),
    right: Math.min(2 * width, Math.max(width, bounds.right)),
    bottom: Math.min(2 * height, Math.max(height, bounds.bottom)),
  };
  const inImage = bounds.left >= 0 && bounds.top >= 0 && bounds.right <= width && bounds.bottom <= height;
  const data =
    inImage && passes !== null && scene.instances.length === 1
      ? instanceMask(passes, instanceId)
      : drawInstance(soup, projected, instanceId, scene.camera, canvas, workspace);
  const beyond = bounds.left < canvas.left || bounds.top < canvas.top || bounds.right > canvas.right || bounds.bottom > canvas.bottom;
  return {
    offsetX: canvas.left,
    offsetY: canvas.top,
    width: canvas.right - canvas.left,
    height: canvas.bottom - canvas.top,
    data,
    clipped: cut || beyond,
  };
}

/** The instance without its surroundings, for a scene that the workspace does not hold. */
function prepareAlone(scene: Scene, instanceId: number, workspace: RenderWorkspace): RenderedView {
  const alone = { ...scene, instances: scene.instances.filter((instance) => instance.instanceId === instanceId) };
  const soup = buildSoup(alone, workspace);
  return { scene: alone, soup, projected: projectSoup(soup, scene.camera, workspace), passes: null };
}

/** Pixels that an instance's triangles may touch, and whether the near plane, the guard band or the lens took some away. */
function instanceBounds(soup: TriangleSoup, projected: ProjectedTriangles, instanceId: number, camera: Camera): { bounds: Rectangle; cut: boolean } {
  let minX = Infinity;
  let minY = Infinity;
  let maxX = -Infinity;
  let maxY = -Infinity;
  let cut = false;
  let found = false;
  for (let index = 0; index < soup.batches.length; index++) {
    if (soup.batches[index].instanceId !== instanceId) continue;
    const batch = projected.batches[index];
    found = true;
    cut ||= batch.cut;
    minX = Math.min(minX, batch.minX);
    minY = Math.min(minY, batch.minY);
    maxX = Math.max(maxX, batch.maxX);
    maxY = Math.max(maxY, batch.maxY);
  }
  if (!found) throw new DatasetError("E_INTERNAL", `the scene has no instance ${instanceId} with a mesh`);
  if (!(minX <= maxX)) return { bounds: { left: 0, top: 0, right: 0, bottom: 0 }, cut };
  if (camera.distortion != null) {
    const seen = distortedBounds(soup, projected, instanceId, camera, camera.distortion);
    return { bounds: seen?.bounds ?? { left: 0, top: 0, right: 0, bottom: 0 }, cut: cut || seen?.beyond === true };
  }
  const bounds = {
    left: Math.floor(minX / SUBPIXELS),
    top: Math.floor(minY / SUBPIXELS),
    right: Math.ceil(maxX / SUBPIXELS),
    bottom: Math.ceil(maxY / SUBPIXELS),
  };
  return { bounds, cut };
}

function drawInstance(soup: TriangleSoup, projected: ProjectedTriangles, instanceId: number, camera: Camera, canvas: Rectangle, workspace: RenderWorkspace): Uint8Array {
  const grid = gridOver(camera, canvas, 1);
  const covered = new Uint8Array(grid.width * grid.height);
  const target: CoverageTarget = { grid, covered };
  for (let index = 0; index < soup.batches.length; index++) {
    const batch = soup.batches[index];
    if (batch.instanceId !== instanceId || !reaches(projected, index, grid)) continue;
    if (batchOpacity(batch) === "opaque") {
      const { cut, firstClipped, endClipped } = projected.batches[index];
      drawCoverage(projected, batch.firstTriangle, batch.firstTriangle + batch.triangleCount, cut, target);
      drawCoverage(projected, firstClipped, endClipped, false, target);
    } else {
      const { spans, length } = batchSpans(soup, projected, index, grid, workspace);
      visitPoints(soup, projected, batch, spans, length, grid, null, (sample, _triangle, _inverseDepth, alpha) => {
        if (alpha >= HIT_ALPHA) covered[sample] = 1;
      });
    }
  }
  return covered;
}
