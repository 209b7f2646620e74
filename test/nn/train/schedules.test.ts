import { expect, it } from "vitest";
import { shuffledBatches } from "../../../src/nn/train/batches.js";
import { constantRate, cosineRate, stepRate, warmUp } from "../../../src/nn/train/schedules.js";

it("rates over steps", () => {
  expect(constantRate(0.1)(1000)).toBe(0.1);
  const cosine = cosineRate(1, 10, 0.2);
  expect([0, 5, 10, 20].map((step) => Math.round(cosine(step) * 1e9) / 1e9)).toEqual([1, 0.6, 0.2, 0.2]);
  expect([0, 49, 50, 100].map((step) => Math.round(stepRate(1, 50)(step) * 1e9) / 1e9)).toEqual([1, 1, 0.1, 0.01]);
  expect([0, 1, 2, 3, 4].map(warmUp(4, constantRate(1)))).toEqual([0.25, 0.5, 0.75, 1, 1]);
});

it("every pass sees every sample, in another order, in equal batches", () => {
  const passes = [0, 1].map((pass) => shuffledBatches(10, 4, 7, pass));
  for (const batches of passes) {
    expect(batches.map((batch) => batch.length)).toEqual([4, 4, 4]);
    expect(new Set(batches.flat()).size).toBe(10);
    expect(batches.flat().slice(10)).toEqual(batches.flat().slice(0, 2));
  }
  expect(passes[0]).not.toEqual(passes[1]);
  expect(shuffledBatches(10, 4, 7, 0)).toEqual(passes[0]);
  expect(shuffledBatches(2, 5, 1, 0)).toHaveLength(1);
  expect(shuffledBatches(0, 5, 1, 0)).toEqual([]);
});
