import { expect, test } from "vitest";
import { random } from "../../../../src/core/random.js";
import { hashDistance, perceptualHash } from "../../../../src/verify/signals/sanity/perceptual-hash.js";

const SIDE = 64;

/** Soft blobs. */
function blobs(seed: number): (x: number, y: number) => number {
  const numbers = random(seed, "blobs", "places");
  const places = Array.from({ length: 6 }, () => [numbers.uniform(0, 1), numbers.uniform(0, 1), numbers.uniform(-90, 90)] as const);
  return (x, y) => places.reduce((sum, [u, v, height]) => sum + height * Math.exp(-((x - u) ** 2 + (y - v) ** 2) / 0.03), 128);
}
const gray = (picture: (x: number, y: number) => number, side: number): Float32Array => Float32Array.from({ length: side * side }, (_, at) => picture((at % side) / side, Math.floor(at / side) / side));

test("a picture keeps its hash when it is brighter, noisy or larger", () => {
  const noise = random(1, "noise", "gray");
  for (const seed of [1, 2, 3]) {
    const own = perceptualHash(gray(blobs(seed), SIDE), SIDE, SIDE);
    expect(hashDistance(own, perceptualHash(gray((x, y) => blobs(seed)(x, y) * 0.8 + 30 + 3 * noise.normal(), SIDE), SIDE, SIDE))).toBeLessThanOrEqual(6);
    expect(hashDistance(own, perceptualHash(gray(blobs(seed), 96), 96, 96))).toBeLessThanOrEqual(6);
  }
});

test("other pictures have other hashes", () => {
  const hashes = Array.from({ length: 8 }, (_, seed) => perceptualHash(gray(blobs(seed), SIDE), SIDE, SIDE));
  hashes.forEach((hash, index) => hashes.slice(index + 1).forEach((other) => expect(hashDistance(hash, other)).toBeGreaterThan(12)));
});

test("the distance counts bits", () => {
  expect(hashDistance([0, 0], [0, 0])).toBe(0);
  expect(hashDistance([-1, 0], [0, 0])).toBe(32);
  expect(hashDistance([0b1011, 1 << 31], [0b1000, 0])).toBe(3);
});
