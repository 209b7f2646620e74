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
  return drawnArea(scored)(scored.map(({ weight = 1 }) => weight));
}

/**
 * {@link rocArea} of the same rows again and again, as a bootstrap draws them: they are sorted once.
 * @param scored null where a row has no score: it is left out
 * @returns the area, given how often each row counts
 */
export function drawnArea(scored: readonly (Scored | null)[]): (times: ArrayLike<number>) => number | null {
  const present = scored.flatMap((row, at) => (row === null ? [] : [{ at, score: row.score, isGood: row.isGood }])).sort((a, b) => a.score - b.score);
  const rowAt = Uint32Array.from(present, ({ at }) => at);
  const isGood = Uint8Array.from(present, (row) => (row.isGood ? 1 : 0));
  const endsTie = Uint8Array.from(present, ({ score }, index) => (present[index + 1]?.score === score ? 0 : 1));
  return (times) => {
    let good = 0;
    let bad = 0;
    let pairs = 0;
    let tiedGood = 0;
    let tiedBad = 0;
    for (let index = 0; index < rowAt.length; index++) {
      const count = times[rowAt[index]!]!;
      if (isGood[index] === 1) tiedGood += count;
      else tiedBad += count;
      if (endsTie[index] === 0) continue;
      pairs += tiedGood * (bad + tiedBad / 2);
      good += tiedGood;
      bad += tiedBad;
      tiedGood = 0;
      tiedBad = 0;
    }
    return good > 0 && bad > 0 ? pairs / (good * bad) : null;
  };
}
