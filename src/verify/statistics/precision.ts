/** How many are accepted at which precision. */
import type { Scored } from "./roc.js";

/** What a cut accepts. */
export interface PrecisionPoint {
  /** Scores from this on are accepted. */
  cut: number;
  /** Share of the accepted that is good. */
  precision: number;
  /** Share of all good ones that is accepted. */
  yield: number;
  /** Share of all that is accepted. */
  accepted: number;
}

/** One point per different score, from the highest cut to the lowest. */
export function precisionCurve(scored: readonly Scored[]): PrecisionPoint[] {
  const sorted = [...scored].sort((a, b) => b.score - a.score);
  const total = { good: 0, all: 0 };
  for (const { isGood, weight = 1 } of sorted) {
    total.all += weight;
    if (isGood) total.good += weight;
  }
  const taken = { good: 0, all: 0 };
  return sorted.flatMap(({ score, isGood, weight = 1 }, index) => {
    taken.all += weight;
    if (isGood) taken.good += weight;
    if (sorted[index + 1]?.score === score || taken.all === 0) return [];
    return [{ cut: score, precision: taken.good / taken.all, yield: total.good > 0 ? taken.good / total.good : 0, accepted: taken.all / total.all }];
  });
}

/** The lowest cut whose accepted are good in at least this share; null where no cut reaches it. */
export function cutForPrecision(curve: readonly PrecisionPoint[], precision: number): PrecisionPoint | null {
  return curve.findLast((point) => point.precision >= precision) ?? null;
}
