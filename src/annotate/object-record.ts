/** The labels of one object of a scene, from the passes. */
import { encodeMask } from "../codecs/rle.js";
import { boxCorners, clipBox, type BoxXYXY } from "../geometry/box.js";
import { projectPoints, worldToCamera, type Projection } from "../geometry/camera.js";
import { isInField, type LensDistortion } from "../geometry/distortion.js";
import { applyPose, composePoses, type Pose } from "../geometry/pose.js";
import { distortedBoxBounds } from "../geometry/projected-box.js";
import { viewpointFromPose } from "../geometry/viewpoint.js";
import type { Vector3 } from "../geometry/vector.js";
import { amodalMask } from "../render/amodal.js";
import type { RenderWorkspace } from "../render/workspace.js";
import type { Passes } from "../sample/passes.js";
import type { ObjectRecord } from "../sample/record.js";
import type { Instance, Scene } from "../sample/scene.js";
import { boxOfShape, coordinateCube } from "../sample/shape-box.js";
import { categoryNames } from "../sample/category-names.js";
import { keypointVisibility } from "./keypoint-visibility.js";

/** Where one instance is seen in the image. */
export interface VisibleExtent {
  pixels: number;
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** Pixel counts and tight bounds of all instances in one sweep over the instance pass; index = instance id. */
export function visibleExtents(passes: Passes, largestInstanceId: number): VisibleExtent[] {
  const extents = Array.from({ length: largestInstanceId + 1 }, () => ({ pixels: 0, x0: passes.width, y0: passes.height, x1: 0, y1: 0 }));
  const { width, height, instanceId } = passes;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const id = instanceId[at]!;
      if (id === 0) continue;
      const extent = extents[id]!;
      extent.pixels++;
      if (x < extent.x0) extent.x0 = x;
      if (x >= extent.x1) extent.x1 = x + 1;
      if (y < extent.y0) extent.y0 = y;
      extent.y1 = y + 1;
    }
  }
  return extents;
}

/** The pose object → camera of an instance; the object's scale is not in it (points are scaled before). */
export function objectToCamera(scene: Scene, instance: Instance): Pose {
  return composePoses(worldToCamera(scene.camera), instance.objectToWorld);
}

/**
 * All labels of one instance.
 * @param scene what was rendered
 * @param passes its passes
 * @param extent of this instance, from {@link visibleExtents}
 * @param workspace that the passes were rendered with: saves projecting the scene again
 * @param offsetViewpoint where the model has viewpoint offsets: the camera as drawn, and the canonical angles it stands for
 */
