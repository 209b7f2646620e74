import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { random } from "../../../src/core/random.js";
import { drawWarp, warped } from "../../../src/generate/imitation/warp.js";

const size = { width: fc.integer({ min: 2, max: 60 }), height: fc.integer({ min: 2, max: 60 }) };

describe("a warp", () => {
  it("moves no pixel farther than it may, and some nearly so far", () => {
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: 0.1, max: 8, noNaN: true }), (seed, most) => {
        const { x, y } = drawWarp(48, 32, most, random(seed, "test", "warp"));
        let longest = 0;
        x.forEach((dx, pixel) => (longest = Math.max(longest, Math.hypot(dx, y[pixel]!))));
        expect(longest).toBeLessThanOrEqual(most * (1 + 1e-6));
        expect(longest).toBeGreaterThan(most * 0.5);
      }),
    );
  });

  it("is smooth: neighbours move alike", () => {
    // The default's farthest: 4 pixels of 512.
    const { x } = drawWarp(512, 64, 4, random(3, "test", "warp"));
    let steepest = 0;
    for (let pixel = 1; pixel < x.length; pixel++) if (pixel % 512 !== 0) steepest = Math.max(steepest, Math.abs(x[pixel]! - x[pixel - 1]!));
    expect(steepest).toBeLessThan(0.2);
  });
});

describe("warped", () => {
  it("shows what lies at the displaced place, and the border's colours beyond it", () => {
    // One row: brightness is the column.
    const color = Float32Array.from({ length: 5 * 2 * 3 }, (_, at) => Math.floor(at / 3) % 5);
    const move = (dx: number) => warped(color, 5, 2, { x: new Float32Array(10).fill(dx), y: new Float32Array(10) });
    expect([0, 1, 2, 3, 4].map((column) => move(1.5)[column * 3])).toEqual([1.5, 2.5, 3.5, 4, 4]);
    expect(move(-2)[4 * 3]).toBe(2);
  });

  it("invents no colours", () => {
    fc.assert(
      fc.property(size.width, size.height, fc.integer(), (width, height, seed) => {
        const stream = random(seed, "test", "colors");
        const color = Float32Array.from({ length: width * height * 3 }, () => stream.next());
        const result = warped(color, width, height, drawWarp(width, height, 5, stream));
        expect(Math.max(...result)).toBeLessThanOrEqual(Math.max(...color) + 1e-6);
        expect(Math.min(...result)).toBeGreaterThanOrEqual(Math.min(...color) - 1e-6);
      }),
      { numRuns: 30 },
    );
  });
});
