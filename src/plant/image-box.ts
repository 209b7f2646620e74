/** Where an instance's 3D box lies in the image. */
import { boxCorners, type BoxXYXY } from "../geometry/box.js";
import { projectPoints, worldToCamera, type Camera } from "../geometry/camera.js";
import { composePoses } from "../geometry/pose.js";
import { scale as scaled, transform3, type Vector3 } from "../geometry/vector.js";
import type { Instance } from "../sample/scene.js";
import { boxOfShape } from "../sample/shape-box.js";

/** Bounds of the eight projected corners in pixels; null where one is behind the camera. */
export function imageBox(camera: Camera, { shape, scale, objectToWorld }: Pick<Instance, "shape" | "scale" | "objectToWorld">): BoxXYXY | null {
  const corners = boxCorners(boxOfShape(shape)).map((corner) => scaled(corner, scale));
  const points = projectPoints(corners, composePoses(worldToCamera(camera), objectToWorld), camera.K, camera.distortion);
  if (!points.every(({ depth }) => depth > 0)) return null;
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** Camera z of a point in the world. */
export function depthOf(camera: Camera, point: Vector3): number {
  return transform3(camera.rotationWorldToCamera, point)[2] + camera.translationWorldToCamera[2];
}
