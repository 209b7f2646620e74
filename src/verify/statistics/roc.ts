/** Receiver operating characteristic. */

/** One thing with a score, whether it is good, and how often it counts (1 unless said otherwise). */
export interface Scored {
  score: number;
  isGood: boolean;
  weight?: number;
}

/** A cut: shares of the bad and of the good whose score reaches it. */
export interface RocPoint {
  /** Scores from this on are taken; null for the first point, which takes nothing. */
  cut: number | null;
  falsePositiveRate: number;
  truePositiveRate: number;
}

/** The curve from (0, 0) to (1, 1), one point per different score. Empty when all are good or all bad. */
export function rocCurve(scored: readonly Scored[]): RocPoint[] {
  const sorted = [...scored].sort((a, b) => b.score - a.score);
  const total = { good: 0, bad: 0 };
  for (const { isGood, weight = 1 } of sorted) total[isGood ? "good" : "bad"] += weight;
  if (!(total.good > 0 && total.bad > 0)) return [];
  const points: RocPoint[] = [{ cut: null, falsePositiveRate: 0, truePositiveRate: 0 }];
  const taken = { good: 0, bad: 0 };
  sorted.forEach(({ score, isGood, weight = 1 }, index) => {
    taken[isGood ? "good" : "bad"] += weight;
    if (sorted[index + 1]?.score === score) return;
    points.push({ cut: score, falsePositiveRate: taken.bad / total.bad, truePositiveRate: taken.good / total.good });
  });
  return points;
}

/**
 * Area under the curve: the chance that a good one has a higher score than a bad one, ties counting half
 * (Hanley and McNeil, Radiology 143(1), 1982). Null when all are good or all bad.
 */
export function rocArea(scored: readonly Scored[]): number | null {
  return areaOfSorted([...scored].sort((a, b) => a.score - b.score));
}

/** {@link rocArea} of what is sorted by ascending score. @param times how often each counts; default their weights */
export function areaOfSorted(sorted: readonly Scored[], times?: ArrayLike<number>): number | null {
  let good = 0;
  let bad = 0;
  let pairs = 0;
  for (let index = 0; index < sorted.length; ) {
    let tiedGood = 0;
    let tiedBad = 0;
    const { score } = sorted[index]!;
    for (; index < sorted.length && sorted[index]!.score === score; index++) {
      const weight = times === undefined ? (sorted[index]!.weight ?? 1) : times[index]!;
      if (sorted[index]!.isGood) tiedGood += weight;
      else tiedBad += weight;
    }
    pairs += tiedGood * (bad + tiedBad / 2);
    good += tiedGood;
    bad += tiedBad;
  }
  return good > 0 && bad > 0 ? pairs / (good * bad) : null;
}
