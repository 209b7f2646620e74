import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodePng } from "../../src/codecs/image.js";
import { generatorOf } from "../../src/generate/registry.js";
import { makePlan } from "../../src/pipeline/plan.js";
import { createProducer } from "../../src/pipeline/produce.js";
import { parseRecipe } from "../../src/recipe/read.js";
import type { GeneratedSample } from "../../src/sample/sample.js";

const context = { signal: new AbortController().signal, warn: () => {} };
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "dst3d-photos-"));
  const flat = (red: number, green: number) => encodePng({ width: 40, height: 20, channels: 3, data: Uint8Array.from({ length: 40 * 20 * 3 }, (_, at) => [red, green, 0][at % 3]!) });
  await writeFile(join(folder, "a-red.png"), await flat(255, 0));
  await writeFile(join(folder, "b-green.png"), await flat(0, 255));
  await writeFile(join(folder, "notes.txt"), "not a photograph");
});
afterAll(() => rm(folder, { recursive: true }));

async function paint(generator: Record<string, unknown>, index = 0): Promise<GeneratedSample> {
  const recipe = parseRecipe({ name: "arms", count: 8, shapes: [{ builtin: ["chair"] }], environments: [{ builtin: "studio" }], camera: { width: 64, height: 48 }, generator });
  const plan = await makePlan(recipe, { folder: "." });
  const sample = await createProducer(plan, { shapes: {}, environments: {}, weights: [] }).render(index, context);
  return generatorOf(recipe.generator, ".").generate({ ...sample, controls: {} }, context);
}

describe("generator render", () => {
  it("bg2d lays the object over a photograph and says which", async () => {
    const seen = new Set<string>();
    for (let index = 0; index < 8; index++) {
      const { output, passes, generation, arm, labelStatus } = await paint({ arm: "bg2d", photos: folder }, index);
      expect([output.width, output.height, arm, labelStatus]).toEqual([64, 48, "bg2d", "exact"]);
      const name = String(generation.settings.background);
      seen.add(name);
      const behind = name === "a-red.png" ? [255, 0, 0] : [0, 255, 0];
      for (let pixel = 0; pixel < 64 * 48; pixel++) if (passes.alpha[pixel] === 0) expect([...output.data.subarray(pixel * 3, pixel * 3 + 3)]).toEqual(behind);
      expect(generation.hashes.background).toMatch(/^[0-9a-f]{64}$/);
    }
    expect([...seen].sort()).toEqual(["a-red.png", "b-green.png"]);
  });
  it("shows the same object pixels in both arms up to tone, on different backgrounds", async () => {
    const three = await paint({ arm: "bg3d" });
    const two = await paint({ arm: "bg2d" });
    let same = 0, differ = 0;
    for (let pixel = 0; pixel < 64 * 48; pixel++) {
      const equal = [0, 1, 2].every((channel) => Math.abs(three.output.data[pixel * 3 + channel]! - two.output.data[pixel * 3 + channel]!) <= 1);
      if (three.passes.alpha[pixel] === 1) expect(equal).toBe(true);
      else if (equal) same++;
      else differ++;
    }
    expect(differ).toBeGreaterThan(same);
    expect(two.output.data).toEqual((await paint({ arm: "bg2d" })).output.data);
  });
  it("refuses a folder without photographs before the first sample", async () => {
    const recipe = parseRecipe({ name: "arms", count: 1, shapes: [{ builtin: ["chair"] }], generator: { arm: "bg2d", photos: join(folder, "nowhere") } });
    await expect(generatorOf(recipe.generator, ".").probe(context.signal)).rejects.toMatchObject({ code: "E_NOT_FOUND" });
  });
});
