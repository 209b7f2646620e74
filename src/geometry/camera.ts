/**
 * Pinhole cameras: OpenCV axes (x right, y down, z forward), K in pixels, the image is [0, width] × [0, height] and
 * pixel centres lie at +0.5.
 */
import { applyPose, type Pose } from "./pose.js";
import type { Matrix3, Vector3 } from "./vector.js";

/** A camera in the world. */
export interface Camera {
  /** Intrinsic matrix in pixels, row-major. */
  K: Matrix3;
  rotationWorldToCamera: Matrix3;
  translationWorldToCamera: Vector3;
  /** Image size in pixels. */
  width: number;
  height: number;
}

/** Intrinsic matrix of a focal length in pixels; the principal point defaults to the image centre. */
export function intrinsics(width: number, height: number, focalLengthPixels: number, principalPoint?: readonly [number, number]): Matrix3 {
  const [cx, cy] = principalPoint ?? [width / 2, height / 2];
  return [focalLengthPixels, 0, cx, 0, focalLengthPixels, cy, 0, 0, 1];
}

/** The camera's pose world → camera. */
export function worldToCamera(camera: Camera): Pose {
  return { rotation: camera.rotationWorldToCamera, translation: camera.translationWorldToCamera };
}

/** Image position in pixels and planar depth of a point; depth ≤ 0 means that it is not in front of the camera. */
export interface Projection {
  x: number;
  y: number;
  depth: number;
}

/** Projects points given in camera axes. */
export function projectCameraPoint(K: Matrix3, point: Vector3): Projection {
  return {
    x: (K[0] * point[0] + K[1] * point[1]) / point[2] + K[2],
    y: (K[4] * point[1]) / point[2] + K[5],
    depth: point[2],
  };
}

/**
 * Projects points given in an object's frame.
 * @param points n × 3
 * @param objectToCamera the object's pose
 * @param K intrinsic matrix in pixels
 * @returns one {@link Projection} per point, pixel centres at +0.5
 */
export function projectPoints(points: readonly Vector3[], objectToCamera: Pose, K: Matrix3): Projection[] {
  return points.map((point) => projectCameraPoint(K, applyPose(objectToCamera, point)));
}

/** Direction in camera axes (z = 1, not normalised) through image position (x, y) in pixels. */
export function rayThroughPixel(K: Matrix3, x: number, y: number): Vector3 {
  const directionY = (y - K[5]) / K[4];
  return [(x - K[2] - K[1] * directionY) / K[0], directionY, 1];
}
