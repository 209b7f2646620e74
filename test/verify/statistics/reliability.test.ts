import { expect, test } from "vitest";
import { random } from "../../../src/core/random.js";
import { expectedCalibrationError, reliabilityCurve } from "../../../src/verify/statistics/reliability.js";

test("chances stand in bins of equal width, with what came true", () => {
  const curve = reliabilityCurve([{ chance: 0.9, isGood: true }, { chance: 0.8, isGood: false }, { chance: 0.1, isGood: false }, { chance: 0, isGood: false }, { chance: 1, isGood: true }], 2);
  expect(curve).toEqual([
    { low: 0, high: 0.5, count: 2, weight: 2, meanChance: 0.05, goodShare: 0 },
    { low: 0.5, high: 1, count: 3, weight: 3, meanChance: expect.closeTo(0.9, 12), goodShare: expect.closeTo(2 / 3, 12) },
  ]);
});

test("the error is that of the bins, by how many each holds", () => {
  const forecasts = [{ chance: 0.9, isGood: true }, { chance: 0.7, isGood: false }, { chance: 0.2, isGood: false }, { chance: 0.3, isGood: false }];
  expect(expectedCalibrationError(forecasts, 2)).toBeCloseTo(0.5 * Math.abs(0.8 - 0.5) + 0.5 * 0.25, 12);
  expect(expectedCalibrationError([])).toBeNull();
});

test("chances that come true have nearly no error, overconfident ones do", () => {
  const chance = random(1, "test", "reliability");
  const honest = Array.from({ length: 20_000 }, () => {
    const share = chance.next();
    return { chance: share, isGood: chance.next() < share };
  });
  expect(expectedCalibrationError(honest)).toBeLessThan(0.02);
  expect(expectedCalibrationError(honest.map((each) => ({ ...each, chance: each.chance > 0.5 ? 1 : 0 })))).toBeCloseTo(0.25, 1);
});
