import fc from "fast-check";
import { expect, it } from "vitest";
import { blur } from "../../../src/generate/imitation/blur.js";

it("spreads a point over its neighbours, and keeps the sum where no border is near", () => {
  const values = new Float32Array(81);
  values[40] = 9;
  blur(values, 9, 9, 1, 1, 1);
  expect([values[40], values[31], values[30], values[29]].map((value) => Math.round(value! * 1e5) / 1e5)).toEqual([1, 1, 1, 0]);
  expect(values.reduce((sum, value) => sum + value)).toBeCloseTo(9, 5);
});

it("leaves what is even as it is, up to the border", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 20 }), (width, height, radius) => {
      const values = new Float32Array(width * height * 3).fill(0.5);
      blur(values, width, height, 3, radius);
      for (const value of values) expect(value).toBeCloseTo(0.5, 5);
    }),
  );
});
