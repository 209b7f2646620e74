/** Boxes of detections in space: what the evaluator does not take for a box overlaps nothing. */
import { cross, dot, scale, subtract, type Vector3 } from "../../geometry/vector.js";
import { emptySolidBox, type SolidBox, tryFillSolidBox } from "../box3d/solid-box.js";

/** Faces and triangles of the evaluator's checks (`_box_planes` and `_box_triangles` of PyTorch3D). */
const PLANES = [[0, 1, 2, 3], [3, 2, 6, 7], [0, 1, 5, 4], [0, 3, 7, 4], [1, 2, 6, 5], [4, 5, 6, 7]] as const;
const TRIANGLES = [[0, 1, 2], [0, 3, 2], [4, 5, 6], [4, 6, 7], [1, 5, 6], [1, 6, 2], [0, 4, 7], [0, 7, 3], [3, 2, 6], [3, 6, 7], [0, 1, 5], [0, 4, 5]] as const;
/** The evaluator's tolerances, in metres and square metres. */
const UNEVEN = 1e-4;
const NO_AREA = 1e-8;

/** A detection's box; or what is wrong with it. */
export function readDetectedBox(given: readonly (readonly number[])[]): SolidBox | string {
  const box = emptySolidBox();
  const problem = tryFillSolidBox(box, given);
  if (problem !== null) return problem;
  const corners = given as unknown as readonly Vector3[];
  if (TRIANGLES.some(([a, b, c]) => length(cross(subtract(corners[b]!, corners[a]!), subtract(corners[c]!, corners[a]!))) / 2 <= NO_AREA)) return "a face has no area";
  // `_check_coplanar` adds up what all faces are off by, signs included; so does this.
  const sum = PLANES.reduce((total, [a, b, c, d]) => {
    const normal = unit(cross(unit(subtract(corners[b]!, corners[a]!)), unit(subtract(corners[c]!, corners[a]!))));
    return total + dot(subtract(corners[d]!, corners[a]!), normal);
  }, 0);
  return Math.abs(sum) < UNEVEN ? box : "its faces are not flat";
}

function length(a: Vector3): number {
  return Math.sqrt(dot(a, a));
}

function unit(a: Vector3): Vector3 {
  const size = length(a);
  return size === 0 ? a : scale(a, 1 / size);
}
