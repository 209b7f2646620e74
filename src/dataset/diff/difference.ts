/** How often something differs, how much, and where most. */

/** A kind of difference. */
export interface Difference {
  compared: number;
  differing: number;
  /** Mean over those that differ, in `unit`; null where nothing differs or there is no amount. */
  mean: number | null;
  worst: number | null;
  /** Sample, or sample and object, of the worst. */
  at: string | null;
  unit: string;
}

/** Takes comparisons one by one. */
export interface DifferenceCounter {
  /** @param amount 0: equal; null: it differs, and by how much cannot be said */
  take(amount: number | null, at: string): void;
  difference(): Difference;
}

/** Begins to count. */
export function differenceCounter(unit: string): DifferenceCounter {
  let compared = 0;
  let differing = 0;
  let measured = 0;
  let sum = 0;
  let worst: number | null = null;
  let where: string | null = null;
  return {
    take(amount, at) {
      compared++;
      if (amount === 0) return;
      differing++;
      where ??= at;
      if (amount === null) return;
      measured++;
      sum += amount;
      if (worst !== null && amount <= worst) return;
      worst = amount;
      where = at;
    },
    difference: () => ({ compared, differing, mean: measured === 0 ? null : sum / measured, worst, at: where, unit }),
  };
}
