import fc from "fast-check";
import { expect, it } from "vitest";
import { balancedOrder } from "../../src/pipeline/balanced-order.js";

const items = (count: number) => Array.from({ length: count }, (_, index) => index);

it("any prefix holds every item equally often, to within one", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 60 }), fc.integer(), (count, length, seed) => {
      const at = balancedOrder(seed, "path", items(count));
      const times = new Array<number>(count).fill(0);
      for (let position = 0; position < length; position++) times[at(position)]!++;
      expect(Math.max(...times) - Math.min(...times)).toBeLessThanOrEqual(1);
    }),
  );
});

it("does not depend on the order in which it is asked", () => {
  const positions = items(30);
  const forwards = balancedOrder(5, "path", items(7));
  const backwards = balancedOrder(5, "path", items(7));
  const there = positions.map(forwards);
  const back = [...positions].reverse().map(backwards).reverse();
  expect(back).toEqual(there);
});

it("blocks, paths and seeds have orders of their own", () => {
  const block = (seed: number, path: string, first: number) => items(20).map((offset) => balancedOrder(seed, path, items(20))(first + offset)).join();
  expect(new Set([block(1, "a", 0), block(1, "a", 20), block(1, "b", 0), block(2, "a", 0)]).size).toBe(4);
});
