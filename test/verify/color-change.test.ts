import fc from "fast-check";
import { expect, test } from "vitest";
import { random } from "../../src/core/random.js";
import { changedColor, drawColorChange, SAME_COLORS } from "../../src/verify/color-change.js";

test("without a change, bytes become numbers from -1 to 1", () => {
  expect([0, 127.5, 255].map((byte) => changedColor(SAME_COLORS, 1, byte))).toEqual([-1, 0, 1]);
});

test("a change is a factor and a summand for each colour", () => {
  const change = { order: [0, 1, 2], gain: [1, 0.5, 2], bias: [0, 0.25, -1] } as const;
  expect([0, 1, 2].map((color) => changedColor(change, color, 255))).toEqual([1, 0.75, 1]);
});

test("drawn changes use every colour once, in each of the six orders", () => {
  const orders = new Set<string>();
  fc.assert(fc.property(fc.nat(1000), (draw) => {
    const { order, gain } = drawColorChange(random(1, String(draw), "test"));
    expect([...order].sort()).toEqual([0, 1, 2]);
    expect(Math.min(...gain)).toBeGreaterThan(0);
    orders.add(order.join(""));
  }), { numRuns: 200 });
  expect(orders.size).toBe(6);
});
