/** Averages over categories, thresholds and recalls; −1 where there is nothing to average, as in pycocotools. */
import type { CategoryFigures, RangeFigures } from "./category-figures.js";

/** What is averaged over. */
export interface Selection {
  /** Position among the rules' ranges. */
  range: number;
  /** Position among the rules' thresholds; null: all of them. */
  threshold: number | null;
}

/** Average precision over 101 recalls. */
export function averagePrecision(categories: readonly CategoryFigures[], { range, threshold }: Selection): number {
  return meanOf(categories, range, ({ precisions }) => {
    const curves = threshold === null ? precisions : [precisions[threshold]!];
    return mean(curves.map((curve) => mean(curve)));
  });
}

/** Average recall. @param limit position among the rules' limits */
export function averageRecall(categories: readonly CategoryFigures[], { range, threshold }: Selection, limit: number): number {
  return meanOf(categories, range, ({ recalls }) => (threshold === null ? mean(recalls[limit]!) : recalls[limit]![threshold]!));
}

/** Precision at each of 101 recalls; null where there is nothing to be found. */
export function meanCurve(categories: readonly CategoryFigures[], { range, threshold }: { range: number; threshold: number }): number[] | null {
  const curves = categories.flatMap((figures) => figures[range]?.precisions[threshold] ?? []);
  return curves.length === 0 ? null : Array.from(curves[0]!, (_, at) => mean(curves.map((curve) => curve[at]!)));
}

function meanOf(categories: readonly CategoryFigures[], range: number, figure: (figures: RangeFigures) => number): number {
  const values = categories.flatMap((figures) => (figures[range] == null ? [] : [figure(figures[range])]));
  return values.length === 0 ? -1 : mean(values);
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at]!;
  return sum / values.length;
}
