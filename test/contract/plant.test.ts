/** What every planted defect promises: the picture changes, the label does not, and the truth is told. */
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openDataset } from "../../src/dataset/open-dataset.js";
import { generate } from "../../src/engine/generate.js";
import { DEFECT_NAMES } from "../../src/plant/options.js";
import { DEFECTS } from "../../src/plant/registry.js";
import type { RecipeInput } from "../../src/recipe/schema.js";
import type { SampleRecord } from "../../src/sample/record.js";
import { smallRecipe } from "../pipeline/small-recipe.js";

const COUNT = 6;

async function recordsOf(changes: Partial<RecipeInput>): Promise<{ record: SampleRecord; files: Record<string, string> }[]> {
  const out = await mkdtemp(join(tmpdir(), "dst3d-plant-"));
  await generate({ recipe: smallRecipe({ count: COUNT, shapes: [{ builtin: ["car", "chair"] }], camera: { width: 96, height: 96 }, ...changes }), recipeFolder: out, out });
  const reader = await openDataset(out);
  const records = [];
  for (const index of await reader.committed()) {
    const record = await reader.readRecord(index);
    records.push({ record, files: Object.fromEntries(Object.entries(record.files).map(([name, { sha256 }]) => [name, sha256])) });
  }
  return records;
}

const honest = recordsOf({});

it("is held up to every defect", () => {
  expect(Object.keys(DEFECTS)).toEqual([...DEFECT_NAMES]);
});

describe.each([...DEFECT_NAMES])("%s", (kind) => {
  it("changes the picture of a sample, and nothing of its label; the record says what is wrong", async () => {
    const claimed = await honest;
    const planted = await recordsOf({ plant: { share: 1, kinds: [kind] } });
    let wrong = 0;
    planted.forEach(({ record, files }, index) => {
      const { record: own, files: ownFiles } = claimed[index]!;
      expect({ ...record, planted: null, files: {}, stages: {} }).toEqual({ ...own, files: {}, stages: {} });
      expect([files["depth"], files["canny"]]).toEqual([ownFiles["depth"], ownFiles["canny"]]);
      if (record.planted === null) expect(files["image"]).toBe(ownFiles["image"]);
      else {
        wrong++;
        expect(record.planted.kind).toBe(kind);
        expect(record.planted.amount).toBeGreaterThan(0);
        expect(files["image"]).not.toBe(ownFiles["image"]);
      }
    });
    expect(wrong).toBeGreaterThanOrEqual(COUNT / 2);
  });
});
