/** From measurements to verdicts: fits or reads a calibration, and writes what is said of every image. */
import { join } from "node:path";
import { imageCategory } from "../sample/image-category.js";
import { makeFolder } from "../storage/make-folder.js";
import { readCalibration, writeCalibration } from "./calibration/calibration-file.js";
import type { Calibration } from "./calibration/calibration.js";
import { fitCalibration } from "./calibration/fit-calibration.js";
import type { CalibrationRow } from "./calibration/row.js";
import { statusFor, type CalibrationStatus } from "./calibration/status.js";
import type { Measurements } from "./measure.js";
import type { VerifyOptions } from "./options.js";
import type { ReadSamples } from "./read-samples.js";
import { VERIFY_FOLDER, writeScores } from "./score-file.js";
import type { Score } from "./scores.js";
import { verdictOf } from "./verdict.js";
import type { VerifiedSample } from "./verified-sample.js";

/** Name of the file below the run's `verify/`. */
export const CALIBRATION_FILE = "calibration.json";

/** What was measured of a run and of images beside it. */
export interface MeasuredRun {
  /** The run's folder. */
  folder: string;
  run: ReadSamples;
  generator: Calibration["generator"];
  /** Images with known mistakes; null where there are none. */
  planted: { read: ReadSamples; generator: Calibration["generator"] } | null;
  measured: Measurements;
  /** Answers of people on images of this run's generator. */
  human: readonly CalibrationRow[];
}

/** A run with its verdicts. */
export interface JudgedRun {
  scores: Score[];
  /** Null: nothing to calibrate on, so that nothing is accepted or rejected. */
  calibration: Calibration | null;
  status: CalibrationStatus;
  /** Images of which the answer is known; the calibration was fitted on them, unless it was read from a file. */
  rows: CalibrationRow[];
  /** Answers of people that the calibration was fitted on: none for one that was read from a file. */
  humanAnswerCount: number;
}

/**
 * Judges a run and writes `verify/scores.jsonl` and `verify/calibration.json`.
 * @throws DatasetError E_CALIBRATION, E_NOT_FOUND for a calibration that cannot be read; E_OPTION where planted images and answers are too few; E_STORAGE
 */
export async function judgeRun({ folder, run, generator, planted, measured, human }: MeasuredRun, options: VerifyOptions): Promise<JudgedRun> {
  const rows = [...(planted === null ? [] : plantedRows(planted.read, measured)), ...human];
  const calibration = options.calibration !== null
    ? await readCalibration(options.calibration)
    : rows.length === 0
      ? null
      : fitCalibration(rows, { generator: planted?.generator ?? generator, measures: measured.measures, seed: options.seed, badShare: options.badShare });
  const scores = run.samples.map(({ key, id, imageSha256 }): Score => {
    const values = measured.values.get(key)!;
    return { id, imageSha256, signals: values, ...verdictOf(calibration, values, measured.measures, { precision: options.precision, rejectBelow: options.rejectBelow }) };
  });
  await makeFolder(join(folder, VERIFY_FOLDER));
  if (calibration !== null) await writeCalibration(join(folder, VERIFY_FOLDER, CALIBRATION_FILE), calibration);
  await writeScores(folder, scores);
  const humanAnswerCount = options.calibration === null ? human.length : 0;
  return { scores, calibration, status: statusFor(calibration, generator, humanAnswerCount), rows, humanAnswerCount };
}

/** Planted images with the answers that were planted. */
function plantedRows({ samples, planted }: ReadSamples, { values }: Measurements): CalibrationRow[] {
  return samples.map((sample) => {
    const defect = planted.get(sample.key) ?? null;
    return { ...rowOf(sample), values: values.get(sample.key)!, isGood: defect === null, plantedKind: defect?.kind ?? null, source: "planted" };
  });
}

/** What a row says of its sample, whoever answers. */
export function rowOf({ key, id, record }: VerifiedSample): Pick<CalibrationRow, "key" | "group" | "category" | "viewpoint"> {
  const object = record.objects[0];
  const dataset = key.slice(0, key.length - id.length);
  return {
    key,
    group: `${dataset}scene/${record.scene}/view/${record.view}`,
    category: imageCategory(record) ?? "none",
    viewpoint: object === undefined ? null : { azimuthRadians: object.viewpoint.azimuthRadians, elevationRadians: object.viewpoint.elevationRadians },
  };
}
