/** Whether chances come true. */

/** A stated chance, what was so, and how often it counts (1 unless said otherwise). */
export interface Forecast {
  chance: number;
  isGood: boolean;
  weight?: number;
}

/** Forecasts of nearly the same chance. */
export interface ReliabilityBin {
  low: number;
  high: number;
  count: number;
  weight: number;
  meanChance: number;
  /** Share of them that is good. */
  goodShare: number;
}

/** Bins of the expected calibration error, as Guo et al., "On calibration of modern neural networks", ICML 2017. */
export const RELIABILITY_BINS = 15;

/** Bins of equal width over 0..1, (low, high]; empty ones are left out. */
export function reliabilityCurve(forecasts: readonly Forecast[], bins = RELIABILITY_BINS): ReliabilityBin[] {
  const sums = Array.from({ length: bins }, () => ({ count: 0, weight: 0, chance: 0, good: 0 }));
  for (const { chance, isGood, weight = 1 } of forecasts) {
    const bin = sums[Math.min(bins - 1, Math.max(0, Math.ceil(chance * bins) - 1))]!;
    bin.count++;
    bin.weight += weight;
    bin.chance += chance * weight;
    bin.good += isGood ? weight : 0;
  }
  return sums.flatMap(({ count, weight, chance, good }, at) =>
    weight > 0 ? [{ low: at / bins, high: (at + 1) / bins, count, weight, meanChance: chance / weight, goodShare: good / weight }] : [],
  );
}

/**
 * Expected calibration error: mean over all forecasts of |mean chance − share that is good| of their bin
 * (Naeini, Cooper and Hauskrecht, AAAI 2015), bins as in {@link reliabilityCurve}. Null without forecasts.
 */
export function expectedCalibrationError(forecasts: readonly Forecast[], bins = RELIABILITY_BINS): number | null {
  const curve = reliabilityCurve(forecasts, bins);
  const total = curve.reduce((sum, { weight }) => sum + weight, 0);
  if (!(total > 0)) return null;
  return curve.reduce((sum, { weight, meanChance, goodShare }) => sum + weight * Math.abs(meanChance - goodShare), 0) / total;
}
