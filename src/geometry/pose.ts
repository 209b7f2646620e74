/** Rigid transforms between named frames. */
import { add, multiply3, scale, transform3, transpose3, type Matrix3, type Vector3 } from "./vector.js";

/** A rigid transform: `x_target = rotation · x_source + translation`. */
export interface Pose {
  rotation: Matrix3;
  translation: Vector3;
}

export const IDENTITY_POSE: Pose = { rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], translation: [0, 0, 0] };

/** `outer ∘ inner`: first `inner`, then `outer`. */
export function composePoses(outer: Pose, inner: Pose): Pose {
  return {
    rotation: multiply3(outer.rotation, inner.rotation),
    translation: add(transform3(outer.rotation, inner.translation), outer.translation),
  };
}

/** The transform back. */
export function invertPose(pose: Pose): Pose {
  const rotation = transpose3(pose.rotation);
  return { rotation, translation: scale(transform3(rotation, pose.translation), -1) };
}

/** Moves a point. */
export function applyPose(pose: Pose, point: Vector3): Vector3 {
  return add(transform3(pose.rotation, point), pose.translation);
}
