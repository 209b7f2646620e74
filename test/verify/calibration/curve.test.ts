import fc from "fast-check";
import { expect, test } from "vitest";
import { random } from "../../../src/core/random.js";
import { chanceOf, fitCurve } from "../../../src/verify/calibration/curve.js";
import { logisticOf } from "../../../src/verify/calibration/log-odds.js";
import { interpolate, rises, weightedQuantiles } from "../../../src/verify/calibration/piecewise.js";
import { fitTail, tailEvidence } from "../../../src/verify/calibration/tail.js";

/** Scores that are twice as sure as they should be. */
const overconfident = Array.from({ length: 3000 }, (_, index) => {
  const chance = random(1, String(index), "curve");
  const logOdds = 1 + 1.5 * chance.normal();
  return { score: 2 * logOdds, isGood: chance.next() < logisticOf(logOdds) };
});
const ones = (count: number): Float64Array => new Float64Array(count).fill(1);
const curve = fitCurve(Float64Array.from(overconfident, ({ score }) => score), overconfident.map(({ isGood }) => isGood), ones(3000));

test("overconfident scores are brought back to chances that hold", () => {
  for (const score of [-4, -1, 0, 2, 5]) expect(chanceOf(curve, score)).toBeCloseTo(logisticOf(score / 2), 1);
});

test("a higher score is a higher chance, everywhere; nothing is certain", () => {
  fc.assert(
    fc.property(fc.double({ min: -50, max: 50, noNaN: true }), fc.double({ min: 1e-3, max: 50, noNaN: true }), (score, step) => {
      expect(chanceOf(curve, score + step)).toBeGreaterThanOrEqual(chanceOf(curve, score));
    }),
  );
  expect(chanceOf(curve, 1e9)).toBeLessThan(1 - 1e-4);
  expect(chanceOf(curve, -1e9)).toBeGreaterThan(1e-4);
});

test("scores that are the wrong way round are not turned: the curve then hardly rises", () => {
  const turned = fitCurve(Float64Array.from(overconfident, ({ score }) => -score), overconfident.map(({ isGood }) => isGood), ones(3000));
  expect(Math.min(...turned.slopes)).toBeGreaterThan(0);
});

test("few rows give a line that hardly leaves the scores", () => {
  const few = fitCurve(Float64Array.of(-1, 0, 1, 2), [false, true, false, true], ones(4));
  expect(few.knots).toHaveLength(1);
  expect(few.slopes.every((slope) => slope > 0.8 && slope < 1.2)).toBe(true);
});

test("pieces rise one after the other; lines join the knots", () => {
  expect(rises([0, 1, 3], -1)).toEqual([0, 0]);
  expect(rises([0, 1, 3], 2)).toEqual([1, 0.5]);
  expect(interpolate([0, 1, 3], [5, 6, 10], 2)).toBe(8);
  expect([interpolate([0, 1], [5, 6], -9), interpolate([0, 1], [5, 6], 9)]).toEqual([5, 6]);
  expect(weightedQuantiles([{ value: 1, weight: 1 }, { value: 2, weight: 3 }], [0.25, 0.3, 1])).toEqual([1, 2, 2]);
});

test("evidence begins at the middle of the good ones, grows outwards, and ends", () => {
  const good = Array.from({ length: 200 }, (_, index) => ({ value: index, weight: 1 }));
  const tail = fitTail(good, 200);
  expect([150, 99.5, 120].map((value) => tailEvidence(tail, value))).toEqual([0, 0, 0]);
  expect(tailEvidence(tail, 19)).toBeCloseTo(Math.log(5), 1);
  expect(tailEvidence(tail, -5)).toBeGreaterThan(tailEvidence(tail, 0));
  expect(tailEvidence(tail, -1e12)).toBeCloseTo(Math.log(100) + 1, 1);
  // A number that is the same for all good ones: any worse one is unusual.
  const constant = fitTail(good.map(({ weight }) => ({ value: 3, weight })), 0);
  expect([tailEvidence(constant, 3), tailEvidence(constant, 4)]).toEqual([0, 0]);
  expect(tailEvidence(constant, 2.9)).toBeGreaterThan(4);
  for (const { values } of [tail, constant]) expect(values.every((value, at) => at === 0 || value > values[at - 1]!)).toBe(true);
});
