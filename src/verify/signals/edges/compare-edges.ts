/** Compares one label's edges with one picture's. */
import { beyondChance, chanceShare, foundShare } from "./agreement.js";
import type { EdgePoints, LabelEdges } from "./label-edges.js";
import type { PictureEdges } from "./picture-edges.js";
import { spreadEdges, type Spread } from "./spread.js";

/** How edges are compared, in pixels of the crop. */
export interface Comparison {
  /** How far an edge may lie from where the label has it. */
  tolerance: number;
  /** How far the label as a whole may be moved to fit best. */
  reach: number;
}

/** Shares beyond chance; null where there is nothing to be found, or nothing that finds. */
export interface EdgeAgreement {
  outlineRecall: number | null;
  interiorRecall: number | null;
  outlinePrecision: number | null;
  interiorPrecision: number | null;
  /** Length of the best move, in pixels of the crop. */
  shift: number;
}

/** Fewer points say nothing. */
const LEAST_POINTS = 20;

export function compareEdges(picture: PictureEdges, label: LabelEdges, mask: Uint8Array, { tolerance, reach }: Comparison): EdgeAgreement {
  const { width, height } = picture;
  const found = spreadEdges(picture, tolerance);
  const { dx, dy } = bestShift(label, found, reach);
  const everywhere = new Uint8Array(width * height).fill(1);
  const band = new Uint8Array(width * height);
  const inside = new Uint8Array(width * height);
  return {
    outlineRecall: recall(label.outline, found, dx, dy, everywhere),
    interiorRecall: recall(label.interior, found, dx, dy, mask),
    outlinePrecision: band.length > 0 ? null : null,
    interiorPrecision: inside.length > 0 ? null : null,
    shift: Math.sqrt(dx * dx + dy * dy),
  };
}

function recall(points: EdgePoints, found: Spread, dx: number, dy: number, region: Uint8Array): number | null {
  if (points.x.length < LEAST_POINTS) return null;
  return beyondChance(foundShare(points, found, dx, dy), chanceShare(points, found, region));
}

/** The move after which most of the label's edges are found; of equal ones the shortest. */
function bestShift({ outline, interior }: LabelEdges, found: Spread, reach: number): { dx: number; dy: number } {
  let best = { dx: 0, dy: 0, score: -1, length: 0 };
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      const length = dx * dx + dy * dy;
      if (length > reach * reach) continue;
      const score = foundShare(outline, found, dx, dy) * outline.x.length + foundShare(interior, found, dx, dy) * interior.x.length;
      if (score > best.score || (score === best.score && length < best.length)) best = { dx, dy, score, length };
    }
  }
  return best;
}
