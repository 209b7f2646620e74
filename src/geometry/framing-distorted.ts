/** Framing through a lens with distortion: as framing.ts, with the curved outline of the box measured instead of its corners. */
import { BOX_EDGES } from "./box.js";
import { distort, type LensDistortion } from "./distortion.js";
import type { Matrix3, Vector3 } from "./vector.js";

/** What the box's ends in one axis must fulfil: `low · start + high · end = at`; low, high ≥ 0, low + high = 1. */
export interface Placement {
  low: number;
  high: number;
  at: number;
}

const STEPS_PER_EDGE = 4;
const ROUNDS = 16;
const OUTWARDS = 40;
const INWARDS = 60;
/** Pixels that the place may be off. */
const CLOSE_ENOUGH = 1e-5;

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
    const from = corners[first]!;
    const to = corners[second]!;
    const fromZ = from[2] + z;
    const toZ = to[2] + z;
    const fromX = (from[0] + shiftX) / fromZ;
    const fromY = (from[1] + shiftY) / fromZ;
    const stepX = ((to[0] + shiftX) / toZ - fromX) / STEPS_PER_EDGE;
    const stepY = ((to[1] + shiftY) / toZ - fromY) / STEPS_PER_EDGE;
    for (let step = 0; step <= STEPS_PER_EDGE; step++) {
      distort(lens, fromX + step * stepX, fromY + step * stepY, place);
      const x = K[0] * place[0]! + K[1] * place[1]! + K[2];
      const y = K[4] * place[1]! + K[5];
      if (x < ends[0]!) ends[0] = x;
      if (x > ends[1]!) ends[1] = x;
      if (y < ends[2]!) ends[2] = y;
      if (y > ends[3]!) ends[3] = y;
    }
  }
}

/**
 * The sideways translation that puts the box where it is to be. Both axes in turn: each place grows with its own shift, and the
 * other axis' shift changes it little.
 * @param corners turned as the camera's axes; all of them beyond −z
 */
export function placeDistorted(corners: readonly Vector3[], K: Matrix3, lens: LensDistortion, z: number, horizontal: Placement, vertical: Placement): DistortedPlace {
  const shift: [number, number] = [0, 0];
  const farthest = Math.max(...corners.map((corner) => corner[2] + z));
  for (let round = 0; round < ROUNDS; round++) {
    let moved = false;
    for (const [axis, { low, high, at }] of [[0, horizontal], [1, vertical]] as const) {
      const off = (value: number): number => {
        shift[axis] = value;
        measure(corners, K, lens, shift[0], shift[1], z);
        return low * ends[2 * axis]! + high * ends[2 * axis + 1]! - at;
      };
      const before = off(shift[axis]);
      if (Math.abs(before) < CLOSE_ENOUGH) continue;
      moved = true;
      findZero(off, shift[axis], before, farthest, K[4 * axis]!);
    }
    if (!moved) break;
  }
  measure(corners, K, lens, shift[0], shift[1], z);
  return { x: shift[0], y: shift[1], extent: Math.max(ends[1]! - ends[0]!, ends[3]! - ends[2]!) };
}

/** Calls `off`, which grows, until it is near 0: steps outwards to the other side of it, then false position (Illinois). */
function findZero(off: (value: number) => number, start: number, before: number, depth: number, focal: number): void {
  let [a, offA] = [start, before];
  let [b, offB] = [start, before];
  // An ideal picture would take this step.
  let step = (-before * depth) / focal;
  for (let outwards = 0; outwards < OUTWARDS && offB < 0 === before < 0; outwards++) {
    [a, offA] = [b, offB];
    b += step;
    offB = off(b);
    step *= 2;
  }
  for (let inwards = 0; inwards < INWARDS && Math.abs(offB) >= CLOSE_ENOUGH; inwards++) {
    const middle = b - (offB * (b - a)) / (offB - offA);
    const offMiddle = off(middle);
    if (offMiddle < 0 === offB < 0) offA /= 2;
    else [a, offA] = [b, offB];
    [b, offB] = [middle, offMiddle];
  }
}
