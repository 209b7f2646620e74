/** Whether a calibration holds for the pictures that it is used on. */
import type { Calibration } from "./calibration.js";

/** Answers of people on pictures of a generator from which on a calibration holds for it. */
export const LEAST_HUMAN_ANSWERS = 200;

/** See {@link statusFor}. */
export interface CalibrationStatus {
  status: "calibrated" | "uncalibrated";
  /** For the report. */
  sentence: string;
}

/**
 * A calibration belongs to the generator whose pictures it was made with: others make other mistakes.
 * @param calibration null: there is none
 * @param generator of the pictures that are judged
 * @param humanAnswerCount pictures of that generator that people have answered and that the calibration was fitted on
 */
export function statusFor(calibration: Pick<Calibration, "generator" | "measures"> | null, generator: Calibration["generator"], humanAnswerCount: number): CalibrationStatus {
  if (calibration === null) return { status: "uncalibrated", sentence: "Uncalibrated: there is no calibration, so no chance is given." };
  const made = nameOf(calibration.generator);
  const judged = nameOf(generator);
  if (made === judged) return { status: "calibrated", sentence: `Calibrated on pictures of ${made}.` };
  if (humanAnswerCount >= LEAST_HUMAN_ANSWERS) return { status: "calibrated", sentence: `Calibrated on pictures of ${made} and on ${humanAnswerCount} answers of people on pictures of ${judged}.` };
  return {
    status: "uncalibrated",
    sentence: `Uncalibrated: the calibration was made with pictures of ${made}, these are of ${judged}; chances and yields are a guess until people have answered for at least ${LEAST_HUMAN_ANSWERS} of them and it is fitted on that (now: ${humanAnswerCount}).`,
  };
}

/** Numbers that the calibration was fitted on and that were not taken: chances are less sure without them. */
export function missingMeasures(calibration: Pick<Calibration, "measures">, taken: readonly { name: string }[]): string[] {
  const names = new Set(taken.map(({ name }) => name));
  return calibration.measures.map(({ name }) => name).filter((name) => !names.has(name));
}

function nameOf({ id, model }: Calibration["generator"]): string {
  return model === null ? id : `${id} (${model})`;
}
