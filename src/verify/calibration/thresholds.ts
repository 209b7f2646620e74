/** From which chance on pictures are accepted, for a wanted precision. */
import { cutForPrecision, precisionCurve } from "../statistics/precision.js";
import type { Calibration } from "./calibration.js";

/** Fewer accepted rows than this say nothing of their precision. */
const LEAST_ACCEPTED = 20;
/** What is more likely wrong than right is never accepted, even where the wanted precision would leave room for it. */
export const LEAST_CHANCE = 0.5;

/** 50 % to 99.5 % in steps of half a percent. */
const PRECISIONS = Array.from({ length: 100 }, (_, step) => (100 + step) / 200);

/**
 * The lowest cut of each precision that reaches it. What a cut reaches is the middle between the share of good rows,
 * counted, which is right but rests on few bad ones, and the mean chance of all, which is smooth.
 * @param rows cross-fitted chances
 */
export function fitThresholds(rows: readonly { chance: number; isGood: boolean; weight: number }[]): Calibration["thresholds"] {
  const counted = precisionCurve(rows.map(({ chance, isGood, weight }) => ({ score: chance, isGood, weight })));
  const sorted = [...rows].sort((a, b) => b.chance - a.chance);
  let taken = 0;
  let weight = 0;
  let sum = 0;
  const both = counted.flatMap((point) => {
    for (; taken < sorted.length && sorted[taken]!.chance >= point.cut; taken++) {
      weight += sorted[taken]!.weight;
      sum += sorted[taken]!.weight * sorted[taken]!.chance;
    }
    return taken < LEAST_ACCEPTED || point.cut < LEAST_CHANCE ? [] : [{ ...point, precision: (point.precision + sum / weight) / 2 }];
  });
  return PRECISIONS.map((precision) => {
    const point = cutForPrecision(both, precision);
    return { precision, cut: point?.cut ?? null, yield: point?.yield ?? 0 };
  });
}

/** The cut for a precision: that of the next higher one that is known. Null where none reaches it. */
export function thresholdFor(calibration: Pick<Calibration, "thresholds">, precision: number): Calibration["thresholds"][number] | null {
  return calibration.thresholds.find((each) => each.precision >= precision - 1e-9 && each.cut !== null) ?? null;
}
