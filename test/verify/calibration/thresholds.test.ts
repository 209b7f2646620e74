import { expect, test } from "vitest";
import { fitThresholds, thresholdFor } from "../../../src/verify/calibration/thresholds.js";

const row = (chance: number, isGood: boolean) => ({ chance, isGood, weight: 1 });
const many = (count: number, chance: number, isGood: boolean) => Array.from({ length: count }, (_, index) => row(chance - index * 1e-6, isGood));

test("the cut is the lowest that reaches the precision; the next higher precision that is known serves those between", () => {
  const thresholds = fitThresholds([...many(60, 0.98, true), ...many(30, 0.8, true), ...many(10, 0.79, false), ...many(40, 0.55, false)]);
  const at = (precision: number) => thresholdFor({ thresholds }, precision);
  expect(at(0.95)).toMatchObject({ yield: 1 });
  expect(at(0.95)!.cut).toBeCloseTo(0.8, 1);
  expect(at(0.9512)).toEqual(thresholds.find(({ precision }) => precision >= 0.9512));
  const cuts = thresholds.flatMap(({ cut }) => cut ?? []);
  expect(cuts).toEqual([...cuts].sort((a, b) => a - b));
});

test("what is more likely wrong than right is never accepted, however low the precision", () => {
  const thresholds = fitThresholds([...many(90, 0.9, true), ...many(5, 0.45, false)]);
  expect(thresholdFor({ thresholds }, 0.5)!.cut).toBeGreaterThanOrEqual(0.5);
});

test("a handful of rows says nothing of a precision", () => {
  const thresholds = fitThresholds([...many(10, 0.99, true), ...many(40, 0.8, false), ...many(40, 0.7, true)]);
  expect(thresholdFor({ thresholds }, 0.95)).toBeNull();
});
