/** Precision and recall of one category over all images. */
import { type ImageOverlaps, matchImage, type Outcomes } from "./match-image.js";
import { precisionCurve } from "./precision-curve.js";
import type { Detection, DetectionRules, ImageItems, Truth } from "./rules.js";

/** Figures of one category in one range of sizes. */
export interface RangeFigures {
  /** 101 precisions for each threshold, with the highest limit. */
  precisions: readonly Float64Array[];
  /** For each limit the recall at each threshold. */
  recalls: readonly Float64Array[];
}

/** Figures of one category; null for a range with nothing to be found. */
export type CategoryFigures = readonly (RangeFigures | null)[];

/**
 * Figures of a category.
 * @param images those in which it is or is said to be, by rising id: the order decides between equal scores
 */
export function categoryFigures<T extends Truth, D extends Detection>(images: readonly ImageItems<T, D>[], rules: DetectionRules<T, D>): CategoryFigures {
  const { ranges, thresholds, limits } = rules;
  const most = limits.at(-1)!;
  const ranked = images.map(({ truths, detections }) => ({ truths, detections: byScore(detections).slice(0, most) }));
  const count = ranked.reduce((sum, { detections }) => sum + detections.length, 0);
  const scores = new Float64Array(count);
  const ranks = new Uint32Array(count);
  const outcomes = ranges.map((): Outcomes => ({ found: new Uint16Array(count), ignored: new Uint16Array(count) }));
  const wanted = new Float64Array(ranges.length);
  let offset = 0;
  for (const items of ranked) {
    const compared = overlapsOf(items, rules);
    ranges.forEach((range, at) => (wanted[at]! += matchImage(compared, range, thresholds, outcomes[at]!, offset)));
    items.detections.forEach(({ score }, rank) => {
      scores[offset + rank] = score;
      ranks[offset + rank] = rank;
    });
    offset += items.detections.length;
  }
  const order = Uint32Array.from({ length: count }, (_, at) => at).sort((a, b) => scores[b]! - scores[a]! || a - b);
  return ranges.map((_, range): RangeFigures | null => {
    if (wanted[range] === 0) return null;
    const { found, ignored } = outcomes[range]!;
    const precisions = Array.from(thresholds, () => new Float64Array(101));
    const recalls = limits.map((limit) => {
      const list = { order, ranks, limit, found, ignored };
      return Float64Array.from(thresholds, (_each, threshold) => precisionCurve(list, threshold, wanted[range]!, limit === most ? precisions[threshold]! : null));
    });
    return { precisions, recalls };
  });
}

function byScore<D extends Detection>(detections: readonly D[]): readonly D[] {
  return detections.length < 2 ? detections : [...detections].sort((a, b) => b.score - a.score);
}

function overlapsOf<T extends Truth, D extends Detection>({ truths, detections }: ImageItems<T, D>, rules: DetectionRules<T, D>): ImageOverlaps {
  const cells = truths.length * detections.length;
  const overlaps = new Float64Array(cells);
  if (cells > 0) rules.overlaps(detections, truths, overlaps);
  let near: Uint8Array | null = null;
  if (rules.near !== undefined && cells > 0) {
    near = new Uint8Array(cells);
    rules.near(detections, truths, near);
  }
  return { truths, detections, overlaps, near };
}
