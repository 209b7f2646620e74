import { describe, expect, it } from "vitest";
import { decodeImage } from "../../src/codecs/image.js";
import { decodeMask } from "../../src/codecs/rle.js";
import { createProducer, type ProducedSample } from "../../src/pipeline/produce.js";
import { hashAssets } from "../../src/pipeline/stage-hashes.js";
import type { RecipeInput } from "../../src/recipe/schema.js";
import { smallPlan } from "./small-recipe.js";

const TWO: Partial<RecipeInput> = { shapes: [{ builtin: ["chair"] }, { folder: "../shared/assets/models", categories: ["bus"] }], outputs: ["image", "mask", "instance"] };

async function produced(changes: Partial<RecipeInput>, count = 1): Promise<ProducedSample[]> {
  const plan = await smallPlan(changes);
  const producer = createProducer(plan, await hashAssets(plan));
  const samples: ProducedSample[] = [];
  for (let index = 0; index < count; index++) samples.push(await producer.produce(index, { signal: new AbortController().signal, warn: () => {} }));
  return samples;
}

const fileOf = (sample: ProducedSample, name: string) => decodeImage(sample.files.find(({ extension }) => extension === `.${name}.png`)!.bytes);

describe("variation", () => {
  it("off says so in the record", async () => {
    const [{ record }] = (await produced({})) as [ProducedSample];
    expect([record.light!.sun, record.clutter, record.objects[0]!.materials]).toEqual([null, null, null]);
  });

  it("of light and materials changes the picture and the record, and no label", async () => {
    const [[plain], [varied]] = (await Promise.all([produced(TWO), produced({ ...TWO, variation: { light: {}, materials: {} } })])) as [[ProducedSample], [ProducedSample]];
    const { materials, ...label } = varied.record.objects[0]!;
    expect({ ...label, materials: null }).toEqual(plain.record.objects[0]);
    expect(materials!.colors.length).toBeGreaterThan(0);
    expect(varied.record.light!.sun!.irradiance.every((value) => value > 0)).toBe(true);
    expect(varied.record.files["image"]!.sha256).not.toBe(plain.record.files["image"]!.sha256);
    expect(varied.record.files["mask"]!.sha256).toBe(plain.record.files["mask"]!.sha256);
    expect(varied.record.stages["render"]).not.toBe(plain.record.stages["render"]);
  });

  it("clutter without labels hides objects, is counted, and is in no label", async () => {
    const clutter = { minimum: 4, maximum: 4, floatingChance: 1, scale: [0.6, 0.6] as [number, number] };
    const samples = await produced({ ...TWO, variation: { clutter } }, 6);
    const open = await produced(TWO, 6);
    let hidden = 0;
    for (const [index, sample] of samples.entries()) {
      const { objects, clutter: recorded } = sample.record;
      expect(objects).toHaveLength(1);
      expect(recorded!.labelled).toBe(false);
      expect(recorded!.objects.length).toBeGreaterThan(0);
      expect(recorded!.objects.every(({ category, instanceId }) => category !== objects[0]!.category && instanceId > 1)).toBe(true);
      expect(objects[0]!.maskAmodal).toEqual(open[index]!.record.objects[0]!.maskAmodal);
      if (objects[0]!.visibleFraction < open[index]!.record.objects[0]!.visibleFraction) hidden++;
      const [mask, instance] = [await fileOf(sample, "mask"), decodeMask(objects[0]!.maskVisible)];
      expect(Array.from({ length: mask.width * mask.height }, (_, pixel) => mask.data[pixel * mask.channels]! > 0)).toEqual(Array.from(instance, (value) => value > 0));
    }
    expect(hidden).toBeGreaterThanOrEqual(3);
  });

  it("clutter with labels is among the objects", async () => {
    const [{ record }] = (await produced({ ...TWO, variation: { clutter: { minimum: 2, maximum: 2, labelled: true, floatingChance: 0 } } })) as [ProducedSample];
    expect(record.objects.map((object) => object.instanceId)).toEqual([1, 2, 3]);
    expect(record.clutter!.objects.map((object) => object.instanceId)).toEqual([2, 3]);
  });

  it("clutter without labels needs shapes of another category", async () => {
    await expect(smallPlan({ variation: { clutter: {} } })).rejects.toMatchObject({ code: "E_RECIPE", message: expect.stringContaining("chair") });
  });
});
