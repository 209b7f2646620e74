/** Compares the silhouette that a network sees with the claimed one. */
import type { SceneCells } from "./cells.js";

/** What is said of one sample, in the order in which tasks give it. */
export interface SilhouetteJudgement {
  /** Common over joint area, after the best move; 0 … 1. */
  iou: number;
  /** Share of the claimed area that is seen. */
  seen: number;
  /** Seen area close around the claimed one, relative to it. */
  excess: number;
  /** Distance of the middle of what is seen from that of the mask, relative to the object's longer side. */
  shift: number;
  /** Area of the largest connected piece that is seen apart from the claimed one, relative to it. */
  second: number;
}
export const JUDGEMENTS = ["iou", "seen", "excess", "shift", "second"] as const satisfies readonly (keyof SilhouetteJudgement)[];

/** Moves that are tried, relative to the object's longer side. */
const REACH = 0.1;
/** What lies within this of the object's longer side around the claimed mask may be the object itself, painted too large. */
const AROUND = 0.25;
/** What lies beyond this may be another object. */
const BESIDE = 0.08;
/** From here on a cell is seen as the object. */
const SEEN = 0.25;

/**
 * @param chance for every cell of the scene that it belongs to such an object
 * @param across cells along a side of the scene
 * @param longest side of the object, in cells
 */
export function judgeSilhouette(chance: Float32Array, { claimed, inPicture }: SceneCells, across: number, longest: number): SilhouetteJudgement {
  const near = widened(claimed, across, Math.round(AROUND * longest));
  const seenChance = chance.map((value, cell) => value * inPicture[cell]!);
  let [area, seen, excess] = [0, 0, 0];
  const [claimedMiddle, seenMiddle] = [new Middle(), new Middle()];
  for (let cell = 0; cell < claimed.length; cell++) {
    const [x, y] = [cell % across, Math.floor(cell / across)];
    area += claimed[cell]!;
    const inMask = Math.min(seenChance[cell]!, claimed[cell]!);
    seen += inMask;
    claimedMiddle.add(x, y, claimed[cell]!);
    if (near[cell] === 0) continue;
    excess += seenChance[cell]! - inMask;
    seenMiddle.add(x, y, seenChance[cell]!);
  }
  const whole = Math.max(LEAST_AREA, area);
  return {
    iou: bestIou(seenChance, claimed, near, across, Math.max(1, REACH * longest)),
    seen: seen / whole,
    excess: excess / whole,
    shift: claimedMiddle.distanceTo(seenMiddle) / longest,
    second: largestPiece(seenChance, widened(claimed, across, Math.max(1, Math.round(BESIDE * longest))), across) / whole,
  };
}

/** Keeps quotients finite. */
const LEAST_AREA = 1e-6;

/** A centre of mass. */
class Middle {
  private x = 0;
  private y = 0;
  private mass = LEAST_AREA;

  add(x: number, y: number, mass: number): void {
    this.x += x * mass;
    this.y += y * mass;
    this.mass += mass;
  }

  distanceTo(other: Middle): number {
    const dx = this.x / this.mass - other.x / other.mass;
    const dy = this.y / this.mass - other.y / other.mass;
    return Math.sqrt(dx * dx + dy * dy);
  }
}

/** Common over joint area, for the move of the mask after which it fits best. */
function bestIou(chance: Float32Array, claimed: Float32Array, near: Uint8Array, across: number, reach: number): number {
  const places: number[] = [];
  let all = 0;
  for (let cell = 0; cell < claimed.length; cell++) {
    if (claimed[cell]! > 0) places.push(cell);
    if (near[cell] === 1) all += chance[cell]!;
  }
  let best = 0;
  for (let dy = -Math.floor(reach); dy <= reach; dy++) {
    for (let dx = -Math.floor(reach); dx <= reach; dx++) {
      if (dx * dx + dy * dy > reach * reach) continue;
      let common = 0;
      let moved = 0;
      for (const cell of places) {
        const x = (cell % across) + dx;
        const y = Math.floor(cell / across) + dy;
        if (x < 0 || y < 0 || x >= across || y >= across) continue;
        common += Math.min(claimed[cell]!, chance[y * across + x]!);
        moved += claimed[cell]!;
      }
      best = Math.max(best, common / Math.max(LEAST_AREA, moved + all - common));
    }
  }
  return best;
}

/** Where anything is claimed, and everything within `radius` cells of it along rows and columns. */
function widened(claimed: Float32Array, side: number, radius: number): Uint8Array {
  const along = (from: Uint8Array, step: number, line: number): Uint8Array => {
    const to = new Uint8Array(from.length);
    for (let start = 0; start < side; start++) {
      for (let at = 0; at < side; at++) {
        if (from[start * line + at * step] === 0) continue;
        for (let near = Math.max(0, at - radius); near <= Math.min(side - 1, at + radius); near++) to[start * line + near * step] = 1;
      }
    }
    return to;
  };
  return along(along(Uint8Array.from(claimed, (share) => (share > 0 ? 1 : 0)), 1, side), side, 1);
}

/** Cells of the largest connected piece that is seen outside. */
function largestPiece(chance: Float32Array, excluded: Uint8Array, side: number): number {
  const free = Uint8Array.from(chance, (value, cell) => (value >= SEEN && excluded[cell] === 0 ? 1 : 0));
  let largest = 0;
  for (let start = 0; start < free.length; start++) {
    if (free[start] === 0) continue;
    const piece = [start];
    free[start] = 0;
    for (let at = 0; at < piece.length; at++) {
      const cell = piece[at]!;
      const x = cell % side;
      for (const next of [x > 0 ? cell - 1 : -1, x < side - 1 ? cell + 1 : -1, cell - side, cell + side]) {
        if (next < 0 || next >= free.length || free[next] === 0) continue;
        free[next] = 0;
        piece.push(next);
      }
    }
    largest = Math.max(largest, piece.length);
  }
  return largest;
}