export function objectRecord(
  scene: Scene,
  instance: Instance,
  passes: Passes,
  extent: VisibleExtent,
  offsetViewpoint: { canonical: { azimuthRadians: number; elevationRadians: number }; raw: NonNullable<ObjectRecord["viewpoint"]["raw"]> } | null,
  workspace?: RenderWorkspace,
): ObjectRecord {
  const { shape } = instance;
  const pose = objectToCamera(scene, instance);
  const { K, distortion: lens } = scene.camera;
  const { width, height } = passes;
  const scaled = (points: readonly Vector3[]): Vector3[] =>
    points.map((point) => [point[0] * instance.scale, point[1] * instance.scale, point[2] * instance.scale]);

  const box = boxOfShape(shape);
  const corners = boxCorners(box);
  const boxProjected = lens == null ? boundsInFront(projectPoints(scaled(corners), pose, K)) : distortedBoxBounds(scaled(corners).map((corner) => applyPose(pose, corner)), K, lens);
  const insideImage = boxProjected !== null && boxProjected[0] >= 0 && boxProjected[1] >= 0 && boxProjected[2] <= width && boxProjected[3] <= height;

  const bounds = extent.pixels > 0 ? extent : { x0: 0, y0: 0, x1: 0, y1: 0 };
  const maskVisible = encodeMask(passes.instanceId, width, height, instance.instanceId, bounds);
  const boxVisible: BoxXYXY | null = extent.pixels > 0 ? [extent.x0, extent.y0, extent.x1, extent.y1] : null;

  // Alone and wholly inside the image, an object hides nothing of itself: the amodal mask is the visible one.
  let maskAmodal: ObjectRecord["maskAmodal"] = { ...mutableMask(maskVisible), offset: [0, 0], clipped: false };
  let boxAmodal = boxVisible;
  let amodalPixels = extent.pixels;
  let amodalPixelsInside = extent.pixels;
  if (!(insideImage && lens == null && scene.instances.length === 1)) {
    const amodal = amodalMask(scene, instance.instanceId, workspace === undefined ? {} : { workspace });
    maskAmodal = { ...mutableMask(encodeMask(amodal.data, amodal.width, amodal.height)), offset: [amodal.offsetX, amodal.offsetY], clipped: amodal.clipped };
    const measured = measureAmodal(amodal, width, height);
    boxAmodal = measured.box;
    amodalPixels = measured.pixels;
    amodalPixelsInside = measured.pixelsInside;
  }

  const keypoints = shape.keypoints.map((keypoint) => {
    const [projection] = projectPoints(scaled([keypoint.position]), pose, K, lens);
    return {
      name: keypoint.name,
      position: [...keypoint.position] as [number, number, number],
      image: projection!.depth > 0 && isShown(scaled([keypoint.position])[0]!, pose, lens) ? ([projection!.x, projection!.y] as [number, number]) : null,
      visibility: keypointVisibility(projection!, passes, instance.scale),
    };
  });

  const cube = coordinateCube(shape);
  const seen = viewpointFromPose(pose);
  return {
    instanceId: instance.instanceId,
    category: shape.category,
    categoryNames: categoryNames(shape.category),
    shape: {
      id: shape.id,
      kind: shape.source.kind,
      name: shape.source.name,
      licence: shape.source.licence,
      author: shape.source.author,
      sha256: shape.source.sha256,
      parameters: shape.source.parameters === null ? null : { ...shape.source.parameters },
    },
    frontKnown: shape.frontKnown,
    rotationObjectToCamera: [...pose.rotation],
    translationObjectToCamera: [...pose.translation],
    scale: instance.scale,
    viewpoint: {
      azimuthRadians: shape.frontKnown ? (offsetViewpoint?.canonical.azimuthRadians ?? seen.azimuthRadians) : null,
      elevationRadians: offsetViewpoint?.canonical.elevationRadians ?? seen.elevationRadians,
      inPlaneRadians: seen.inPlaneRadians,
      distance: seen.distance,
      raw: offsetViewpoint?.raw ?? null,
    },
    box3d: { center: [...box.center], dimensions: [...box.dimensions], corners: corners.map((corner) => [...corner] as [number, number, number]) },
    sizeMeters: shape.sizeMeters === null ? null : { ...shape.sizeMeters },
    boxVisibleXYXY: boxVisible === null ? null : [...boxVisible],
    boxAmodalXYXY: boxAmodal === null ? null : [...boxAmodal],
    boxProjectedXYXY: boxProjected === null ? null : [...boxProjected],
    boxTruncatedXYXY: boxProjected === null ? null : mutableBox(clipBox(boxProjected, width, height)),
    maskVisible: mutableMask(maskVisible),
    maskAmodal,
    coordinateCube: cube === null ? null : { center: [...cube.center], side: cube.side },
    visibleFraction: amodalPixels > 0 ? extent.pixels / amodalPixels : 0,
    truncation: amodalPixels > 0 ? 1 - amodalPixelsInside / amodalPixels : 0,
    materials: instance.materials ?? null,
    articulation: shape.articulation === null ? null : { ...shape.articulation, morphWeights: { ...shape.articulation.morphWeights } },
    keypoints,
    symmetry: {
      discrete: shape.symmetry.discrete.map((matrix) => [...matrix]),
      continuous: shape.symmetry.continuous.map(({ axis, offset }) => ({ axis: [...axis] as [number, number, number], offset: [...offset] as [number, number, number] })),
    },
  };
}

function mutableMask(mask: ReturnType<typeof encodeMask>): ObjectRecord["maskVisible"] {
  return { size: [mask.size[0], mask.size[1]], counts: mask.counts };
}

function mutableBox(box: BoxXYXY | null): [number, number, number, number] | null {
  return box === null ? null : [...box];
}

/** Whether a lens has a place for a point before the camera. */
function isShown(point: Vector3, pose: Pose, lens: LensDistortion | null | undefined): boolean {
  if (lens == null) return true;
  const [x, y, z] = applyPose(pose, point);
  return isInField(lens, x / z, y / z);
}

/** Bounds of projected corners; null when one is behind the camera. */
function boundsInFront(points: readonly Projection[]): BoxXYXY | null {
  if (!points.every(({ depth }) => depth > 0)) return null;
  let x0 = Infinity, y0 = Infinity, x1 = -Infinity, y1 = -Infinity;
  for (const { x, y } of points) {
    x0 = Math.min(x0, x);
    y0 = Math.min(y0, y);
    x1 = Math.max(x1, x);
    y1 = Math.max(y1, y);
  }
  return [x0, y0, x1, y1];
}

function measureAmodal(mask: { data: Uint8Array; width: number; height: number; offsetX: number; offsetY: number }, imageWidth: number, imageHeight: number) {
  let pixels = 0, pixelsInside = 0, x0 = Infinity, y0 = Infinity, x1 = -Infinity, y1 = -Infinity;
  for (let y = 0, at = 0; y < mask.height; y++) {
    for (let x = 0; x < mask.width; x++, at++) {
      if (mask.data[at] === 0) continue;
      const imageX = x + mask.offsetX;
      const imageY = y + mask.offsetY;
      pixels++;
      if (imageX >= 0 && imageY >= 0 && imageX < imageWidth && imageY < imageHeight) pixelsInside++;
      if (imageX < x0) x0 = imageX;
      if (imageX + 1 > x1) x1 = imageX + 1;
      if (imageY < y0) y0 = imageY;
      y1 = imageY + 1;
    }
  }
  return { pixels, pixelsInside, box: pixels > 0 ? ([x0, y0, x1, y1] as BoxXYXY) : null };
}
