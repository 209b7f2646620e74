/**
 * Saying by the sides of a shape's box which way it faces and which way is up. Free of node: pages load it, too.
 * The sides are those of the object frame as `up` and `front` make it now; the answers are in the file's own axes.
 */
import type { Vector3 } from "../geometry/vector.js";
import { AXES, type Axis, objectRotation } from "./normalize.js";

/** Sides of the box in the object frame: front is −y, up is +z, left and right are the shape's own. */
export const FACES = ["front", "back", "left", "right", "top", "bottom"] as const;
export type Face = (typeof FACES)[number];

/** Which way the sides look, in the object frame. Who looks along −y has +x at the left hand. */
export const FACE_NORMALS: Readonly<Record<Face, Vector3>> = {
  front: [0, -1, 0], back: [0, 1, 0], left: [1, 0, 0], right: [-1, 0, 0], top: [0, 0, 1], bottom: [0, 0, -1],
};

/** How a shape is turned: directions in its file's axes. */
export interface ShapeAxes {
  up: Axis;
  /** Null = nobody knows. */
  front: Axis | null;
}

/** The direction that a side looks to, in the file's axes. */
export function axisOfFace({ up, front }: ShapeAxes, face: Face): Axis {
  const r = objectRotation(up, front);
  const [x, y, z] = FACE_NORMALS[face];
  const inFile = [0, 1, 2].map((column) => r[column]! * x + r[3 + column]! * y + r[6 + column]! * z);
  const component = inFile.findIndex((value) => value !== 0);
  return AXES.find((axis) => axis === `${inFile[component]! > 0 ? "+" : "-"}${"XYZ"[component]}`)!;
}

/**
 * The axes after a person has said what a side is. The shape is tilted the short way where both have to change: what is
 * now at the top and called the front leaves the back at the top.
 */
export function withFace(axes: ShapeAxes, says: "front" | "up", face: Face): ShapeAxes {
  const named = axisOfFace(axes, face);
  if (says === "front") {
    const up = face === "top" ? axisOfFace(axes, "back") : face === "bottom" ? axisOfFace(axes, "front") : axes.up;
    return { up, front: named };
  }
  if (axes.front === null) return { up: named, front: null };
  const front = face === "front" ? axisOfFace(axes, "bottom") : face === "back" ? axisOfFace(axes, "top") : axes.front;
  return { up: named, front };
}

/** The rotation from the object frame of `from` to that of `to`: 3×3, row-major, every number −1, 0 or 1. */
export function turnBetween(from: ShapeAxes, to: ShapeAxes): number[] {
  const [a, b] = [objectRotation(to.up, to.front), objectRotation(from.up, from.front)];
  return Array.from({ length: 9 }, (_, at) => {
    const [row, column] = [Math.floor(at / 3) * 3, (at % 3) * 3];
    // adding 0 turns −0 into 0
    return a[row]! * b[column]! + a[row + 1]! * b[column + 1]! + a[row + 2]! * b[column + 2]! + 0;
  });
}
