/** The largest part of the sphere from which nothing is seen. */
import { acos, asin, atan2, cos, degrees, sin, wrapTurn } from "../../core/math.js";

type Direction = readonly [x: number, y: number, z: number];

/** An empty cap. */
export interface SphereHole {
  /** Angle from its centre to the nearest viewpoint. */
  radiusDegrees: number;
  azimuthDegrees: number;
  elevationDegrees: number;
}

/** Directions, one for each cell of a degree that has any: at most about 41,000, however many there are. */
export interface SeenDirections {
  add(azimuthRadians: number, elevationRadians: number): void;
  /** All that are kept: x, y, z of each. */
  directions(): Float64Array;
}

/** Cells of each degree of elevation, from the lowest: about as wide as they are high. */
const COLUMNS = Array.from({ length: 180 }, (_, row) => Math.max(1, Math.round(360 * cos(((row + 0.5 - 90) * Math.PI) / 180))));

/** Begins to gather directions. */
export function seenDirections(): SeenDirections {
  const cells = new Set<number>();
  const found: number[] = [];
  return {
    add(azimuthRadians, elevationRadians) {
      const row = Math.min(179, Math.max(0, Math.floor(degrees(elevationRadians) + 90)));
      const columns = COLUMNS[row]!;
      const cell = row * 360 + Math.min(columns - 1, Math.floor((wrapTurn(azimuthRadians) / (2 * Math.PI)) * columns));
      if (cells.has(cell)) return;
      cells.add(cell);
      found.push(...directionOf(azimuthRadians, elevationRadians));
    },
    directions: () => Float64Array.from(found),
  };
}

/** A direction, and how near the nearest viewpoint is: the cosine of the angle between them. */
interface Candidate {
  point: Direction;
  near: number;
}

/** Candidates of the search, about 4.5° apart. */
const CANDIDATES = 2000;
/** Best candidates that are made better. */
const REFINED = 12;
const GOLDEN_TURN = Math.PI * (3 - Math.sqrt(5));

/**
 * The centre is searched among a spiral of even points (Swinbank and Purser 2006), the best of them then moved uphill: to
 * about 0.1°, beside the degree of {@link SeenDirections}. Null without any direction.
 */
export function largestHole(seen: SeenDirections): SphereHole | null {
  const directions = seen.directions();
  if (directions.length === 0) return null;
  // Nearness of the nearest direction: its cosine. Where that is `enough` or more, only that it is.
  const nearness = ([x, y, z]: Direction, enough: number): number => {
    let most = -1;
    for (let at = 0; at < directions.length && most < enough; at += 3) {
      const dot = x * directions[at]! + y * directions[at + 1]! + z * directions[at + 2]!;
      if (dot > most) most = dot;
    }
    return most;
  };
  let candidates: Candidate[] = [];
  for (let index = 0; index < CANDIDATES; index++) {
    const elevation = asin(1 - (2 * index + 1) / CANDIDATES);
    const point = directionOf(index * GOLDEN_TURN, elevation);
    const worst = candidates.length < REFINED ? Infinity : candidates[REFINED - 1]!.near;
    const near = nearness(point, worst);
    if (near < worst) candidates = [...candidates, { point, near }].sort((a, b) => a.near - b.near).slice(0, REFINED);
  }
  const [best] = candidates.map((candidate) => uphill(candidate, nearness)).sort((a, b) => a.near - b.near);
  const [x, y, z] = best!.point;
  return { radiusDegrees: degrees(acos(best!.near)), azimuthDegrees: degrees(wrapTurn(atan2(x, -y))), elevationDegrees: degrees(asin(z)) };
}

/** Steps in eight directions, half as long where none is better. */
function uphill(start: Candidate, nearness: (point: Direction, enough: number) => number): Candidate {
  let best = start;
  for (let step = 0.05; step > 0.001; ) {
    const [x, y, z] = best.point;
    const side: Direction = Math.abs(z) < 0.9 ? unit([-y, x, 0]) : unit([0, -z, y]);
    const up: Direction = [y * side[2] - z * side[1], z * side[0] - x * side[2], x * side[1] - y * side[0]];
    let next = best;
    for (let turn = 0; turn < 8; turn++) {
      const [s, c] = [sin((turn * Math.PI) / 4) * step, cos((turn * Math.PI) / 4) * step];
      const point = unit([x + c * side[0] + s * up[0], y + c * side[1] + s * up[1], z + c * side[2] + s * up[2]]);
      const near = nearness(point, next.near);
      if (near < next.near) next = { point, near };
    }
    if (next === best) step /= 2;
    best = next;
  }
  return best;
}

/** Towards the camera in the object's frame: z up, front −y (as `geometry/viewpoint.ts`). */
function directionOf(azimuthRadians: number, elevationRadians: number): Direction {
  const level = cos(elevationRadians);
  return [level * sin(azimuthRadians), -level * cos(azimuthRadians), sin(elevationRadians)];
}

function unit([x, y, z]: Direction): Direction {
  const length = Math.sqrt(x * x + y * y + z * z);
  return [x / length, y / length, z / length];
}
