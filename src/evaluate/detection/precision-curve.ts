/** Precision over recall of a ranked list: `accumulate` of pycocotools' COCOeval. */
import { RECALLS } from "./rules.js";

/** A list of detections by falling score, as far as it matters to one threshold. */
export interface RankedOutcomes {
  /** Positions of detections in `found` and `ignored`, by falling score. */
  order: Uint32Array;
  /** Rank of each detection within its image; those at `limit` and beyond do not count. */
  ranks: Uint32Array;
  limit: number;
  found: Uint16Array;
  ignored: Uint16Array;
}

/** Adding it keeps 0 / 0 from being anything but 0, as numpy.spacing(1) does there. */
const SMALLEST_STEP = Number.EPSILON;

/**
 * Highest precision at each of 101 recalls or beyond; 0 where the recall is not reached.
 * @param wanted objects to be found, not 0
 * @param curve where the 101 precisions go; null: only the recall is asked for
 * @returns the recall of the whole list
 */
export function precisionCurve({ order, ranks, limit, found, ignored }: RankedOutcomes, threshold: number, wanted: number, curve: Float64Array | null): number {
  const bit = 1 << threshold;
  let right = 0;
  let wrong = 0;
  let length = 0;
  // Recall only rises where something is found: those places are all that is needed.
  if (rights.length < order.length) {
    rights = new Float64Array(order.length * 2);
    precisions = new Float64Array(order.length * 2);
  }
  for (const at of order) {
    if (ranks[at]! >= limit || (ignored[at]! & bit) !== 0) continue;
    if ((found[at]! & bit) === 0) {
      wrong++;
      continue;
    }
    right++;
    rights[length] = right / wanted;
    precisions[length++] = right / (wrong + right + SMALLEST_STEP);
  }
  if (curve !== null) {
    for (let at = length - 1; at > 0; at--) if (precisions[at]! > precisions[at - 1]!) precisions[at - 1] = precisions[at]!;
    let at = 0;
    for (let recall = 0; recall < RECALLS.length; recall++) {
      while (at < length && rights[at]! < RECALLS[recall]!) at++;
      curve[recall] = at < length ? precisions[at]! : 0;
    }
  }
  return right / wanted;
}

let rights = new Float64Array(0);
let precisions = new Float64Array(0);
