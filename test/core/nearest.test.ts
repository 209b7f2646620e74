import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editDistance, nearest } from "../../src/core/nearest.js";

describe("editDistance", () => {
  it.each([["", "", 0], ["count", "cuont", 1], ["kitten", "sitting", 3], ["abc", "", 3]])("%s → %s = %i", (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });

  it("is symmetric, zero for equals only, and at most the longer length", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        const distance = editDistance(a, b);
        expect(editDistance(b, a)).toBe(distance);
        expect(distance === 0).toBe(a === b);
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
});

describe("nearest", () => {
  const names = ["count", "camera", "controls", "outputs", "shardSize"];
  it.each([["cuont", "count"], ["Camera", "camera"], ["shard-size", "shardSize"], ["output", "outputs"], ["cont", "count"], ["zebra", null], ["", null]])("%s → %s", (name, expected) => {
    expect(nearest(name, names)).toBe(expected);
  });
});
