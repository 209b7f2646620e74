import fc from "fast-check";
import { expect, test } from "vitest";
import { depthAgreement } from "../../../../src/verify/signals/depth/depth-agreement.js";

const depths = fc.uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength: 3, maxLength: 40 });

test("scale and shift do not matter", () => {
  fc.assert(fc.property(depths, fc.double({ min: 0.1, max: 10, noNaN: true }), fc.double({ min: -100, max: 100, noNaN: true }), (depth, scale, shift) => {
    const { rank, error } = depthAgreement(depth, depth.map((value) => value * scale + shift))!;
    expect(rank).toBeCloseTo(1);
    expect(error).toBeLessThan(1e-5);
  }));
});

test("depth the wrong way round does not agree at all", () => {
  expect(depthAgreement([1, 2, 3, 5], [-1, -2, -3, -5])).toEqual({ rank: -1, error: 1 });
});

test("ranks see order alone, and ties share theirs", () => {
  expect(depthAgreement([1, 2, 3, 4], [1, 10, 100, 1000])!.rank).toBeCloseTo(1);
  expect(depthAgreement([1, 1, 2, 2], [5, 5, 7, 7])!.rank).toBeCloseTo(1);
});

test("what does not vary cannot be compared", () => {
  expect(depthAgreement([1, 1, 1], [1, 2, 3])).toBeNull();
});
