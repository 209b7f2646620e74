import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { random, threefry2x32 } from "../../src/core/random.js";

describe("random", () => {
  it("is Threefry-2x32-20: the known answers of the Random123 distribution", () => {
    const out = new Uint32Array(2);
    threefry2x32(0, 0, 0, 0, out);
    expect([...out]).toEqual([0x6b200159, 0x99ba4efe]);
    threefry2x32(0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, out);
    expect([...out]).toEqual([0x1cb996fc, 0xbb002be7]);
    threefry2x32(0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3, out);
    expect([...out]).toEqual([0xc4923a9c, 0x483df7a0]);
  });
  it("depends on seed, path and purpose and on nothing else", () => {
    const first = random(7, "scene/12/view/3", "camera").next();
    expect(random(7, "scene/12/view/3", "camera").next()).toBe(first);
    for (const other of [random(8, "scene/12/view/3", "camera"), random(7, "scene/12/view/4", "camera"), random(7, "scene/12/view/3", "light")]) {
      expect(other.next()).not.toBe(first);
    }
  });
  it("keys do not collide or correlate over many paths", () => {
    const values = Array.from({ length: 100_000 }, (_, index) => random(1, `scene/${index}`, "shape").next());
    expect(new Set(values).size).toBe(values.length);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.004);
    const lag = values.slice(1).reduce((sum, value, index) => sum + (value - 0.5) * (values[index]! - 0.5), 0) / values.length;
    expect(Math.abs(lag * 12)).toBeLessThan(0.013);
  });
  it("truncated normals stay in range, always end, and have the right mean", () => {
    fc.assert(fc.property(fc.integer(), fc.double({ min: -50, max: 50, noNaN: true }), fc.double({ min: 0.001, max: 5, noNaN: true }), (seed, low, width) => {
      const value = random(seed, "x", "y").truncatedNormal(0, 1, low, low + width);
      return value >= low && value <= low + width;
    }));
    const stream = random(1, "mean", "normal");
    const values = Array.from({ length: 20_000 }, () => stream.truncatedNormal(60, 20, 0, 195));
    expect(Math.abs(values.reduce((a, b) => a + b) / values.length - 60.05)).toBeLessThan(0.6);
  });
  it("shuffles keep the elements", () => {
    fc.assert(fc.property(fc.integer(), fc.array(fc.integer()), (seed, list) => {
      expect(random(seed, "a", "b").shuffle(list).sort()).toEqual([...list].sort());
    }));
  });
});
