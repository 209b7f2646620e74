/** Judged pictures of boxes, as a run with planted defects might give them. */
import { fitCalibration } from "../../../src/verify/calibration/fit-calibration.js";
import type { ReportInput } from "../../../src/verify/report/make-report.js";
import type { JudgedSample } from "../../../src/verify/report/report.js";
import { verdictOf } from "../../../src/verify/verdict.js";
import { boxScene } from "../../sheet/synthetic.js";
import { SYNTHETIC_MEASURES, syntheticRows } from "../calibration/synthetic-rows.js";
import { sampleOf } from "../samples.js";

export const CALIBRATION = fitCalibration(syntheticRows(500, { seed: 11 }), { generator: { id: "imitation", model: null }, measures: SYNTHETIC_MEASURES, seed: 0 });

/** @param knowsTruth whether it is said what was planted @param size of the pictures */
export function judgedSamples(count: number, { knowsTruth = true, size = 48 }: { knowsTruth?: boolean; size?: number } = {}): JudgedSample[] {
  return syntheticRows(count, { seed: 12 }).map(({ values, isGood, plantedKind, category, viewpoint }, index) => {
    const { image, record } = boxScene({ index, azimuthRadians: viewpoint!.azimuthRadians!, elevationRadians: viewpoint!.elevationRadians, size, category });
    return { sample: sampleOf(record, image), values, ...verdictOf(CALIBRATION, values, SYNTHETIC_MEASURES), isGood: knowsTruth ? isGood : null, plantedKind: knowsTruth ? plantedKind : null };
  });
}

export function reportInput(judged: readonly JudgedSample[], change: Partial<ReportInput> = {}): ReportInput {
  return {
    run: "boxes", generator: { id: "imitation", model: null }, seed: 0, judged,
    measures: SYNTHETIC_MEASURES,
    calibration: CALIBRATION,
    humanAnswerCount: 0,
    targetPrecision: 0.95,
    leftOut: [{ signal: "depth", why: "no model was given" }],
    trainings: [{ name: "kcf", note: "5 folds, 30 epochs, 64 px", losses: [{ name: "fold 0", values: [3, 2, 1.5, 1.2] }, { name: "fold 1", values: [3.1, 2.2, 1.4, 1.1] }] }],
    notes: ["kcf: 3 pictures could not be read"],
    ...change,
  };
}

