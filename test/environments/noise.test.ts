import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellHash, diamondAngle, fractalNoise, fractalNoiseAbove, lineCoverage, valueNoise } from "../../src/environments/builtin/noise.js";

const place = fc.double({ min: -500, max: 500, noNaN: true });

describe("noise", () => {
  it("lies in [0, 1], is smooth, and repeats every 128", () => {
    fc.assert(fc.property(place, place, (x, y) => {
      const value = valueNoise(x, y);
      expect(value >= 0 && value <= 1).toBe(true);
      expect(Math.abs(valueNoise(x + 1e-4, y) - value)).toBeLessThan(2e-4);
      expect(valueNoise(x + 128, y - 256)).toBeCloseTo(value, 9);
      expect(fractalNoise(x, y, 5) >= 0 && fractalNoise(x, y, 5) <= 1).toBe(true);
    }));
  });
  it("cuts short only where it stays below the threshold", () => {
    fc.assert(fc.property(place, place, fc.double({ min: 0.3, max: 0.8, noNaN: true }), (x, y, threshold) => {
      const whole = fractalNoise(x, y, 5);
      const short = fractalNoiseAbove(x, y, threshold);
      if (short === 0) expect(whole).toBeLessThanOrEqual(threshold + 1e-12);
      else expect(short).toBeCloseTo(whole, 12);
    }));
  });
  it("hashes cells evenly", () => {
    const values = Array.from({ length: 10_000 }, (_, index) => cellHash(index % 100, Math.floor(index / 100)));
    const counts = Array.from({ length: 10 }, (_, bin) => values.filter((value) => Math.floor(value * 10) === bin).length);
    expect(Math.min(...counts)).toBeGreaterThan(850);
    expect(Math.max(...counts)).toBeLessThan(1150);
  });
});

it("diamondAngle turns once with the compass", () => {
  expect([[1, 0], [0, 1], [-1, 0], [0, -1]].map(([x, y]) => diamondAngle(x!, y!))).toEqual([0, 1, 2, 3]);
  const turn = Array.from({ length: 360 }, (_, degree) => diamondAngle(Math.cos((degree * Math.PI) / 180), Math.sin((degree * Math.PI) / 180)));
  for (let degree = 1; degree < 360; degree++) expect(turn[degree]!).toBeGreaterThan(turn[degree - 1]!);
});

it("lineCoverage keeps a line's share of light when it is thinner than a pixel", () => {
  expect(lineCoverage(0, 0.1, 0.01)).toBe(1);
  expect(lineCoverage(0.2, 0.1, 0.01)).toBe(0);
  expect(lineCoverage(0, 0.001, 0.1)).toBeCloseTo(0.02, 9);
});
