import { mkdtemp, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openDataset } from "../../src/dataset/open-dataset.js";
import { generate } from "../../src/engine/generate.js";
import { readSamples } from "../../src/verify/read-samples.js";
import { smallRecipe } from "../pipeline/small-recipe.js";

test("samples come by key, a broken record is named, a picture that changed is refused", async () => {
  const out = await mkdtemp(join(tmpdir(), "dst3d-read-"));
  await generate({ recipe: smallRecipe({ count: 4 }), recipeFolder: out, out });
  const shard = join(out, "shard-00000");
  await writeFile(join(shard, "00000001.json"), "{");
  await writeFile(join(shard, "00000002.image.png"), "no picture");
  const { samples, unreadable, planted } = await readSamples(await openDataset(out), { prefix: "a/" });
  expect(samples.map(({ key }) => key)).toEqual(["a/00000000", "a/00000002", "a/00000003"]);
  expect(unreadable.map(({ id }) => id)).toEqual(["00000001"]);
  expect([...planted.values()]).toEqual([null, null, null]);
  await expect(samples[1]!.image()).rejects.toMatchObject({ code: "E_IMAGE" });
  expect(await samples[0]!.image()).toMatchObject({ width: 64, height: 64, channels: 3 });
  expect(await samples[0]!.output("nocs")).toBeNull();
  expect(await readdir(shard)).toContain("00000001.json");
});
