import { expect, test } from "vitest";
import { random } from "../../../src/core/random.js";
import { bootstrapInterval, bootstrapIntervals } from "../../../src/verify/statistics/bootstrap.js";

const values = Array.from({ length: 400 }, (_, index) => 10 + 2 * random(1, `value ${index}`, "test").normal());
const mean = (times: Uint32Array): number => times.reduce((sum, count, at) => sum + count * values[at]!, 0) / values.length;

test("the interval of a mean is about two standard errors wide to each side", () => {
  const interval = bootstrapInterval(values.length, mean, { seed: 1, purpose: "test" })!;
  expect(interval.high - interval.low).toBeCloseTo(2 * 1.96 * (2 / 20), 1);
  expect(interval.low).toBeLessThan(10);
  expect(interval.high).toBeGreaterThan(10);
});

test("the same seed gives the same interval, and none is given where draws have no figure", () => {
  const options = { seed: 3, purpose: "test", draws: 50 };
  expect(bootstrapInterval(values.length, mean, options)).toEqual(bootstrapInterval(values.length, mean, options));
  expect(bootstrapInterval(values.length, () => null, options)).toBeNull();
});

test("figures of the same draws have the intervals that each has alone", () => {
  const options = { seed: 3, purpose: "test", draws: 50 };
  const twice = (times: Uint32Array): number => 2 * mean(times);
  const alone = [mean, () => null, twice].map((figure) => bootstrapInterval(values.length, figure, options));
  expect(bootstrapIntervals(values.length, [mean, () => null, twice], options)).toEqual(alone);
  expect(alone[2]!.low).toBeCloseTo(2 * alone[0]!.low, 9);
});
