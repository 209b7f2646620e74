/** How many pictures are kept at which precision: as the chances promise, and as counted where the truth is known. */
import type { Calibration } from "../calibration/calibration.js";
import { thresholdFor } from "../calibration/thresholds.js";
import { cutForPrecision, precisionCurve } from "../statistics/precision.js";
import { wilsonInterval } from "../statistics/wilson.js";
import type { JudgedSample, KnownSample, YieldAt } from "./report.js";

/** Precisions that every report states, beside the one that was asked for. */
const PRECISIONS = [0.9, 0.95, 0.99] as const;

/** One entry per precision, ascending. */
export function yieldsOf(judged: readonly JudgedSample[], known: readonly KnownSample[], calibration: Calibration | null, targetPrecision: number): YieldAt[] {
  const curve = precisionCurve(known);
  return [...new Set([...PRECISIONS, targetPrecision])].sort((a, b) => a - b).map((precision): YieldAt => {
    const threshold = calibration === null ? null : thresholdFor(calibration, precision);
    const cut = threshold?.cut ?? null;
    const accepted = judged.flatMap(({ score }) => (score !== null && cut !== null && score >= cut ? [score] : []));
    return { precision, cut, accepted: accepted.length, calibrationYield: threshold?.yield ?? null, expected: expected(judged, accepted), measured: measured(known, cut), bestYield: cutForPrecision(curve, precision)?.yield ?? null };
  });
}

function expected(judged: readonly JudgedSample[], accepted: readonly number[]): YieldAt["expected"] {
  if (accepted.length === 0) return null;
  const sum = (chances: readonly number[]): number => chances.reduce((total, chance) => total + chance, 0);
  return { precision: sum(accepted) / accepted.length, yield: sum(accepted) / sum(judged.flatMap(({ score }) => score ?? [])) };
}

function measured(known: readonly KnownSample[], cut: number | null): YieldAt["measured"] {
  const good = known.filter(({ isGood }) => isGood).length;
  const accepted = cut === null ? [] : known.filter(({ score }) => score >= cut);
  if (accepted.length === 0 || good === 0) return null;
  const both = accepted.filter(({ isGood }) => isGood).length;
  return { precision: both / accepted.length, precisionInterval: wilsonInterval(both, accepted.length), yield: both / good, yieldInterval: wilsonInterval(both, good) };
}
