/**
 * Cameras: OpenCV axes (x right, y down, z forward), K in pixels, the image is [0, width] × [0, height] and pixel centres
 * lie at +0.5. Pinhole unless they have a lens with distortion.
 */
import { DatasetError } from "../core/errors.js";
import { distort, undistort, type LensDistortion } from "./distortion.js";
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
  /** Null or absent: a pinhole. */
  distortion?: LensDistortion | null;
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

const place = new Float64Array(2);

/** Projects points given in camera axes. @param distortion of the lens; null or absent for a pinhole */
export function projectCameraPoint(K: Matrix3, point: Vector3, distortion?: LensDistortion | null): Projection {
  if (distortion != null) {
    distort(distortion, point[0] / point[2], point[1] / point[2], place);
    return { x: K[0] * place[0]! + K[1] * place[1]! + K[2], y: K[4] * place[1]! + K[5], depth: point[2] };
  }
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
 * @param distortion `camera.distortion` of a record, as OpenCV's projectPoints; null or absent for a pinhole. Points beyond the field of the lens land outside the image
 * @returns one {@link Projection} per point, pixel centres at +0.5
 */
export function projectPoints(points: readonly Vector3[], objectToCamera: Pose, K: Matrix3, distortion?: LensDistortion | null): Projection[] {
  return points.map((point) => projectCameraPoint(K, applyPose(objectToCamera, point), distortion));
}

/**
 * Direction in camera axes (z = 1, not normalised) through image position (x, y) in pixels.
 * @throws DatasetError E_CAMERA where the lens shows nothing
 */
export function rayThroughPixel(K: Matrix3, x: number, y: number, distortion?: LensDistortion | null): Vector3 {
  const directionY = (y - K[5]) / K[4];
  const directionX = (x - K[2] - K[1] * directionY) / K[0];
  if (distortion == null) return [directionX, directionY, 1];
  place.fill(0);
  if (!undistort(distortion, directionX, directionY, place)) throw new DatasetError("E_CAMERA", `the lens shows nothing at image position (${x}, ${y})`, { hint: "Use coefficients of camera.distortion that are nearer to 0." });
  return [place[0]!, place[1]!, 1];
}
