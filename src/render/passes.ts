/** Renders the passes of one view. */
import { DatasetError } from "../core/errors.js";
import { checkLens } from "../geometry/check-lens.js";
import type { Passes } from "../sample/passes.js";
import type { Scene } from "../sample/scene.js";
import { ambientOcclusion, occlusionReach } from "./ambient-occlusion.js";
import { hitList, listKnownHits, listOpaqueHits, listTranslucentHits, type HitList } from "./hits.js";
import { blendLayers, type Layers } from "./layers.js";
import { lensPixels } from "./lens-samples.js";
import { MAXIMUM_IMAGE_SIDE, type ProjectedTriangles } from "./projected.js";
import { projectSoup } from "./projection.js";
import { resolveGeometry } from "./resolve.js";
import { prepareLight, shadeHits, type SceneLight } from "./shade.js";
import type { SurfacePlaces, TriangleSoup } from "./surface.js";
import { buildSoup } from "./triangles.js";
import { findVisible, gridOver, hitSurfaces, pixelBounds, type Visibility } from "./visibility.js";
import { RenderWorkspace } from "./workspace.js";

/** How to render. */
export interface RenderOptions {
  /** Colour and alpha samples per pixel and axis; geometry is always sampled at pixel centres. Default 1. */
  supersampling?: 1 | 2;
  /** False: the colour pass stays zero and nothing is shaded. Default true. */
  color?: boolean;
  /** The scene's light, where several views share it; default: `prepareLight(scene)`. */
  light?: SceneLight;
  /** Memory to use again; see {@link RenderWorkspace} for whose the result then is. Default: fresh memory. */
  workspace?: RenderWorkspace;
}

/** Points shaded at a time: their arrays stay within the second-level cache. */
const HITS_AT_A_TIME = 32768;

/**
 * Renders a view of a scene: colour, alpha, depth, normals, ids and object coordinates; see {@link Passes} for units.
 * Samples lie at pixel centres; the same scene gives the same bits on every machine.
 * @throws DatasetError `E_CAMERA` for an image size that is not 1 to 16,384 pixels, a focal length that is not positive or a lens whose distortion folds within the image
 */
export function renderPasses(scene: Scene, options: RenderOptions = {}): Passes {
  const { supersampling = 1, color = true, workspace = new RenderWorkspace() } = options;
  checkCamera(scene);
  const { K, width, height } = scene.camera;
  const soup = buildSoup(scene, workspace);
  const projected = projectSoup(soup, scene.camera, workspace);
  const bounds = pixelBounds(projected, { left: 0, top: 0, right: width, bottom: height }, scene.camera.distortion != null);
  const passes = workspace.cleanPasses(width, height, bounds);
  workspace.lastView = { scene, soup, projected, passes };
  const atCentres = findVisible(soup, projected, gridOver(scene.camera, bounds, 1), workspace, "centre");
  const places = supersampling === 1 && atCentres.fragments.count === 0 ? surfacePlaces(atCentres.grid.width * atCentres.grid.height, workspace) : null;
  resolveGeometry(hitSurfaces(atCentres, workspace), soup, projected, K, passes, places);
  const sampled = supersampling === 1 ? atCentres : findVisible(soup, projected, gridOver(scene.camera, bounds, 2), workspace, "fine");
  const layers = blendLayers(sampled, workspace);
  addAlpha(sampled, layers, passes);
  if (color && sampled.grid.width > 0) addColor(scene, soup, projected, sampled, layers, places, options.light ?? prepareLight(scene), workspace, passes);
  return passes;
}

function surfacePlaces(length: number, workspace: RenderWorkspace): SurfacePlaces {
  return { triangle: workspace.int32("placeTriangle", length), weight1: workspace.float32("placeWeight1", length), weight2: workspace.float32("placeWeight2", length) };
}

/** @throws DatasetError `E_CAMERA` when the camera cannot make a picture */
function checkCamera({ camera }: Scene): void {
  const { K, width, height } = camera;
  const isSide = (side: number) => Number.isInteger(side) && side >= 1 && side <= MAXIMUM_IMAGE_SIDE;
  if (!isSide(width) || !isSide(height)) {
    throw new DatasetError("E_CAMERA", `image size ${width} × ${height} is not possible`, { hint: `Use whole numbers from 1 to ${MAXIMUM_IMAGE_SIDE}.` });
  }
  if (!(K[0] > 0 && K[4] > 0) || !K.every(Number.isFinite)) {
    throw new DatasetError("E_CAMERA", `focal lengths ${K[0]}, ${K[4]} are not possible`, { hint: "Give the focal length in pixels, larger than 0." });
  }
  checkLens(camera);
}

function addAlpha(visible: Visibility, layers: Layers | null, passes: Passes): void {
  const { grid, inverseDepth } = visible;
  const toPixel = 8 - grid.shift;
  const part = toPixel === 0 ? 1 : 0.25;
  for (let row = 0; row < grid.height; row++) {
    const imageRow = ((grid.top + row) >> toPixel) * passes.width;
    for (let column = 0; column < grid.width; column++) {
      const sample = row * grid.width + column;
      const opacity = inverseDepth[sample] > 0 ? 1 : layers === null ? 0 : 1 - layers.transmittance[sample];
      passes.alpha[imageRow + ((grid.left + column) >> toPixel)] += part * opacity;
    }
  }
}

function addColor(
  scene: Scene,
  soup: TriangleSoup,
  projected: ProjectedTriangles,
  visible: Visibility,
  layers: Layers | null,
  places: SurfacePlaces | null,
  light: SceneLight,
  workspace: RenderWorkspace,
  passes: Passes,
): void {
  const { grid, fragments } = visible;
  const { width: imageWidth } = scene.camera;
  const rowsAtATime = Math.max(1, Math.floor(HITS_AT_A_TIME / grid.width));
  const limit = rowsAtATime * grid.width;
  const hits = hitList(limit, grid.lens !== null, workspace);
  const rgb = workspace.float32("shadedColor", 3 * limit);
  const opacity = workspace.float32("shadedAlpha", limit);
  const occlusion = ambientOcclusion(passes, scene.camera.K, occlusionReach(scene), lensPixels(scene.camera));
  const shade = (): void => {
    if (hits.count === 0) return;
    shadeHits(soup, hits, scene, light, rgb, opacity, occlusion);
    addShaded(hits, rgb, passes.color);
  };
  for (let row = 0; row < grid.height; row += rowsAtATime) {
    const toRow = Math.min(grid.height, row + rowsAtATime);
    if (places === null) listOpaqueHits(visible, projected, layers, row, toRow, imageWidth, hits);
    else listKnownHits(visible, places, passes.depth, row, toRow, imageWidth, hits);
    shade();
  }
  if (layers === null) return;
  for (let next = 0; next < fragments.count; ) {
    next = listTranslucentHits(visible, projected, layers, next, limit, imageWidth, hits);
    shade();
  }
}

function addShaded(hits: HitList, rgb: Float32Array, color: Float32Array): void {
  for (let at = 0; at < hits.count; at++) {
    const pixel = 3 * hits.imagePixel[at];
    const share = hits.share[at];
    color[pixel] += share * rgb[3 * at];
    color[pixel + 1] += share * rgb[3 * at + 1];
    color[pixel + 2] += share * rgb[3 * at + 2];
  }
}
