/**
 * The pose as a crop shows it. A crop has lost where in the picture it was, so a network can only say how the object is
 * turned to the ray towards it, not to the camera's axis; between the two lies an angle up to half the field of view.
 */
import { rotationFromViewpoint, viewpointFromPose } from "../../geometry/viewpoint.js";
import { cross, multiply3, norm, transpose3, type Matrix3, type Vector3 } from "../../geometry/vector.js";
import type { ObjectRecord } from "../../sample/record.js";

/** What of a label says how its object is turned. */
export type PoseLabel = Pick<ObjectRecord, "rotationObjectToCamera" | "translationObjectToCamera" | "viewpoint">;

/** The rotation object → axes of a camera in the same place that looks at the object's origin; the object as it canonically stands. */
export function seenRotation(label: PoseLabel): Matrix3 {
  const rotation = canonicalRotation(label);
  const turn = turnToAxis(label);
  return turn === null ? rotation : multiply3(turn, rotation);
}

/** The inverse: a rotation as a crop shows it → object → the axes of the camera, for an object that is where the label says. */
export function rotationInCamera(seen: Matrix3, label: Pick<PoseLabel, "translationObjectToCamera">): Matrix3 {
  const turn = turnToAxis(label);
  return turn === null ? seen : multiply3(transpose3(turn), seen);
}

/** From the camera's axes to those of one that looks at the object's origin; null where that is not before the camera. */
function turnToAxis({ translationObjectToCamera }: Pick<PoseLabel, "translationObjectToCamera">): Matrix3 | null {
  const towards = translationObjectToCamera as unknown as Vector3;
  const length = norm(towards);
  return length > 0 && towards[2] > 0 ? leastTurn([towards[0] / length, towards[1] / length, towards[2] / length]) : null;
}

/** Where a model has offsets of its own, its mesh lies otherwise than its canonical angles say: these count, not the mesh. */
function canonicalRotation({ viewpoint, rotationObjectToCamera }: PoseLabel): Matrix3 {
  const { azimuthRadians, elevationRadians, inPlaneRadians } = viewpoint;
  return rotationFromViewpoint({ azimuthRadians: azimuthRadians ?? meshAzimuth(rotationObjectToCamera), elevationRadians, inPlaneRadians });
}

/** The azimuth by the mesh as it lies, for objects whose front nobody knows. */
export function meshAzimuth(rotation: readonly number[]): number {
  return viewpointFromPose({ rotation: rotation as unknown as Matrix3, translation: [0, 0, 1] }).azimuthRadians;
}

/** The smallest rotation that takes a unit direction before the camera to the camera's axis: I + [v]ₓ + [v]ₓ² / (1 + d_z), v = d × z. */
function leastTurn(direction: Vector3): Matrix3 {
  const [x, y] = cross(direction, [0, 0, 1]);
  const factor = 1 / (1 + direction[2]);
  return [1 - factor * y * y, factor * x * y, y, factor * x * y, 1 - factor * x * x, -x, -y, x, 1 - factor * (x * x + y * y)];
}
