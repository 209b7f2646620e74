import { expect, test } from "vitest";
import type { AnsweredRow } from "../../../src/verify/calibration/row.js";
import { rowWeightsOf } from "../../../src/verify/calibration/row-weights.js";

const rows = (source: AnsweredRow["source"], good: number, bad: number): AnsweredRow[] =>
  Array.from({ length: good + bad }, (_, index) => ({ key: `${source} ${index}`, group: null, values: {}, isGood: index < good, category: "car", viewpoint: null, plantedKind: null, source }));
const sum = (weights: Float64Array, all: readonly AnsweredRow[], wanted: (row: AnsweredRow) => boolean): number => all.reduce((total, row, index) => total + (wanted(row) ? weights[index]! : 0), 0);

test("planted rows count as if as many were bad as in reality; weights are 1 on average", () => {
  const all = rows("planted", 60, 40);
  const weights = rowWeightsOf(all, 0.25);
  expect(sum(weights, all, () => true)).toBeCloseTo(100, 9);
  expect(sum(weights, all, ({ isGood }) => !isGood)).toBeCloseTo(25, 9);
});

test("50 answers of people together count twice as much as all that was planted, 49 count as rows like others", () => {
  const outweighing = [...rows("planted", 300, 100), ...rows("human", 40, 10)];
  const weights = rowWeightsOf(outweighing, 0.25);
  expect(sum(weights, outweighing, ({ source }) => source === "human") / sum(weights, outweighing, ({ source }) => source === "planted")).toBeCloseTo(2, 9);
  expect(sum(weights, outweighing, ({ source, isGood }) => source === "human" && !isGood) / sum(weights, outweighing, ({ source }) => source === "human")).toBeCloseTo(0.2, 9);
  const few = [...rows("planted", 300, 100), ...rows("human", 40, 9)];
  expect(sum(rowWeightsOf(few, 0.25), few, ({ source }) => source === "human")).toBeCloseTo(49, 9);
});

test("more answers of people than twice what was planted count one each, at least", () => {
  const all = [...rows("planted", 30, 10), ...rows("human", 200, 100)];
  const weights = rowWeightsOf(all, 0.25);
  expect(sum(weights, all, ({ source }) => source === "human")).toBeCloseTo(300, 9);
});
