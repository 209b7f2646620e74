import fc from "fast-check";
import { expect, test } from "vitest";
import { degrees } from "../../../src/core/math.js";
import { addSoftTarget, azimuthBin, BIN_RADIANS, BINS, decodeAngle, decodeOriginal, HEADS, signedBin, signedTurn } from "../../../src/verify/kcf/bins.js";

test("bins are those of the original's formulas", () => {
  // floor(az / pi * 41 / 2) and ceil(x / pi * 41 / 2 + 41 / 2 - 1), computed by Python
  expect([0, 0.1, 1, Math.PI / 2, 3, Math.PI, 5.5, 6.28].map(azimuthBin)).toEqual([0, 0, 6, 10, 19, 20, 35, 40]);
  expect([-1.5, -0.5, -0.1, 0, 0.05, 0.1, 0.6, 1.2, Math.PI / 2].map(signedBin)).toEqual([10, 17, 19, 20, 20, 21, 24, 28, 30]);
});

const angleOf = (head: (typeof HEADS)[number]) => (head === "azimuth" ? fc.double({ min: 0, max: 6.283, noNaN: true }) : fc.double({ min: -1.57, max: 1.57, noNaN: true }));

function meanErrorDegrees(head: (typeof HEADS)[number], decode: typeof decodeAngle): number {
  const angles = Array.from({ length: 20_000 }, (_, index) => (head === "azimuth" ? 2 * Math.PI : Math.PI) * ((index + 0.5) / 20_000) - (head === "azimuth" ? 0 : Math.PI / 2));
  const errors = angles.map((angle) => {
    const chances = new Float32Array(BINS);
    chances[head === "azimuth" ? azimuthBin(angle) : signedBin(angle)] = 1;
    return signedTurn(decode(head, chances) - angle);
  });
  return degrees(errors.reduce((sum, error) => sum + error, 0) / errors.length);
}

test("the original reads elevation and in-plane rotation half a bin too low; here nothing is read askew", () => {
  expect(meanErrorDegrees("azimuth", decodeOriginal)).toBeCloseTo(0, 1);
  expect(meanErrorDegrees("elevation", decodeOriginal)).toBeCloseTo(-4.39, 1);
  expect(meanErrorDegrees("inPlane", decodeOriginal)).toBeCloseTo(-4.39, 1);
  for (const head of HEADS) expect(meanErrorDegrees(head, decodeAngle)).toBeCloseTo(0, 1);
});

test("a soft target is read back as the angle it was made of, wherever in its bin that is", () => {
  for (const head of HEADS) {
    fc.assert(
      fc.property(angleOf(head), (angle) => {
        const chances = new Float32Array(BINS);
        addSoftTarget(head, angle, 1, chances);
        expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 5);
        expect(Math.abs(signedTurn(decodeAngle(head, chances) - angle))).toBeLessThan(0.05 * BIN_RADIANS);
      }),
    );
  }
});

test("chances of a soft target fall off around the circle, also across its seam", () => {
  const chances = new Float32Array(BINS);
  addSoftTarget("azimuth", 0.01, 1, chances);
  expect(chances[40]).toBeCloseTo(chances[0]!, 1);
  expect(chances[39]!).toBeGreaterThan(chances[5]!);
});
