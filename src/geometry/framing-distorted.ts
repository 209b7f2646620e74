/** Framing through a lens with distortion: as framing.ts, with the curved outline of the box measured instead of its corners. */
import { BOX_EDGES } from "./box.js";
import { distort, type LensDistortion } from "./distortion.js";
import { alongEdge } from "./projected-box.js";
import type { Matrix3, Vector3 } from "./vector.js";

/** What the box's ends in one axis must fulfil: `low · start + high · end = at`; low, high ≥ 0, low + high = 1. */
export interface Placement {
  low: number;
  high: number;
  at: number;
}

const STEPS_PER_EDGE = 4;
const HALVINGS = 34;
const ROUNDS = 12;
/** Pixels that the place may be off after the rounds. */
const CLOSE_ENOUGH = 1e-4;

/** Sideways translation and longest side that a depth and focal length give. */
export interface DistortedPlace {
  x: number;
  y: number;
  /** Longer side of the outline in pixels. */
  extent: number;
}

const place = new Float64Array(2);
const ends = new Float64Array(4);

/** Measures the box's outline into `ends`: from x, to x, from y, to y, in pixels. */
function measure(corners: readonly Vector3[], K: Matrix3, lens: LensDistortion, shiftX: number, shiftY: number, z: number): void {
  ends[0] = ends[2] = Infinity;
  ends[1] = ends[3] = -Infinity;
  for (const [first, second] of BOX_EDGES) {
    const from = moved(corners[first]!, shiftX, shiftY, z);
    const to = moved(corners[second]!, shiftX, shiftY, z);
    for (let step = 0; step <= STEPS_PER_EDGE; step++) {
      const point = alongEdge(from, to, step / STEPS_PER_EDGE);
      distort(lens, point[0] / point[2], point[1] / point[2], place);
      const x = K[0] * place[0]! + K[1] * place[1]! + K[2];
      const y = K[4] * place[1]! + K[5];
      if (x < ends[0]!) ends[0] = x;
      if (x > ends[1]!) ends[1] = x;
      if (y < ends[2]!) ends[2] = y;
      if (y > ends[3]!) ends[3] = y;
    }
  }
}

function moved([x, y, depth]: Vector3, shiftX: number, shiftY: number, z: number): Vector3 {
  return [x + shiftX, y + shiftY, depth + z];
}

/**
 * The sideways translation that puts the box where it is to be. Both axes in turn: each place grows with its own shift, and the
 * other axis' shift changes it little.
 * @param corners turned as the camera's axes; all of them beyond −z
 */
export function placeDistorted(corners: readonly Vector3[], K: Matrix3, lens: LensDistortion, z: number, horizontal: Placement, vertical: Placement): DistortedPlace {
  const shift = [0, 0];
  const off = (axis: 0 | 1, { low, high, at }: Placement): number => {
    measure(corners, K, lens, shift[0]!, shift[1]!, z);
    return low * ends[2 * axis]! + high * ends[2 * axis + 1]! - at;
  };
  const farthest = Math.max(...corners.map((corner) => corner[2] + z));
  // Beyond these shifts the box lies outside every field: positions go on outwards without end there.
  const most = 64 * farthest;
  for (let round = 0; round < ROUNDS; round++) {
    for (const [axis, placement] of [[0, horizontal], [1, vertical]] as const) {
      const before = off(axis, placement);
      if (Math.abs(before) < CLOSE_ENOUGH / 4) continue;
      // From where it is, in growing steps until the place lies between two shifts; then halved.
      let step = 0.05 * farthest;
      let from = shift[axis]!;
      let to = from;
      const up = before < 0;
      do {
        if (up) {
          from = to;
          to = shift[axis] = to + step;
        } else {
          to = from;
          from = shift[axis] = from - step;
        }
        step *= 2;
      } while (off(axis, placement) < 0 === up && step < most);
      for (let halving = 0; halving < HALVINGS; halving++) {
        const middle = (from + to) / 2;
        shift[axis] = middle;
        if (off(axis, placement) < 0) from = middle;
        else to = middle;
      }
    }
    if (Math.abs(off(0, horizontal)) < CLOSE_ENOUGH && Math.abs(off(1, vertical)) < CLOSE_ENOUGH) break;
  }
  measure(corners, K, lens, shift[0]!, shift[1]!, z);
  return { x: shift[0]!, y: shift[1]!, extent: Math.max(ends[1]! - ends[0]!, ends[3]! - ends[2]!) };
}
