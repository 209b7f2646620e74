/** Models that users bring and that are not what they should be: each is refused by name, with what it must be. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Graph } from "../../../src/nn/graph/graph.js";
import { convolve } from "../../../src/nn/ops/convolution.js";
import { globalAveragePool } from "../../../src/nn/ops/pooling.js";
import { encodeGraph } from "../../../src/nn/session/open-graph.js";
import { CLIP, IMAGENET } from "../../../src/verify/outside-models/picture-form.js";
import { openPictureModel, planesOf } from "../../../src/verify/outside-models/picture-model.js";
import type { Signal } from "../../../src/verify/signal.js";
import { classSignal } from "../../../src/verify/signals/class.js";
import { depthSignal } from "../../../src/verify/signals/depth.js";
import { orientationSignal } from "../../../src/verify/signals/orientation.js";
import { mixChannels, PLAIN, writeDepthModel, writeImageModel, writeOrientationModel, writePictureModel, writeTextModel, writeTokenizer } from "../signals/small-models.js";
import { goodSamples } from "../signals/world.js";

const SIZE = 32;
const FORM = { ...PLAIN, size: SIZE };
const samples = goodSamples(3);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "dst3d-models-"));
});
afterAll(() => rm(folder, { recursive: true }));

const measure = (signal: Signal) =>
  signal.measure(samples, { seed: 1, folder, processes: 1, device: "cpu", signal: new AbortController().signal, renderLabel: null, progress: () => {}, note: () => {} });

async function writeGraph(name: string, build: (graph: Graph) => void): Promise<string> {
  const graph = new Graph("model");
  build(graph);
  const path = join(folder, `${name}.onnx`);
  await writeFile(path, encodeGraph(graph).bytes);
  return path;
}

describe("a model is refused", () => {
  const open = (path: string) => openPictureModel(path, "a depth model", FORM, "cpu");

  test("that is not there", async () => {
    await expect(open(join(folder, "nowhere.onnx"))).rejects.toMatchObject({ code: "E_NOT_FOUND", message: expect.stringMatching(/nowhere\.onnx.*a depth model/) });
    await expect(open(folder)).rejects.toMatchObject({ code: "E_NOT_FOUND" });
  });

  test("that is no ONNX file, or a part of one", async () => {
    const path = join(folder, "text.onnx.txt");
    await writeFile(path, "once upon a time");
    await expect(open(path)).rejects.toMatchObject({ code: "E_MODEL", message: expect.stringContaining("cannot be used as a depth model") });
    const whole = await writeDepthModel(folder, SIZE);
    await writeFile(path, (await readFile(whole)).subarray(0, 40));
    await expect(open(path)).rejects.toMatchObject({ code: "E_MODEL" });
  });

  test("that reads pictures of another size", async () => {
    const path = await writePictureModel(folder, "large", 48, (graph, picture) => ({ depth: mixChannels(graph, picture, [1, 1, 1]) }));
    await expect(open(path)).rejects.toMatchObject({ code: "E_MODEL", message: expect.stringMatching(/48/), hint: expect.stringMatching(/\[1, 3, 32, 32\].*`size`/) });
  });

  test("that reads something else", async () => {
    const two = await writeGraph("two", (graph) => {
      const [a, b] = ["a", "b"].map((name) => graph.input(name, "float32", [1, 3, SIZE, SIZE]));
      graph.output("out", globalAveragePool(graph, a!));
      graph.output("other", globalAveragePool(graph, b!));
    });
    await expect(open(two)).rejects.toMatchObject({ code: "E_MODEL", message: expect.stringMatching(/reads a float32 .*, b float32/) });
    const gray = await writeGraph("gray", (graph) => graph.output("out", globalAveragePool(graph, graph.input("gray", "float32", [1, 1, SIZE, SIZE]))));
    await expect(open(gray)).rejects.toMatchObject({ code: "E_MODEL" });
  });

  test("that gives something else", async () => {
    const number = await writePictureModel(folder, "number", SIZE, (graph, picture) => ({ number: globalAveragePool(graph, picture) }));
    await expect(measure(depthSignal({ ...FORM, model: number }))).rejects.toMatchObject({ code: "E_MODEL", message: expect.stringContaining("number"), hint: expect.stringContaining("[1, 1, height, width]") });
    await expect(measure(orientationSignal({ ...FORM, model: number }))).rejects.toMatchObject({ code: "E_MODEL", hint: expect.stringContaining("360 numbers for azimuth, 180 numbers for elevation, 360 numbers for inPlane") });
    const nan = await writePictureModel(folder, "nan", SIZE, (graph, picture) => ({ depth: convolve(graph, picture, graph.constant("float32", [1, 3, 1, 1], Float32Array.of(NaN, 0, 0)), null) }));
    await expect(measure(depthSignal({ ...FORM, model: nan }))).rejects.toMatchObject({ code: "E_MODEL", message: expect.stringContaining("not finite") });
  });

  test("whose two halves are not of one CLIP", async () => {
    const textModel = await writeTextModel(folder, () => [1, 0, 0]);
    const tokenizer = await writeTokenizer(folder);
    const wide = await writePictureModel(folder, "wide", SIZE, (graph, picture) => ({ image_embeds: globalAveragePool(graph, convolve(graph, picture, graph.constant("float32", [4, 3, 1, 1], new Float32Array(12).fill(1)), null)) }));
    await expect(measure(classSignal({ ...FORM, imageModel: wide, textModel, tokenizer, prompt: "{category}" }))).rejects.toMatchObject({ code: "E_MODEL", message: expect.stringMatching(/4 numbers, those of the text half 3/) });
    const imageModel = await writeImageModel(folder, SIZE);
    await expect(measure(classSignal({ ...FORM, imageModel, textModel: imageModel, tokenizer, prompt: "{category}" }))).rejects.toMatchObject({ code: "E_MODEL", hint: expect.stringContaining("input_ids") });
  });
});

test("signals say which model they lack, and what else", () => {
  expect(depthSignal().unavailable(samples)).toMatch(/`model`/);
  expect(orientationSignal().unavailable(samples)).toMatch(/`model`/);
  expect(classSignal().unavailable(samples)).toMatch(/`imageModel` and `textModel`/);
  const clip = { imageModel: "a.onnx", textModel: "b.onnx", tokenizer: "c" };
  expect(classSignal(clip).unavailable(samples.slice(0, 1))).toMatch(/`others`/);
  expect(classSignal({ ...clip, others: ["house"] }).unavailable(samples.slice(0, 1))).toBeNull();
});

test("pictures are handed over as the model wants them", () => {
  const image = { width: 2, height: 1, channels: 3 as const, data: Uint8Array.of(255, 0, 0, 0, 255, 51) };
  expect([...planesOf(image, { size: 2, ...PLAIN })]).toEqual([1, 0, 0, 1, 0, Math.fround(0.2)]);
  expect(planesOf(image, { size: 2, ...IMAGENET })[0]).toBeCloseTo((1 - 0.485) / 0.229);
  expect(planesOf(image, { size: 2, ...CLIP })[0]).toBeCloseTo((1 - 0.48145466) / 0.26862954);
});

test("orientation as the bins of a distribution, counted either way round", async () => {
  // Every picture is said to be seen from 40 degrees: the bin's logit is the largest.
  const bins = await writePictureModel(folder, "bins", SIZE, (graph, picture) => {
    const kernel = new Float32Array((360 + 180) * 3);
    kernel.fill(1, 40 * 3, 41 * 3);
    kernel.fill(1, (360 + 90) * 3, (360 + 91) * 3);
    return { logits: globalAveragePool(graph, convolve(graph, picture, graph.constant("float32", [540, 3, 1, 1], kernel), null)) };
  });
  const errorsOf = async (stepDegrees: number): Promise<number[]> => [...(await measure(orientationSignal({ ...FORM, model: bins, gives: { kind: "bins", azimuth: { stepDegrees }, inPlane: null } }))).values()].map((values) => values["orientationErrorDegrees"]!);
  const claimed = samples.map(({ record }) => (record.objects[0]!.viewpoint.azimuthRadians! * 180) / Math.PI);
  (await errorsOf(1)).forEach((error, index) => expect(error).toBeCloseTo(Math.abs(claimed[index]! - 40), 3));
  (await errorsOf(-1)).forEach((error, index) => expect(error).toBeCloseTo(Math.abs(claimed[index]! + 40), 3));
});

test("an orientation that symmetry forgives is no error", async () => {
  const model = await writeOrientationModel(folder, SIZE);
  const round = samples.map((sample) => ({ ...sample, record: { ...sample.record, objects: [{ ...sample.record.objects[0]!, symmetry: { discrete: [], continuous: [{ axis: [0, 0, 1] as [number, number, number], offset: [0, 0, 0] as [number, number, number] }] } }] } }));
  const signal = orientationSignal({ ...FORM, model, gives: { kind: "angles", azimuth: { stepDegrees: 500 }, inPlane: null } });
  const values = await signal.measure(round, { seed: 1, folder, processes: 1, device: "cpu", signal: new AbortController().signal, renderLabel: null, progress: () => {}, note: () => {} });
  for (const { orientationErrorDegrees } of values.values()) expect(orientationErrorDegrees).toBeLessThan(0.01);
});
