import { expect, test } from "vitest";
import { cutForPrecision, precisionCurve } from "../../../src/verify/statistics/precision.js";

const rows = [
  { score: 0.9, isGood: true },
  { score: 0.8, isGood: false },
  { score: 0.7, isGood: true },
  { score: 0.7, isGood: true },
  { score: 0.2, isGood: false },
  { score: 0.1, isGood: true },
];

test("a cut accepts everything from it on", () => {
  expect(precisionCurve(rows).map(({ cut, precision, yield: share, accepted }) => [cut, precision, share, accepted])).toEqual([
    [0.9, 1, 0.25, 1 / 6],
    [0.8, 0.5, 0.25, 2 / 6],
    [0.7, 0.75, 0.75, 4 / 6],
    [0.2, 0.6, 0.75, 5 / 6],
    [0.1, 4 / 6, 1, 1],
  ]);
});

test("of all cuts that reach a precision, the one with the most is taken", () => {
  const curve = precisionCurve(rows);
  expect(cutForPrecision(curve, 0.75)).toMatchObject({ cut: 0.7, yield: 0.75 });
  expect(cutForPrecision(curve, 0.9)).toMatchObject({ cut: 0.9 });
  expect(cutForPrecision(precisionCurve([{ score: 1, isGood: false }]), 0.5)).toBeNull();
});
