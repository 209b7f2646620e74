import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as math from "../../src/core/math.js";

function close(actual: number, wanted: number, bound: number): void {
  expect(Math.abs(actual - wanted)).toBeLessThanOrEqual(bound);
}

describe("deterministic math agrees with the engine's within the stated error", () => {
  const angle = fc.double({ min: -1_000_000, max: 1_000_000, noNaN: true });
  it.each([["sin", math.sin, Math.sin], ["cos", math.cos, Math.cos]] as const)("%s", (_name, ours, theirs) => {
    fc.assert(fc.property(angle, (x) => close(ours(x), theirs(x), 4e-16)), { numRuns: 5000 });
  });
  it("atan2, asin, acos", () => {
    const number = fc.double({ min: -10, max: 10, noNaN: true });
    fc.assert(fc.property(number, number, (y, x) => close(math.atan2(y, x), Math.atan2(y, x), 5e-16)), { numRuns: 5000 });
    fc.assert(fc.property(fc.double({ min: -1, max: 1, noNaN: true }), (x) => {
      close(math.asin(x), Math.asin(x), 4.5e-16);
      close(math.acos(x), Math.acos(x), 9e-16);
    }), { numRuns: 5000 });
  });
  it("exp, log, pow", () => {
    fc.assert(fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => close(math.exp(x) / Math.exp(x), 1, 5e-16)), { numRuns: 5000 });
    fc.assert(fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => close(math.log(x), Math.log(x), 4e-16 * Math.max(1, Math.abs(Math.log(x))))), { numRuns: 5000 });
    fc.assert(fc.property(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), fc.double({ min: -4, max: 4, noNaN: true }), (x, y) => close(math.pow(x, y) / Math.pow(x, y), 1, 1e-14)), { numRuns: 5000 });
  });
  it("has the special values of the engine's", () => {
    expect([math.exp(-800), math.exp(800), math.log(0), math.pow(0, 2), math.atan2(0, -1)]).toEqual([0, Infinity, -Infinity, 0, Math.PI]);
    expect(math.exp(-720)).toBeCloseTo(Math.exp(-720), 320);
    expect(math.wrapTurn(-1e-20)).toBe(0);
  });
});
