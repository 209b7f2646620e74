import fc from "fast-check";
import { expect, it } from "vitest";
import { diameter } from "../../src/geometry/diameter.js";

it("is the largest distance of all pairs", () => {
  fc.assert(fc.property(fc.array(fc.tuple(...([0, 1, 2] as const).map(() => fc.double({ min: -5, max: 5, noNaN: true }))), { minLength: 1, maxLength: 40 }), (points) => {
    let most = 0;
    for (const a of points) for (const b of points) most = Math.max(most, Math.sqrt((a[0]! - b[0]!) ** 2 + (a[1]! - b[1]!) ** 2 + (a[2]! - b[2]!) ** 2));
    expect(diameter(points.flat() as number[])).toBeCloseTo(most, 9);
  }));
});
