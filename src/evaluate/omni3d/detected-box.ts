/** Boxes of detections in space: what the evaluator does not take for a box overlaps nothing. */
import { emptySolidBox, type SolidBox, tryFillSolidBox } from "../box3d/solid-box.js";

/** Faces and triangles of the evaluator's checks (`_box_planes` and `_box_triangles` of PyTorch3D). */
const PLANES = [[0, 1, 2, 3], [3, 2, 6, 7], [0, 1, 5, 4], [0, 3, 7, 4], [1, 2, 6, 5], [4, 5, 6, 7]] as const;
const TRIANGLES = [[0, 1, 2], [0, 3, 2], [4, 5, 6], [4, 6, 7], [1, 5, 6], [1, 6, 2], [0, 4, 7], [0, 7, 3], [3, 2, 6], [3, 6, 7], [0, 1, 5], [0, 4, 5]] as const;
/** The evaluator's tolerances, in metres and square metres. */
const UNEVEN = 1e-4;
const NO_AREA = 1e-8;

type Point = readonly number[];

/** A detection's box; or what is wrong with it. */
export function readDetectedBox(corners: readonly Point[]): SolidBox | string {
  const box = emptySolidBox();
  const problem = tryFillSolidBox(box, corners);
  if (problem !== null) return problem;
  if (TRIANGLES.some(([a, b, c]) => length(cross(minus(corners[b]!, corners[a]!), minus(corners[c]!, corners[a]!))) / 2 <= NO_AREA)) return "a face has no area";
  // `_check_coplanar` adds up what all faces are off by, signs included; so does this.
  const sum = PLANES.reduce((total, [a, b, c, d]) => {
    const normal = unit(cross(unit(minus(corners[b]!, corners[a]!)), unit(minus(corners[c]!, corners[a]!))));
    return total + dot(minus(corners[d]!, corners[a]!), normal);
  }, 0);
  return Math.abs(sum) < UNEVEN ? box : "its faces are not flat";
}

function minus(a: Point, b: Point): Point {
  return [a[0]! - b[0]!, a[1]! - b[1]!, a[2]! - b[2]!];
}

function cross(a: Point, b: Point): Point {
  return [a[1]! * b[2]! - a[2]! * b[1]!, a[2]! * b[0]! - a[0]! * b[2]!, a[0]! * b[1]! - a[1]! * b[0]!];
}

function dot(a: Point, b: Point): number {
  return a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]!;
}

function length(a: Point): number {
  return Math.sqrt(dot(a, a));
}

function unit(a: Point): Point {
  const size = length(a);
  return size === 0 ? a : [a[0]! / size, a[1]! / size, a[2]! / size];
}
