/** From a file's coordinates to the object frame: z up, front −y, bounding-box centre at the origin, longest side 1. */
import { DatasetError } from "../core/errors.js";
import { cross, scale, type Matrix3, type Vector3 } from "../geometry/vector.js";
import type { Shape } from "../sample/shape.js";

export const AXES = ["+X", "-X", "+Y", "-Y", "+Z", "-Z"] as const;
/** A direction in a file's own coordinates. */
export type Axis = (typeof AXES)[number];

/** How a file's coordinates become the object frame: `object = scale · rotation · (file − center)`. */
export type Normalization = Shape["normalization"];

const DIRECTIONS: Record<Axis, Vector3> = {
  "+X": [1, 0, 0], "-X": [-1, 0, 0], "+Y": [0, 1, 0], "-Y": [0, -1, 0], "+Z": [0, 0, 1], "-Z": [0, 0, -1],
};

/** Which way a model is turned when nobody knows its front: for +Y up as glTF says (+Z), otherwise −Y or +Z. */
const FALLBACK_FRONT: Record<Axis, Axis> = { "+X": "-Y", "-X": "-Y", "+Y": "+Z", "-Y": "+Z", "+Z": "-Y", "-Z": "-Y" };

/**
 * The rotation that turns `up` to +z and `front` to −y.
 * @param front null = unknown; only `up` matters then
 * @throws DatasetError E_OPTION when front and up lie on one line
 */
export function objectRotation(up: Axis, front: Axis | null): Matrix3 {
  const usedFront = front ?? FALLBACK_FRONT[up];
  if (usedFront[1] === up[1]) {
    throw new DatasetError("E_OPTION", `front ${usedFront} and up ${up} lie on one line.`, {
      hint: "Give two axes at a right angle, for example up +Y and front +Z.",
    });
  }
  const z = DIRECTIONS[up];
  const y = scale(DIRECTIONS[usedFront], -1);
  const x = cross(y, z);
  // adding 0 turns −0 into 0, so that records and prints stay clean
  return [x[0] + 0, x[1] + 0, x[2] + 0, y[0] + 0, y[1] + 0, y[2] + 0, z[0] + 0, z[1] + 0, z[2] + 0];
}

/** Smallest and largest coordinates, in the file's axes. */
export interface Bounds {
  minimum: [number, number, number];
  maximum: [number, number, number];
}

/** Bounds of nothing. */
export function emptyBounds(): Bounds {
  return { minimum: [Infinity, Infinity, Infinity], maximum: [-Infinity, -Infinity, -Infinity] };
}

/** Widens `bounds` to hold every vertex that a triangle uses. */
export function includeTriangles(bounds: Bounds, positions: ArrayLike<number>, indices: Uint32Array): void {
  for (const vertex of indices) {
    for (let k = 0; k < 3; k++) {
      const value = positions[vertex * 3 + k]!;
      if (value < bounds.minimum[k]!) bounds.minimum[k] = value;
      if (value > bounds.maximum[k]!) bounds.maximum[k] = value;
    }
  }
}

/** Length of the longest side; negative infinity for empty bounds. */
export function longestSide({ minimum, maximum }: Bounds): number {
  return Math.max(maximum[0] - minimum[0], maximum[1] - minimum[1], maximum[2] - minimum[2]);
}

/** The normalization that puts `bounds` into the object frame, and the side lengths there. */
export function normalizationOf(bounds: Bounds, rotation: Matrix3): { normalization: Normalization; dimensions: Vector3 } {
  const { minimum, maximum } = bounds;
  const longest = longestSide(bounds);
  const center: Vector3 = [(minimum[0] + maximum[0]) / 2, (minimum[1] + maximum[1]) / 2, (minimum[2] + maximum[2]) / 2];
  const side = (row: number): number => {
    let length = 0;
    for (let k = 0; k < 3; k++) length += Math.abs(rotation[row * 3 + k]!) * (maximum[k]! - minimum[k]!);
    return length / longest; // divided, not multiplied: the longest is exactly 1
  };
  return { normalization: { scale: 1 / longest, rotation, center }, dimensions: [side(0), side(1), side(2)] };
}

/** Moves xyz points from the file's coordinates into the object frame, rounded to single precision. */
export function toObjectFrame(positions: Float64Array, { scale: factor, rotation: r, center }: Normalization): Float32Array {
  const out = new Float32Array(positions.length);
  for (let i = 0; i < positions.length; i += 3) {
    const x = positions[i]! - center[0];
    const y = positions[i + 1]! - center[1];
    const z = positions[i + 2]! - center[2];
    out[i] = factor * (r[0] * x + r[1] * y + r[2] * z);
    out[i + 1] = factor * (r[3] * x + r[4] * y + r[5] * z);
    out[i + 2] = factor * (r[6] * x + r[7] * y + r[8] * z);
  }
  return out;
}

/**
 * Turns xyz directions into the object frame.
 * @param stride numbers per direction; those after xyz are copied
 */
export function turnDirections(values: Float32Array | Float64Array, rotation: Matrix3, stride: 3 | 4): Float32Array {
  const r = rotation;
  const out = Float32Array.from(values);
  for (let i = 0; i < values.length; i += stride) {
    const x = values[i]!;
    const y = values[i + 1]!;
    const z = values[i + 2]!;
    out[i] = r[0] * x + r[1] * y + r[2] * z;
    out[i + 1] = r[3] * x + r[4] * y + r[5] * z;
    out[i + 2] = r[6] * x + r[7] * y + r[8] * z;
  }
  return out;
}
