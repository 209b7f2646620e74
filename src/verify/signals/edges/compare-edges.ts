/** Compares one label's edges with one picture's. */
import type { Matrix3 } from "../../../geometry/vector.js";
import { beyondChance, chanceShare, explainedShare, foundShare } from "./agreement.js";
import { joined, type EdgePoints, type LabelEdges } from "./label-edges.js";
import type { PictureEdges } from "./picture-edges.js";
import { spreadEdges, type Lines, type Spread } from "./spread.js";
import { turnedPoints, type LabelInSpace } from "./turned-edges.js";
import { INSIDE_ZONE, OUTLINE_ZONE, zonesOf } from "./zones.js";

/** How edges are compared, in pixels of the crop. */
export interface Comparison {
  /** How far an edge may lie from where the label has it. */
  tolerance: number;
  /** How far the label as a whole may be moved to fit best. */
  reach: number;
}

/** Null where there is nothing to be found, or nothing that finds. */
export interface EdgeAgreement {
  /** Shares beyond chance, 1 = all. */
  outlineRecall: number | null;
  interiorRecall: number | null;
  outlinePrecision: number | null;
  interiorPrecision: number | null;
  /** Length of the best move, in pixels of the crop. */
  shift: number | null;
  /** Share of the edges that is found, less the best share that is after a small turn. */
  turnMargin: number | null;
}

/** Fewer points, or strengths of edges together, say nothing. */
const LEAST_POINTS = 20;
const LEAST_STRENGTH = 5;
/** Half the width of the outline's zone, in tolerances. */
const ZONE = 3;
/** Places tried for a turned label: every second pixel. */
const COARSE = 2;

/**
 * @param mask of the label
 * @param turns small turns about the object's middle in camera axes, and what they need; null = nothing is turned
 */
export function compareEdges(picture: PictureEdges, label: LabelEdges, mask: Uint8Array, { tolerance, reach }: Comparison, turns: { space: LabelInSpace; rotations: readonly Matrix3[] } | null): EdgeAgreement {
  const { width, height } = picture;
  const all = joined(label.outline, label.interior);
  const found = spreadEdges(picture, tolerance);
  const best = bestMove(all, found, reach, 1);
  const claimed = spreadEdges(linesOf(all, width, height), tolerance);
  const zones = zonesOf(mask, width, height, ZONE * tolerance);
  // The label is moved to the picture for what it asks, the picture to the label for what that asks.
  const moved = movedLines(picture, -best.dx, -best.dy);
  const recall = (points: EdgePoints, isPart: (pixel: number) => boolean): number | null =>
    points.x.length < LEAST_POINTS ? null : beyondChance(foundShare(points, found, best.dx, best.dy), chanceShare(points, found, isPart));
  const precision = (zone: number): number | null => {
    const explained = explainedShare(moved, claimed, (pixel) => zones[pixel] === zone, LEAST_STRENGTH);
    return explained === null ? null : beyondChance(explained.share, explained.chance);
  };
  const isComparable = all.x.length >= LEAST_POINTS;
  return {
    outlineRecall: recall(label.outline, () => true),
    interiorRecall: recall(label.interior, (pixel) => mask[pixel] === 1),
    outlinePrecision: isComparable ? precision(OUTLINE_ZONE) : null,
    interiorPrecision: label.interior.x.length < LEAST_POINTS ? null : precision(INSIDE_ZONE),
    shift: isComparable ? Math.sqrt(best.dx * best.dx + best.dy * best.dy) : null,
    turnMargin: isComparable && turns !== null ? best.share - Math.max(...turns.rotations.map((rotation) => bestMove(turnedPoints(all, turns.space, rotation), found, reach, COARSE).share)) : null,
  };
}

/** The move after which most of the edges are found; of equal ones the shortest. */
function bestMove(points: EdgePoints, found: Spread, reach: number, step: number): { dx: number; dy: number; share: number } {
  let best = { dx: 0, dy: 0, share: foundShare(points, found, 0, 0) };
  let length = 0;
  for (let dy = -reach; dy <= reach; dy += step) {
    for (let dx = -reach; dx <= reach; dx += step) {
      const square = dx * dx + dy * dy;
      if (square > reach * reach) continue;
      const share = foundShare(points, found, dx, dy);
      if (share < best.share || (share === best.share && square >= length)) continue;
      best = { dx, dy, share };
      length = square;
    }
  }
  return best;
}

function linesOf({ x, y, direction }: EdgePoints, width: number, height: number): Lines {
  const lines = { width, height, strength: new Float32Array(width * height), direction: new Uint8Array(width * height) };
  for (let point = 0; point < x.length; point++) {
    const at = y[point]! * width + x[point]!;
    lines.strength[at] = 1;
    lines.direction[at] = direction[point]!;
  }
  return lines;
}

function movedLines({ width, height, strength, direction }: Lines, dx: number, dy: number): Lines {
  const lines = { width, height, strength: new Float32Array(width * height), direction: new Uint8Array(width * height) };
  for (let y = Math.max(0, dy); y < Math.min(height, height + dy); y++) {
    for (let x = Math.max(0, dx); x < Math.min(width, width + dx); x++) {
      const [from, to] = [(y - dy) * width + x - dx, y * width + x];
      lines.strength[to] = strength[from]!;
      lines.direction[to] = direction[from]!;
    }
  }
  return lines;
}
