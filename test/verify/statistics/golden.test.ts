/** What scikit-learn and SciPy give for the same numbers; made by bench/golden-statistics/statistics.py. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { fitLogistic } from "../../../src/verify/calibration/logistic.js";
import { cohenKappa, fleissKappa } from "../../../src/verify/statistics/kappa.js";
import { precisionCurve } from "../../../src/verify/statistics/precision.js";
import { expectedCalibrationError } from "../../../src/verify/statistics/reliability.js";
import { rocArea, rocCurve } from "../../../src/verify/statistics/roc.js";
import { wilsonInterval } from "../../../src/verify/statistics/wilson.js";

interface Golden {
  scores: number[];
  good: boolean[];
  rocAuc: number;
  roc: { falsePositiveRate: number[]; truePositiveRate: number[] };
  precision: { cut: number[]; precision: number[]; yield: number[] };
  chances: number[];
  expectedCalibrationError: number;
  logistic: { features: number[][]; good: boolean[]; penalty: number; weights: number[]; bias: number };
  ratings: [string, string, string][];
  cohen: number;
  fleiss: number;
  wilson: { hits: number; count: number; interval: [number, number] }[];
}

const golden = JSON.parse(readFileSync(new URL("../../golden/statistics/statistics.json", import.meta.url), "utf8")) as Golden;
const scored = golden.scores.map((score, index) => ({ score, isGood: golden.good[index]! }));
const close = (values: readonly number[]): unknown[] => values.map((value) => expect.closeTo(value, 9) as unknown);

test("area and curve", () => {
  expect(rocArea(scored)).toBeCloseTo(golden.rocAuc, 12);
  const curve = rocCurve(scored);
  expect(curve.map(({ falsePositiveRate }) => falsePositiveRate)).toEqual(close(golden.roc.falsePositiveRate));
  expect(curve.map(({ truePositiveRate }) => truePositiveRate)).toEqual(close(golden.roc.truePositiveRate));
});

test("precision and recall at every cut", () => {
  const curve = precisionCurve(scored).reverse();
  expect(curve.map(({ cut }) => cut)).toEqual(golden.precision.cut);
  expect(curve.map(({ precision }) => precision)).toEqual(close(golden.precision.precision));
  expect(curve.map(({ yield: recall }) => recall)).toEqual(close(golden.precision.yield));
});

test("expected calibration error", () => {
  expect(expectedCalibrationError(golden.chances.map((chance, index) => ({ chance, isGood: golden.good[index]! })))).toBeCloseTo(golden.expectedCalibrationError, 9);
});

test("penalised logistic regression", () => {
  const { features, good, penalty, weights, bias } = golden.logistic;
  const model = fitLogistic({
    features: Float64Array.from(features.flat()),
    columns: 3,
    good: Uint8Array.from(good, Number),
    rowWeights: new Float64Array(good.length).fill(1),
    lowest: new Float64Array(3).fill(-Infinity),
    expected: new Float64Array(3),
    penalty: new Float64Array(3).fill(penalty),
  });
  for (const [at, weight] of weights.entries()) expect(model.weights[at]).toBeCloseTo(weight, 4);
  expect(model.bias).toBeCloseTo(bias, 4);
});

test("Cohen's and Fleiss' kappa", () => {
  expect(cohenKappa(golden.ratings.map(([first, second]) => [first, second]))).toBeCloseTo(golden.cohen, 12);
  expect(fleissKappa(golden.ratings)).toBeCloseTo(golden.fleiss, 12);
});

test.each(golden.wilson)("Wilson's interval of $hits in $count", ({ hits, count, interval: [low, high] }) => {
  expect(wilsonInterval(hits, count)).toEqual({ low: expect.closeTo(low, 9), high: expect.closeTo(high, 9) });
});
