import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { decodeImage, decodePng16, encodePng16 } from "../../src/codecs/image.js";
import { openDataset } from "../../src/dataset/open-dataset.js";
import { generate } from "../../src/engine/generate.js";
import { parseRecipe } from "../../src/recipe/read.js";
import { openLabel } from "../../src/verify/label-view.js";
import { readSamples } from "../../src/verify/read-samples.js";
import type { VerifiedSample } from "../../src/verify/verified-sample.js";
import { aroundObject, wholePicture } from "../../src/verify/window.js";

let samples: VerifiedSample[];

beforeAll(async () => {
  const out = await mkdtemp(join(tmpdir(), "dst3d-label-"));
  const recipe = parseRecipe({ name: "label", count: 2, shapes: [{ builtin: ["car", "chair"] }], camera: { width: 160, height: 120 }, outputs: ["image", "depth", "normal", "geometric-edges"] });
  await generate({ recipe, recipeFolder: out, out });
  ({ samples } = await readSamples(await openDataset(out)));
});

test("normals from the kept depth are those of the surface", async () => {
  for (const sample of samples) {
    const view = (await openLabel(sample))!(wholePicture(sample.record.camera!, 160));
    const { data } = await decodePng16((await sample.output("normal"))!);
    let alike = 0;
    let all = 0;
    for (let pixel = 0; pixel < view.mask.length; pixel++) {
      if (view.mask[pixel] === 0) continue;
      const truth = [0, 1, 2].map((axis) => data[pixel * 3 + axis]! / 32767.5 - 1);
      const cosine = truth.reduce((sum, value, axis) => sum + value * view.normal![pixel * 3 + axis]!, 0);
      all++;
      if (cosine > 0.94) alike++;
    }
    expect(all).toBeGreaterThan(500);
    expect(alike / all).toBeGreaterThan(0.8);
  }
});

test("edges lie where those of the true passes do", async () => {
  for (const sample of samples) {
    const { edges, width } = (await openLabel(sample))!(wholePicture(sample.record.camera!, 160));
    const { data, channels } = await decodeImage((await sample.output("geometric-edges"))!);
    const truth = data.filter((_, at) => at % channels === 0);
    const near = (data: Uint8Array, pixel: number) => [-1, 0, 1].some((row) => [-1, 0, 1].some((column) => data[pixel + row * width + column] === 255));
    const share = (of: Uint8Array, within: Uint8Array) => {
      const marked = [...of.keys()].filter((pixel) => of[pixel] === 255);
      return marked.filter((pixel) => near(within, pixel)).length / marked.length;
    };
    expect(share(edges.data, truth)).toBeGreaterThan(0.9);
    expect(share(truth, edges.data)).toBeGreaterThan(0.6); // borders of parts are not in the depth
  }
});

test("a window around the object holds all of it, at the size asked for", async () => {
  const sample = samples[0]!;
  const window = aroundObject(sample.record, { size: 64, margin: 1.3 })!;
  const view = (await openLabel(sample))!(window);
  expect([view.width, view.height]).toEqual([64, 64]);
  const whole = (await openLabel(sample))!(wholePicture(sample.record.camera!, 160));
  const area = (mask: Uint8Array, scale: number) => mask.reduce((sum, value) => sum + value, 0) * scale;
  const perPixel = (window.width / 64) * (window.height / 64);
  expect(area(view.mask, perPixel) / area(whole.mask, 1)).toBeCloseTo(1, 1);
});

test("what the dataset has kept is checked: another size of depth, a mask that does not fill the picture", async () => {
  const sample = samples[0]!;
  const other: VerifiedSample = { ...sample, output: () => encodePng16(new Uint16Array(12), 4, 3, 1) };
  await expect(openLabel(other)).rejects.toMatchObject({ code: "E_IMAGE" });
  const object = sample.record.objects[0]!;
  const wide = { ...sample.record, objects: [{ ...object, maskVisible: { ...object.maskVisible, size: [120, 161] as [number, number] } }] };
  await expect(openLabel({ ...sample, record: wide })).rejects.toMatchObject({ code: "E_RECORD" });
  const short = { ...sample.record, objects: [{ ...object, maskVisible: { ...object.maskVisible, counts: "1" } }] };
  await expect(openLabel({ ...sample, record: short })).rejects.toMatchObject({ code: "E_RECORD" });
});

test("without a kept depth there are the mask and its outline", async () => {
  const view = (await openLabel({ ...samples[0]!, output: () => Promise.resolve(null) }))!(wholePicture(samples[0]!.record.camera!, 160));
  expect([view.depth, view.normal]).toEqual([null, null]);
  expect(view.edges.data.includes(255)).toBe(true);
});
