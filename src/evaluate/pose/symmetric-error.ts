/** How far two poses are apart, also of objects that look alike from several sides. */
import { acos, atan2, clamp } from "../../core/math.js";
import { cross, dot, IDENTITY3, multiply3, normalize, transpose3, type Matrix3, type Vector3 } from "../../geometry/vector.js";

/** Turns that leave an object as it is, in its own frame (z up, front −y): as a record's `symmetry`, as in BOP. */
export interface PoseSymmetry {
  /** 4 × 4 row-major, or 3 × 3; without the one that turns nothing. */
  discrete: readonly (readonly number[])[];
  /** Axes about which any turn leaves it as it is. */
  continuous: readonly { axis: readonly number[] }[];
}

/** Axes whose cross product is smaller are one axis. */
const ONE_AXIS = 1e-6;

/** Angle in radians of the turn from one rotation to the other, 0 … π: ‖log(Aᵀ B)‖ / √2. */
export function geodesicError(a: Matrix3, b: Matrix3): number {
  return angleOf(multiply3(transpose3(a), b));
}

/**
 * The smallest {@link geodesicError} over all poses that look like the true one. For an axis of revolution the best turn
 * about it is found in closed form; with two different axes everything looks alike.
 * @param truth object → camera, as `predicted`
 */
export function symmetricError(truth: Matrix3, predicted: Matrix3, symmetry: PoseSymmetry): number {
  const axes = symmetry.continuous.map(({ axis }) => normalize(axis as unknown as Vector3));
  const [axis] = axes;
  if (axis !== undefined && axes.some((other) => isAnother(axis, other))) return 0;
  const between = multiply3(transpose3(predicted), truth);
  return [IDENTITY3, ...symmetry.discrete.map(rotationOf)].reduce((least, turn) => Math.min(least, leastAngle(multiply3(between, turn), axis)), Math.PI);
}

function isAnother(axis: Vector3, other: Vector3): boolean {
  const between = cross(axis, other);
  return dot(between, between) > ONE_AXIS * ONE_AXIS;
}

/** Smallest angle of M · R over turns R about an axis u: the largest trace is a + √((tr M − a)² + b²), a = uᵀ M u, b = u · vee(M − Mᵀ). */
function leastAngle(m: Matrix3, axis: Vector3 | undefined): number {
  if (axis === undefined) return angleOf(m);
  const [x, y, z] = axis;
  const along = x * (m[0] * x + m[1] * y + m[2] * z) + y * (m[3] * x + m[4] * y + m[5] * z) + z * (m[6] * x + m[7] * y + m[8] * z);
  const across = traceOf(m) - along;
  const twist = x * (m[7] - m[5]) + y * (m[2] - m[6]) + z * (m[3] - m[1]);
  return acos(clamp((along + Math.sqrt(across * across + twist * twist) - 1) / 2, -1, 1));
}

function rotationOf(matrix: readonly number[]): Matrix3 {
  return (matrix.length === 9 ? matrix : [0, 1, 2, 4, 5, 6, 8, 9, 10].map((at) => matrix[at]!)) as unknown as Matrix3;
}

function traceOf(m: Matrix3): number {
  return m[0] + m[4] + m[8];
}

/** The angle that a rotation turns by; exact for small angles, too, where the trace alone is not. */
function angleOf(m: Matrix3): number {
  const twist: Vector3 = [m[7] - m[5], m[2] - m[6], m[3] - m[1]];
  return atan2(Math.sqrt(dot(twist, twist)), traceOf(m) - 1);
}
