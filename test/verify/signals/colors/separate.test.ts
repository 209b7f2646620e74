import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Image } from "../../../../src/core/image.js";
import { random } from "../../../../src/core/random.js";
import { rankSeparation } from "../../../../src/verify/signals/colors/rank-separation.js";
import { separate } from "../../../../src/verify/signals/colors/separate.js";

const SIDE = 96;
const SIZES = { ring: 8, square: 12 };
type Rgb = readonly [number, number, number];

/** A disk. */
const mask = Uint8Array.from({ length: SIDE * SIDE }, (_, at) => (Math.hypot((at % SIDE) - 47.5, Math.floor(at / SIDE) - 47.5) < 28 ? 1 : 0));
const whole = new Uint8Array(SIDE * SIDE).fill(1);

function picture(colorAt: (x: number, y: number, isInside: boolean) => Rgb): Image {
  const numbers = random(4, "colors", "noise");
  const data = new Uint8Array(SIDE * SIDE * 3);
  for (let at = 0; at < SIDE * SIDE; at++) {
    colorAt(at % SIDE, Math.floor(at / SIDE), mask[at] === 1).forEach((value, channel) => (data[at * 3 + channel] = Math.max(0, Math.min(255, value + 12 * numbers.normal()))));
  }
  return { width: SIDE, height: SIDE, channels: 3, data };
}

const RED: Rgb = [180, 60, 50];
const GREEN: Rgb = [60, 150, 70];

describe("separation", () => {
  test("is nearly 1 where the object has its own colours, and a half where there is none", () => {
    expect(separate(picture((_, __, isInside) => (isInside ? RED : GREEN)), mask, whole, SIZES)!.weakest).toBeGreaterThan(0.97);
    const nothing = separate(picture(() => GREEN), mask, whole, SIZES)!;
    expect(nothing.mean).toBeGreaterThan(0.4);
    expect(nothing.mean).toBeLessThan(0.6);
  });

  test("is a half where the picture changes, but not at the outline", () => {
    const { mean } = separate(picture((x) => (x < 48 ? RED : GREEN)), mask, whole, SIZES)!;
    expect(mean).toBeLessThan(0.7);
  });

  test("is weak along the missing half of an object", () => {
    const { mean, weakest } = separate(picture((x, _, isInside) => (isInside && x < 48 ? RED : GREEN)), mask, whole, SIZES)!;
    expect(weakest).toBeLessThan(0.65);
    expect(mean).toBeGreaterThan(weakest + 0.1);
  });

  test("does not look beyond the picture, and is null where there is no outline in it", () => {
    const image = picture((_, __, isInside) => (isInside ? RED : GREEN));
    expect(separate(image, mask, new Uint8Array(SIDE * SIDE), SIZES)).toBeNull();
    expect(separate(image, whole, whole, SIZES)).toBeNull();
    expect(separate(image, new Uint8Array(SIDE * SIDE), whole, SIZES)).toBeNull();
  });
});

test("rank separation is the share of pairs in the right order", () => {
  const values = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 12 });
  fc.assert(fc.property(values, values, (first, second) => {
    const pairs = first.flatMap((a) => second.map((b) => (a > b ? 1 : a === b ? 0.5 : 0)));
    expect(rankSeparation(first, second)).toBeCloseTo(pairs.reduce((sum: number, won) => sum + won, 0) / pairs.length);
  }));
  expect(rankSeparation([], [1])).toBeNull();
});
