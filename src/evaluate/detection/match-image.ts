/** Which detections of an image find an object: `evaluateImg` of pycocotools' COCOeval. */
import type { Detection, SizeRange, Truth } from "./rules.js";

/** Overlaps of one category in one image; detections by falling score. */
export interface ImageOverlaps {
  truths: readonly Truth[];
  detections: readonly Detection[];
  /** One row of `truths.length` per detection. */
  overlaps: Float64Array;
  /** As `overlaps`: 1 where the two may be compared at all. Null: anywhere. */
  near: Uint8Array | null;
}

/** What becomes of detections: bit t of a number is for threshold t. */
export interface Outcomes {
  found: Uint16Array;
  ignored: Uint16Array;
}

/**
 * Matches greedily by falling score; writes to `outcomes` from `offset` on.
 * @returns how many objects there are to be found
 */
export function matchImage({ truths, detections, overlaps, near }: ImageOverlaps, range: SizeRange, thresholds: Float64Array, outcomes: Outcomes, offset: number): number {
  const count = truths.length;
  const isIgnored = truths.map(({ isIgnored: ignored, size }) => ignored || size < range.low || size > range.high);
  // Those that count are looked at first; within both kinds the order of the file stays.
  const order = [...truths.keys()].filter((at) => !isIgnored[at]);
  const wanted = order.length;
  for (let at = 0; at < count; at++) if (isIgnored[at]) order.push(at);

  const taken = new Uint8Array(count);
  for (let threshold = 0; threshold < thresholds.length; threshold++) {
    const bit = 1 << threshold;
    taken.fill(0);
    for (let detection = 0; detection < detections.length; detection++) {
      const row = detection * count;
      let best = thresholds[threshold]!;
      let match = -1;
      for (let at = 0; at < count; at++) {
        const truth = order[at]!;
        if (near !== null && near[row + truth] === 0) continue;
        if (taken[truth] === 1 && !truths[truth]!.isCrowd) continue;
        if (match >= 0 && !isIgnored[match] && isIgnored[truth]) break;
        const overlap = overlaps[row + truth]!;
        if (overlap < best) continue;
        best = overlap;
        match = truth;
      }
      if (match < 0) continue;
      taken[match] = 1;
      if (isIgnored[match]) outcomes.ignored[offset + detection]! |= bit;
      // pycocotools marks a match by the object's id, so that 0 is no match.
      if (truths[match]!.id !== 0) outcomes.found[offset + detection]! |= bit;
    }
  }

  const all = (1 << thresholds.length) - 1;
  for (let detection = 0; detection < detections.length; detection++) {
    const { size } = detections[detection]!;
    // A wrong detection of another size is not this range's mistake.
    if (size < range.low || size > range.high) outcomes.ignored[offset + detection]! |= all & ~outcomes.found[offset + detection]!;
    if (near !== null && count > 0 && !near.subarray(detection * count, (detection + 1) * count).includes(1)) outcomes.ignored[offset + detection] = all;
  }
  return wanted;
}
