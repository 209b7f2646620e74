import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeImage, decodePng16 } from "../../src/codecs/image.js";
import { depthUnitsPerStep, encodeOutput } from "../../src/pipeline/outputs.js";
import type { Passes } from "../../src/sample/passes.js";
import type { GeneratedSample } from "../../src/sample/sample.js";
import { OUTPUT_NAMES } from "../../src/recipe/schema.js";
import { smallPlan } from "./small-recipe.js";
import { createProducer } from "../../src/pipeline/produce.js";
import { hashAssets } from "../../src/pipeline/stage-hashes.js";

/** Two pixels: nothing, and one of instance 2 with the given values. */
function twoPixels(values: { depth?: number; normal?: number[]; objectCoordinates?: number[] }): Passes {
  return {
    width: 2,
    height: 1,
    color: new Float32Array(6),
    alpha: Float32Array.of(0, 1),
    depth: Float32Array.of(0, values.depth ?? 1),
    normal: Float32Array.of(0, 0, 0, ...(values.normal ?? [0, 0, -1])),
    instanceId: Uint16Array.of(0, 2),
    partId: Uint16Array.of(0, 300),
    objectCoordinates: Float32Array.of(0, 0, 0, ...(values.objectCoordinates ?? [0, 0, 0])),
  };
}

const sampleOf = (passes: Passes) => ({ passes, controls: {}, content: { instances: [], lighting: { exposure: 1 } } }) as unknown as GeneratedSample;
const encoded = async (name: "depth" | "normal" | "nocs" | "instance" | "part", passes: Passes) =>
  [...(await decodePng16(await encodeOutput(name, sampleOf(passes), depthUnitsPerStep(passes)))).data];

describe("the step of the stored depth", () => {
  it("is the smallest power of two with which the farthest point fits", () => {
    fc.assert(
      fc.property(fc.float({ min: Math.fround(1e-3), max: 1e6, noNaN: true }), (depth) => {
        const step = depthUnitsPerStep(twoPixels({ depth }));
        expect(step * 65535).toBeGreaterThanOrEqual(depth);
        expect((step / 2) * 65535).toBeLessThan(depth);
        let mantissa = step;
        while (mantissa < 1) mantissa *= 2;
        while (mantissa > 1) mantissa /= 2;
        expect(mantissa).toBe(1);
      }),
    );
  });

  it.each([1, 65535 / 65536, 2 * (65535 / 65536), 1.9999])("keeps depth %d to half a step", async (depth) => {
    const passes = twoPixels({ depth });
    const step = depthUnitsPerStep(passes);
    const [nothing, pixel] = await encoded("depth", passes);
    expect(nothing).toBe(0);
    expect(Math.abs(pixel! * step - passes.depth[1]!)).toBeLessThanOrEqual(step / 2);
  });

  it("exists for an empty view, too", () => {
    expect(depthUnitsPerStep({ ...twoPixels({}), depth: new Float32Array(2) })).toBeGreaterThan(0);
  });

  it("never takes an object for nothing", async () => {
    const passes = { ...twoPixels({ depth: 1e-6 }), depth: Float32Array.of(1000, 1e-6), instanceId: Uint16Array.of(1, 2) };
    expect((await encoded("depth", passes))[1]).toBe(1);
  });
});

it("normals and object coordinates come back to within a step; pixels without object are 0", async () => {
  const unit = fc.float({ min: -1, max: 1, noNaN: true });
  await fc.assert(
    fc.asyncProperty(unit, unit, unit, async (x, y, z) => {
      const passes = twoPixels({ normal: [x, y, z], objectCoordinates: [x / 2, y / 2, z / 2] });
      const normal = await encoded("normal", passes);
      const nocs = await encoded("nocs", passes);
      for (const [axis, value] of [x, y, z].entries()) {
        expect(normal[axis]).toBe(0);
        expect(nocs[axis]).toBe(0);
        expect(Math.abs(normal[3 + axis]! / 32767.5 - 1 - value)).toBeLessThan(1.01 / 65535);
        expect(Math.abs(nocs[3 + axis]! / 65535 - 0.5 - value / 2)).toBeLessThan(0.51 / 65535);
      }
    }),
    { numRuns: 20 },
  );
});

it("instances and parts are stored as numbers", async () => {
  expect(await encoded("instance", twoPixels({}))).toEqual([0, 2]);
  expect(await encoded("part", twoPixels({}))).toEqual([0, 300]);
});

it("all outputs of a real sample can be decoded, have its size, and agree about where the object is", async () => {
  const plan = await smallPlan({ outputs: [...OUTPUT_NAMES] });
  const producer = createProducer(plan, await hashAssets(plan));
  const { files, record } = await producer.produce(0, { signal: new AbortController().signal, warn: () => {} });
  const bytesOf = (name: string) => files.find((file) => file.extension === `.${name}.png`)!.bytes;
  for (const name of ["image", "render", "canny", "mask"]) expect(await decodeImage(bytesOf(name))).toMatchObject({ width: 64, height: 64 });
  const mask = (await decodeImage(bytesOf("mask"))).data.filter((_, at) => at % 4 === 0);
  const render = (await decodeImage(bytesOf("render"))).data;
  for (const name of ["depth", "instance", "part"]) {
    const { data } = await decodePng16(bytesOf(name));
    expect([...data].map((value) => (value > 0 ? 255 : 0))).toEqual([...mask]);
  }
  for (let pixel = 0; pixel < mask.length; pixel++) if (mask[pixel] === 255) expect(render[pixel * 4 + 3]).toBeGreaterThan(0);
  expect(Object.keys(record.files).sort()).toEqual([...OUTPUT_NAMES].sort());
});
