import { expect, test } from "vitest";
import type { Image } from "../../../../src/core/image.js";
import { pictureEdges } from "../../../../src/verify/signals/edges/picture-edges.js";

const SIDE = 48;

function picture(gray: (x: number, y: number) => number): Image {
  const data = new Uint8Array(SIDE * SIDE * 3);
  for (let y = 0; y < SIDE; y++) for (let x = 0; x < SIDE; x++) data.fill(gray(x, y), (y * SIDE + x) * 3, (y * SIDE + x) * 3 + 3);
  return { width: SIDE, height: SIDE, channels: 3, data };
}

const places = (strength: Float32Array): number[] => [...strength.keys()].filter((at) => strength[at]! > 0);

test("a step is one thin line that runs along it", () => {
  const upright = pictureEdges(picture((x) => (x < 20 ? 40 : 200)));
  expect(places(upright.strength).every((at) => at % SIDE === 19 || at % SIDE === 20)).toBe(true);
  expect(places(upright.strength)).toHaveLength(SIDE - 2);
  expect(new Set(places(upright.strength).map((at) => upright.direction[at]))).toEqual(new Set([6]));
  const level = pictureEdges(picture((_, y) => (y < 20 ? 40 : 200)));
  expect(new Set(places(level.strength).map((at) => level.direction[at]))).toEqual(new Set([0]));
  // From top left to bottom right, as y goes down.
  const slanted = pictureEdges(picture((x, y) => (y < x ? 40 : 200)));
  expect(slanted.direction[25 * SIDE + 25]).toBe(3);
});

test("an even picture has no edges", () => {
  expect(places(pictureEdges(picture(() => 90)).strength)).toEqual([]);
});

test("an edge counts by how it stands out of its surroundings, not by its contrast", () => {
  const strengthAt = (gray: (x: number, y: number) => number): number => Math.max(...[19, 20].map((x) => pictureEdges(picture(gray)).strength[24 * SIDE + x]!));
  const strong = strengthAt((x) => (x < 20 ? 20 : 240));
  const faint = strengthAt((x) => (x < 20 ? 90 : 150));
  const inBusy = strengthAt((x, y) => (x < 20 ? 90 : 150) + (Math.floor(x / 3) + Math.floor(y / 3)) % 2 * 60);
  expect(faint).toBeGreaterThan(0.6 * strong);
  expect(inBusy).toBeLessThan(0.95 * faint);
});
