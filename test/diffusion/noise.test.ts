import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createNoiseSource, drawBatch } from "../../src/diffusion/noise.js";

const golden = JSON.parse(readFileSync(new URL("../golden/noise/draws.json", import.meta.url), "utf8")) as {
  sequences: { seed: number; draws: number[][] }[];
  large: { seed: number; size: number; every: number; values: number[] };
};

function expectNear(actual: ArrayLike<number>, expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, i) => expect(Math.abs(actual[i]! - value)).toBeLessThan(2e-6));
}

describe("torch's noise", () => {
  it.each(golden.sequences)("of seed $seed in draws of all sizes", ({ seed, draws }) => {
    const source = createNoiseSource(seed, "torch");
    for (const draw of draws) expectNear(source.draw(draw.length), draw);
  });

  it("of a latent image of 64 × 64", () => {
    const { seed, size, every, values } = golden.large;
    const noise = createNoiseSource(seed, "torch").draw(size);
    expectNear(noise.filter((_, i) => i % every === 0), values);
  });
});

describe("our noise", () => {
  it("is standard normal and without relation between its halves, its draws and its seeds", () => {
    const count = 20_000;
    const source = createNoiseSource(3);
    const draws = [source.draw(count), source.draw(count), createNoiseSource(4).draw(count)];
    const mean = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    for (const draw of draws) {
      expect(Math.abs(mean(draw))).toBeLessThan(0.03);
      expect(mean(draw.map((value) => value * value))).toBeCloseTo(1, 1);
      expect(mean(draw.map((value) => value * value * value * value))).toBeCloseTo(3, 0);
    }
    const [first, second, third] = draws as [Float32Array, Float32Array, Float32Array];
    for (const [a, b] of [[first, second], [first, third], [first.subarray(1), first.subarray(0, -1)]] as const) {
      expect(Math.abs(mean(a.map((value, i) => value * b[i]!)))).toBeLessThan(0.03);
    }
  });

  it("keeps its bits", () => {
    expect([...createNoiseSource(7).draw(4)]).toMatchInlineSnapshot(`
      [
        2.66349458694458,
        -0.20513422787189484,
        1.474538803100586,
        -0.29928097128868103,
      ]
    `);
  });

  it("does not depend on the place in a batch, nor on sizes drawn before", () => {
    const alone = createNoiseSource(11);
    const rows = [alone.draw(6), alone.draw(5)];
    for (const generator of ["dst3d", "torch"] as const) {
      const batch = [9, 11, 2].map((seed) => createNoiseSource(seed, generator));
      expect(drawBatch(batch, 6).subarray(6, 12)).toEqual(createNoiseSource(11, generator).draw(6));
    }
    const other = createNoiseSource(11);
    other.draw(100);
    expect(other.draw(5)).toEqual(rows[1]);
  });

  it("refuses seeds that are no whole numbers from 0 on", () => {
    for (const seed of [-1, 0.5, NaN, 2 ** 53]) expect(() => createNoiseSource(seed)).toThrow(/seed/);
  });
});
