/** How far two rotations are apart. */
import { acos, clamp, degrees } from "../../core/math.js";
import { multiply3, transpose3, type Matrix3 } from "../../geometry/vector.js";

/** The angle of the turn from one rotation to the other, 0 to 180: ‖log(Aᵀ B)‖_F / √2. */
export function angleBetweenDegrees(a: Matrix3, b: Matrix3): number {
  const between = multiply3(transpose3(a), b);
  return degrees(acos(clamp((between[0] + between[4] + between[8] - 1) / 2, -1, 1)));
}
