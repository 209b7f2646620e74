/** From numbers to a verdict. */
import * as z from "zod";
import { applyCalibration } from "./calibration/apply-calibration.js";
import type { Calibration } from "./calibration/calibration.js";
import { LEAST_CHANCE, thresholdFor } from "./calibration/thresholds.js";
import type { Score, Verdict } from "./scores.js";
import type { Measure, SignalValues } from "./signal.js";

/** What the user chooses. */
export const verdictOptions = z.strictObject({
  precision: z.number().min(0.5).max(0.995).default(0.95).describe("share of the accepted pictures that is to show its label"),
  rejectBelow: z.number().min(0).max(1).default(LEAST_CHANCE).describe("pictures with a smaller chance are rejected; what lies between is unsure"),
});
/** See {@link verdictOptions}. */
export type VerdictOptions = z.infer<typeof verdictOptions>;

/** Reasons of one picture. */
const MOST_REASONS = 3;

/** What is said when there is nothing to go by. */
export const NOTHING_MEASURED = "nothing could be measured";

/**
 * The verdict on a picture: accepted from the chance on at which the calibration reaches the precision, rejected below
 * `rejectBelow` (or below that chance, where it is smaller), unsure between and where nothing is known. Reasons are given
 * for what is not accepted.
 * @param calibration null: nothing is accepted or rejected
 * @param measures of the signals that were taken; they word the reasons
 */
export function verdictOf(calibration: Calibration | null, values: SignalValues, measures: readonly Measure[], options: Partial<VerdictOptions> = {}): Pick<Score, "score" | "verdict" | "reasons"> {
  const { precision, rejectBelow } = verdictOptions.parse(options);
  if (calibration === null) return { score: null, verdict: "unsure", reasons: ["there is no calibration"] };
  const { chance, against } = applyCalibration(calibration, values);
  if (chance === null) return { score: null, verdict: "unsure", reasons: [NOTHING_MEASURED] };
  const verdict = verdictFor(chance, thresholdFor(calibration, precision)?.cut ?? null, rejectBelow);
  if (verdict === "accepted") return { score: chance, verdict, reasons: [] }; // something is unusual about every picture
  const worded = against.map(({ measure }) => measures.find(({ name }) => name === measure)?.reason ?? `${measure} is unusual`);
  const reasons = [...new Set(worded)].slice(0, MOST_REASONS);
  return { score: chance, verdict, reasons };
}

/** @param cut least chance that is accepted; null: none is enough */
export function verdictFor(chance: number, cut: number | null, rejectBelow: number): Verdict {
  if (cut !== null && chance >= cut) return "accepted";
  return chance < (cut === null ? rejectBelow : Math.min(rejectBelow, cut)) ? "rejected" : "unsure";
}
