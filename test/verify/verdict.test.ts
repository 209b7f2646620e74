import { expect, test } from "vitest";
import { fitCalibration } from "../../src/verify/calibration/fit-calibration.js";
import { verdictFor, verdictOf } from "../../src/verify/verdict.js";
import { SYNTHETIC_MEASURES, syntheticRows } from "./calibration/synthetic-rows.js";

const calibration = fitCalibration(syntheticRows(400), { generator: { id: "imitation", model: null }, measures: SYNTHETIC_MEASURES, seed: 0 });

test("the cut accepts, half a chance rejects, what lies between is unsure", () => {
  expect([0.9, 0.85, 0.6, 0.4].map((chance) => verdictFor(chance, 0.85, 0.5))).toEqual(["accepted", "accepted", "unsure", "rejected"]);
  expect([0.9, 0.4].map((chance) => verdictFor(chance, null, 0.5))).toEqual(["unsure", "rejected"]);
  expect([0.55, 0.45].map((chance) => verdictFor(chance, 0.5, 0.8))).toEqual(["accepted", "rejected"]);
});

test("a picture that is rejected says why, in the words of the measures, three at most and the worst first", () => {
  const { verdict, score, reasons } = verdictOf(calibration, { edgeRecall: 0.01, overlap: -5, poseLoss: 60, angleDegrees: 170, margin: -4000, secondInstance: 0, blur: 1e6 }, SYNTHETIC_MEASURES);
  expect(verdict).toBe("rejected");
  expect(score).toBeLessThan(0.1);
  expect(reasons).toHaveLength(3);
  expect(reasons.every((reason) => reason.endsWith("speaks against it"))).toBe(true);
});

test("a good picture is accepted without reasons; a higher precision accepts less", () => {
  const good = { edgeRecall: 0.7, overlap: 0.95, poseLoss: 1, angleDegrees: 3, margin: 900, secondInstance: 0, blur: 1e6 + 1, nothing: 3 };
  expect(verdictOf(calibration, good, SYNTHETIC_MEASURES)).toMatchObject({ verdict: "accepted", reasons: [] });
  const accepted = (precision: number): number => syntheticRows(300, { seed: 9 }).filter(({ values }) => verdictOf(calibration, values, SYNTHETIC_MEASURES, { precision }).verdict === "accepted").length;
  expect(accepted(0.97)).toBeLessThan(accepted(0.85));
});

test("where nothing is known nothing is said", () => {
  expect(verdictOf(calibration, { edgeRecall: null }, SYNTHETIC_MEASURES)).toEqual({ score: null, verdict: "unsure", reasons: ["nothing could be measured"] });
  expect(verdictOf(null, { edgeRecall: 1 }, SYNTHETIC_MEASURES)).toMatchObject({ score: null, verdict: "unsure" });
});
