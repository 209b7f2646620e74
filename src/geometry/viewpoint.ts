/**
 * Viewpoints of an object, PASCAL3D+ convention (Xiang et al., "Beyond PASCAL", WACV 2014; `projection` in its
 * toolbox): object frame z up, front −y; the camera stands at
 * `distance · (cos el · sin az, −cos el · cos az, sin el)` and looks at the object's origin. Azimuth 0 sees the
 * front, azimuth 90° the object's own left side (the front points to image left). A positive in-plane rotation turns
 * the picture counter-clockwise.
 */
import { asin, atan2, cos, sin, wrapTurn } from "../core/math.js";
import type { Pose } from "./pose.js";
import { scale, transform3, type Matrix3 } from "./vector.js";

/** Where a camera stands and how it is turned about its axis; lengths in object units. */
export interface Viewpoint {
  azimuthRadians: number;
  elevationRadians: number;
  inPlaneRadians: number;
  distance: number;
}

/** Rotation from the object frame to OpenCV camera axes (x right, y down, z forward) for a viewpoint. */
export function rotationFromViewpoint(viewpoint: Omit<Viewpoint, "distance">): Matrix3 {
  const sinAzimuth = sin(viewpoint.azimuthRadians);
  const cosAzimuth = cos(viewpoint.azimuthRadians);
  const sinElevation = sin(viewpoint.elevationRadians);
  const cosElevation = cos(viewpoint.elevationRadians);
  const s = sin(viewpoint.inPlaneRadians);
  const c = cos(viewpoint.inPlaneRadians);
  const right = [cosAzimuth, sinAzimuth, 0] as const;
  const down = [sinElevation * sinAzimuth, -sinElevation * cosAzimuth, -cosElevation] as const;
  return [
    c * right[0] + s * down[0], c * right[1] + s * down[1], s * down[2],
    -s * right[0] + c * down[0], -s * right[1] + c * down[1], c * down[2],
    -cosElevation * sinAzimuth, cosElevation * cosAzimuth, -sinElevation,
  ];
}

/** Pose object → camera of a camera that looks at the object's origin. */
export function poseFromViewpoint(viewpoint: Viewpoint): Pose {
  return { rotation: rotationFromViewpoint(viewpoint), translation: [0, 0, viewpoint.distance] };
}

/**
 * Viewpoint of a pose object → camera. The angles are those of the rotation alone (as NeMo, ImageNet3D and PASCAL3D+
 * read them), so an object away from the image centre has the angles of the same turned object in the centre;
 * distance is that of the object's origin from the camera. Straight above or below, in-plane rotation is taken as 0.
 */
export function viewpointFromPose(pose: Pose): Viewpoint {
  const r = pose.rotation;
  const t = pose.translation;
  const sinElevation = -r[8];
  const cosElevation = Math.sqrt(r[6] * r[6] + r[7] * r[7]);
  const distance = Math.sqrt(t[0] * t[0] + t[1] * t[1] + t[2] * t[2]);
  if (cosElevation < 1e-9) {
    return { azimuthRadians: wrapTurn(atan2(r[1], r[0])), elevationRadians: asin(sinElevation), inPlaneRadians: 0, distance };
  }
  return {
    azimuthRadians: wrapTurn(atan2(-r[6], r[7])),
    elevationRadians: atan2(sinElevation, cosElevation),
    inPlaneRadians: atan2(-r[2], -r[5]),
    distance,
  };
}

/** The camera's position in the object frame. */
export function cameraPosition(pose: Pose): readonly [number, number, number] {
  const r = pose.rotation;
  return scale(transform3([r[0], r[3], r[6], r[1], r[4], r[7], r[2], r[5], r[8]], pose.translation), -1);
}
