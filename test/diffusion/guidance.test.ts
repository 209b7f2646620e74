import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { controlActs, controlSpan, firstTimestepIndex, guidanceEmbedding, guided, rescaledGuidance, residualScales } from "../../src/diffusion/guidance.js";

const golden = JSON.parse(readFileSync(new URL("../golden/guidance/guidance.json", import.meta.url), "utf8")) as {
  sampleLength: number;
  unconditional: number[];
  conditional: number[];
  guided: { scale: number; rescale: number; combined: number[]; rescaled: number[] }[];
  embeddings: { scale: number; length: number; values: number[] }[];
  ladders: Record<string, number[]>;
  original: number[];
  keeps: { start: number; end: number; count: number; keeps: number[] }[];
};

function expectNear(actual: ArrayLike<number>, expected: readonly number[], tolerance: number): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, i) => expect(Math.abs(actual[i]! - value)).toBeLessThanOrEqual(tolerance));
}

describe("guidance", () => {
  const unconditional = Float32Array.from(golden.unconditional);
  const conditional = Float32Array.from(golden.conditional);

  it.each(golden.guided)("of scale $scale, rescaled by $rescale, is diffusers'", ({ scale, rescale, combined, rescaled }) => {
    const ours = guided(unconditional, conditional, scale);
    expect([...ours]).toEqual(combined);
    expectNear(rescaledGuidance(ours, conditional, rescale, golden.sampleLength), rescaled, 2e-6);
  });

  it("of scale 1 is the conditional output but for rounding", () => {
    expectNear(guided(unconditional, conditional, 1), golden.conditional, 5e-7);
  });

  it("wants outputs of one length", () => {
    expect(() => guided(unconditional.subarray(1), conditional, 2)).toThrow(/unconditional has 71/);
  });

  // Angles reach 13,000, where a float32 is 1e-3 wide.
  it.each(golden.embeddings)("as an embedding of $length elements is diffusers' for scale $scale", ({ scale, length, values }) => {
    expectNear(guidanceEmbedding(scale, length), values, 1e-3);
  });
});

describe("weights of a ControlNet's residuals", () => {
  it("are all the same without guess mode", () => {
    expect(residualScales(3, 0.7, null)).toEqual([0.7, 0.7, 0.7]);
  });

  it("climb by 0.825 as in the original", () => {
    expectNear(residualScales(13, 1, "original"), golden.original, 1e-12);
    expect(residualScales(13, 0.5, "original")[12]).toBe(0.5);
  });

  it("climb from 0.1 to 1 as in diffusers", () => {
    for (const [count, ladder] of Object.entries(golden.ladders)) expectNear(residualScales(Number(count), 1, "diffusers"), ladder, 1e-7);
    expect(residualScales(10, 2, "diffusers")[0]).toBeCloseTo(0.2, 12);
  });
});

describe("the span of a control", () => {
  it.each(golden.keeps)("$start to $end of $count steps is diffusers'", ({ start, end, count, keeps }) => {
    expect(keeps.map((_, i) => Number(controlActs({ start, end }, i, count)))).toEqual(keeps);
  });

  it("is refused where it is empty", () => {
    expect(controlSpan.parse({})).toEqual({ start: 0, end: 1 });
    expect(controlSpan.safeParse({ start: 0.5, end: 0.5 }).success).toBe(false);
  });
});

describe("image to image", () => {
  it("leaves out the first steps", () => {
    expect(firstTimestepIndex(20, 1, 1)).toBe(0);
    expect(firstTimestepIndex(20, 0.75, 1)).toBe(5);
    expect(firstTimestepIndex(10, 0.58, 2)).toBe(10);
  });

  it("needs a step", () => {
    for (const strength of [0, 0.01, 1.2, NaN]) expect(() => firstTimestepIndex(20, strength, 1)).toThrow(/strength/);
  });
});
