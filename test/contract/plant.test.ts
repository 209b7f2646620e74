/** What every planted defect promises: the picture changes, the label does not, and the truth is told. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openDataset } from "../../src/dataset/open-dataset.js";
import { generate } from "../../src/engine/generate.js";
import { sceneAssembler } from "../../src/pipeline/assemble.js";
import { plantSample } from "../../src/pipeline/plant-sample.js";
import { pictureChange } from "../../src/plant/change.js";
import { DEFECT_NAMES, PLANT_KINDS, WRONG_FRONT, type PlantKind } from "../../src/plant/options.js";
import { DEFECTS } from "../../src/plant/registry.js";
import type { RecipeInput } from "../../src/recipe/schema.js";
import { renderPasses } from "../../src/render/passes.js";
import { RenderWorkspace } from "../../src/render/workspace.js";
import type { Passes } from "../../src/sample/passes.js";
import type { SampleRecord } from "../../src/sample/record.js";
import { smallPlan, smallRecipe } from "../pipeline/small-recipe.js";

const COUNT = 4;
const LEAST_PLANTED = 2;
const SCENES: Partial<RecipeInput> = { count: COUNT, shapes: [{ builtin: ["car", "chair"] }], camera: { width: 80, height: 80 } };
const plantOf = (kind: PlantKind): RecipeInput["plant"] => (kind === WRONG_FRONT ? { share: 0, shapes: { share: 1 } } : { share: 1, kinds: [kind] });

const folder = mkdtempSync(join(tmpdir(), "dst3d-plant-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function recordsOf(name: string, changes: Partial<RecipeInput>): Promise<SampleRecord[]> {
  const out = join(folder, name);
  await generate({ recipe: smallRecipe({ ...SCENES, ...changes }), recipeFolder: folder, out });
  const reader = await openDataset(out);
  const records: SampleRecord[] = [];
  for (const index of await reader.committed()) records.push(await reader.readRecord(index));
  return records;
}

let honestRecords: Promise<SampleRecord[]> | null = null;
const honest = () => (honestRecords ??= recordsOf("honest", {}));

it("is held up to every defect", () => {
  expect(Object.keys(DEFECTS).sort()).toEqual([...PLANT_KINDS].sort());
  expect([...DEFECT_NAMES, WRONG_FRONT]).toEqual([...PLANT_KINDS]);
});

describe.each([...PLANT_KINDS])("%s", (kind) => {
  it("changes the picture of a sample, and nothing of its label; the record says what is wrong", async () => {
    const claimed = await honest();
    const planted = await recordsOf(kind, { plant: plantOf(kind) });
    let wrong = 0;
    planted.forEach((record, index) => {
      const own = claimed[index]!;
      expect({ ...record, planted: null, files: {}, stages: {} }).toEqual({ ...own, files: {}, stages: {} });
      for (const name of ["depth", "canny"]) expect(record.files[name]).toEqual(own.files[name]);
      if (record.planted === null) expect(record.files["image"]).toEqual(own.files["image"]);
      else {
        wrong++;
        expect(record.planted).toEqual({ kind, amount: expect.any(Number) });
        expect(record.planted.amount).toBeGreaterThan(0);
        expect(record.files["image"]).not.toEqual(own.files["image"]);
      }
    });
    expect(wrong).toBeGreaterThanOrEqual(LEAST_PLANTED);
  });

  it.each<[string, Partial<RecipeInput>]>([
    ["alone", {}],
    ["among other things, with varied materials", { variation: { clutter: {}, materials: {} }, render: { supersampling: 2 } }],
  ])("%s: gives passes that belong together, leaves the claimed ones alone, and gives the same again", async (_what, changes) => {
    const plan = await smallPlan({ ...SCENES, ...changes, environments: [], plant: plantOf(kind) });
    const assembler = sceneAssembler(plan);
    const workspace = new RenderWorkspace();
    let wrong = 0;
    for (let index = 0; index < COUNT; index++) {
      const planned = plan.sample(index);
      const content = await assembler.assemble(planned);
      const passes = renderPasses(content, plan.recipe.render);
      const before = structuredClone(passes);
      const planted = await plantSample(plan, assembler, { ...planned, content, passes }, workspace);
      expect(passes).toEqual(before);
      if (planted === null) continue;
      wrong++;
      checkPasses(planted.sample.passes);
      expect(pictureChange(passes, planted.sample.passes, 1)).toBeGreaterThan(0.06);
      const kept = structuredClone(planted.sample.passes);
      const again = await plantSample(plan, assembler, { ...planned, content, passes }, new RenderWorkspace());
      expect(again!.truth).toEqual(planted.truth);
      expect(again!.sample.passes).toEqual(kept);
    }
    expect(wrong).toBeGreaterThanOrEqual(1);
  });
});

/** Geometry is there where an instance is, and nowhere else. */
function checkPasses({ instanceId, partId, depth, normal, alpha, color }: Passes): void {
  for (let pixel = 0; pixel < instanceId.length; pixel++) {
    const length = normal[pixel * 3]! * normal[pixel * 3]! + normal[pixel * 3 + 1]! * normal[pixel * 3 + 1]! + normal[pixel * 3 + 2]! * normal[pixel * 3 + 2]!;
    if (instanceId[pixel] === 0) expect([partId[pixel], depth[pixel], length]).toEqual([0, 0, 0]);
    else expect([partId[pixel]! > 0, depth[pixel]! > 0, Math.abs(length - 1) < 1e-4]).toEqual([true, true, true]);
    if (alpha[pixel] === 0) expect([color[pixel * 3], color[pixel * 3 + 1], color[pixel * 3 + 2]]).toEqual([0, 0, 0]);
  }
}
