/**
 * The pose as a crop shows it. A crop has lost where in the picture it was, so a network can only say how the object is
 * turned to the ray towards it, not to the camera's axis; between the two lies an angle up to half the field of view.
 */
import { cross, multiply3, norm, type Matrix3, type Vector3 } from "../../geometry/vector.js";
import type { ObjectRecord } from "../../sample/record.js";

/** The rotation object → axes of a camera in the same place that looks at the object's origin. */
export function seenRotation({ rotationObjectToCamera, translationObjectToCamera }: Pick<ObjectRecord, "rotationObjectToCamera" | "translationObjectToCamera">): Matrix3 {
  const rotation = rotationObjectToCamera as unknown as Matrix3;
  const towards = translationObjectToCamera as unknown as Vector3;
  const length = norm(towards);
  if (!(length > 0) || !(towards[2] > 0)) return rotation;
  return multiply3(leastTurn([towards[0] / length, towards[1] / length, towards[2] / length]), rotation);
}

/** The smallest rotation that takes a unit direction before the camera to the camera's axis: I + [v]ₓ + [v]ₓ² / (1 + d_z), v = d × z. */
function leastTurn(direction: Vector3): Matrix3 {
  const [x, y] = cross(direction, [0, 0, 1]);
  const factor = 1 / (1 + direction[2]);
  return [1 - factor * y * y, factor * x * y, y, factor * x * y, 1 - factor * x * x, -x, -y, x, 1 - factor * (x * x + y * y)];
}
