import fc from "fast-check";
import { expect, it } from "vitest";
import { distanceToCovered } from "../../src/controls/coverage.js";
import { softMask } from "../../src/controls/soft-mask.js";

it("distances are those to the nearest covered pixel", () => {
  const size = fc.integer({ min: 1, max: 12 });
  fc.assert(
    fc.property(size, size, fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 144, maxLength: 144 }), (width, height, dice) => {
      const covered = Uint8Array.from({ length: width * height }, (_, pixel) => (dice[pixel] === 0 ? 1 : 0));
      const distances = distanceToCovered(covered, width, height);
      for (let pixel = 0; pixel < covered.length; pixel++) {
        let nearest = Infinity;
        for (let other = 0; other < covered.length; other++) {
          if (covered[other] === 1) nearest = Math.min(nearest, Math.hypot((pixel % width) - (other % width), Math.floor(pixel / width) - Math.floor(other / width)));
        }
        if (nearest === Infinity) expect(distances[pixel]).toBe(Infinity);
        else expect(distances[pixel]).toBeCloseTo(nearest, 5);
      }
    }),
  );
});

it("a soft mask falls evenly from the inside's weight to the outside's", () => {
  const row = (options: { inside: number; outside: number; feather: number }) => [...softMask(Uint8Array.of(0, 0, 1, 0, 0, 0, 0, 0), 8, 1, options)!.data];
  expect(row({ inside: 1, outside: 0, feather: 0 })).toEqual([0, 0, 255, 0, 0, 0, 0, 0]);
  expect(row({ inside: 1, outside: 0.2, feather: 3 })).toEqual([153, 204, 255, 204, 153, 102, 51, 51]);
  expect(row({ inside: 0, outside: 1, feather: 4 })).toEqual([102, 51, 0, 51, 102, 153, 204, 255]);
});
