/** Fitting a calibration. */
import * as z from "zod";
import { DatasetError } from "../../core/errors.js";
import type { Measure } from "../signal.js";
import { type Calibration, CALIBRATION_FORMAT } from "./calibration.js";
import { kindFigures, measureFigures, overallFigures } from "./figures.js";
import { fitModel } from "./fit-model.js";
import { answeredRows, type AnsweredRow, type CalibrationRow } from "./row.js";
import { rowWeightsOf } from "./row-weights.js";
import { fitThresholds } from "./thresholds.js";

/** What the user chooses. */
export const calibrationOptions = z.strictObject({
  badShare: z.number().gt(0).lt(1).default(0.25).describe("share of pictures that do not show their label, in reality"),
  folds: z.int().min(2).max(20).default(5).describe("parts of the cross-fit that the figures come from"),
});
/** See {@link calibrationOptions}. */
export type CalibrationOptions = z.infer<typeof calibrationOptions>;

/** Rows of either answer without which nothing is fitted. */
export const LEAST_ANSWERS = 20;

/**
 * Fits the model, its curve and its thresholds, and takes all figures from cross-fits, so that they are those of pictures
 * that the models have not seen.
 * @param rows those without an answer are left out
 * @param measures of the signals that were taken
 * @throws DatasetError E_OPTION when there are fewer than 20 good or 20 bad rows, or no numbers, or a key stands twice
 */
export function fitCalibration(
  rows: readonly CalibrationRow[],
  { generator, measures, seed, ...given }: { generator: Calibration["generator"]; measures: readonly Pick<Measure, "name" | "good">[]; seed: number } & Partial<CalibrationOptions>,
): Calibration {
  const { badShare, folds } = calibrationOptions.parse(given);
  const answered = answeredRows(rows);
  const found = measureFigures(answered, measures, seed);
  check(answered, found.length);
  const named = found.map(({ name, good }) => ({ name, good }));
  const weights = rowWeightsOf(answered, badShare);
  const fitted = fitModel({ rows: answered, weights }, named, { folds, seed });
  const crossFitted = { ...fitted, rows: answered, weights };
  const count = (source: CalibrationRow["source"], isGood: boolean): number => answered.filter((row) => row.source === source && row.isGood === isGood).length;
  return {
    formatVersion: CALIBRATION_FORMAT,
    generator, seed, badShare, folds,
    penalty: fitted.penalty,
    counts: { plantedGood: count("planted", true), plantedBad: count("planted", false), humanGood: count("human", true), humanBad: count("human", false) },
    categories: [...new Set(answered.map(({ category }) => category))].sort(),
    kinds: kindFigures(crossFitted),
    measures: found,
    figures: overallFigures(crossFitted, seed),
    thresholds: fitThresholds(answered.map(({ isGood }, index) => ({ chance: fitted.chances[index]!, isGood, weight: weights[index]! }))),
    model: fitted.model,
    curve: fitted.curve,
  };
}

function check(rows: readonly AnsweredRow[], measureCount: number): void {
  const good = rows.filter(({ isGood }) => isGood).length;
  const bad = rows.length - good;
  if (good < LEAST_ANSWERS || bad < LEAST_ANSWERS) {
    throw new DatasetError("E_OPTION", `a calibration needs at least ${LEAST_ANSWERS} pictures that show their label and ${LEAST_ANSWERS} that do not, and there are ${good} and ${bad}`, {
      hint: "Generate a larger dataset with planted defects, or answer more questions of a review.",
    });
  }
  if (measureCount === 0) throw new DatasetError("E_OPTION", "no signal has measured anything on these pictures", { hint: "Choose other signals; the notes of the run say why they could not be taken." });
  const twice = rows.find(({ key }, index) => index > 0 && rows[index - 1]!.key === key);
  if (twice !== undefined) throw new DatasetError("E_INTERNAL", `the row ${twice.key} stands twice among those of a calibration`, { subject: twice.key });
}
