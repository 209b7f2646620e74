import { expect, it } from "vitest";
import type { Image } from "../../../src/core/image.js";
import { edgeRecall } from "../../../src/generate/remote/edge-recall.js";

const SIDE = 40;

/** A bright square from `from` on, on dark. */
function square(from: number): Image {
  const data = new Uint8Array(SIDE * SIDE * 3);
  for (let y = from; y < 30; y++) data.fill(255, (y * SIDE + from) * 3, (y * SIDE + 30) * 3);
  return { width: SIDE, height: SIDE, channels: 3, data };
}

/** The left side of the square at `x`. */
function line(x: number): Image {
  const data = new Uint8Array(SIDE * SIDE);
  for (let y = 15; y < 25; y++) data[y * SIDE + x] = 255;
  return { width: SIDE, height: SIDE, channels: 1, data };
}

it("is the share of the control's edges that the picture has within two pixels", () => {
  expect(edgeRecall(square(10), line(10), () => true)).toBe(1);
  expect(edgeRecall(square(12), line(10), () => true)).toBe(1);
  expect(edgeRecall(square(15), line(10), () => true)).toBe(0);
  const flat: Image = { width: SIDE, height: SIDE, channels: 3, data: new Uint8Array(SIDE * SIDE * 3) };
  expect(edgeRecall(flat, line(10), () => true)).toBe(0);
});

it("looks inside the mask alone, and says nothing without edges there", () => {
  const both = line(10);
  for (let y = 15; y < 25; y++) both.data[y * SIDE + 20] = 255;
  expect(edgeRecall(square(10), both, () => true)).toBe(0.5);
  const left = (pixel: number): boolean => pixel % SIDE < 15;
  expect(edgeRecall(square(10), both, left)).toBe(1);
  expect(edgeRecall(square(10), line(20), left)).toBeNull();
});
