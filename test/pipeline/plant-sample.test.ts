import { describe, expect, it } from "vitest";
import { sceneAssembler } from "../../src/pipeline/assemble.js";
import { plantNotes, plantSample } from "../../src/pipeline/plant-sample.js";
import { plantOptions } from "../../src/plant/options.js";
import type { RecipeInput } from "../../src/recipe/schema.js";
import { renderPasses } from "../../src/render/passes.js";
import { RenderWorkspace } from "../../src/render/workspace.js";
import type { SampleRecord } from "../../src/sample/record.js";
import { smallPlan } from "./small-recipe.js";

/** What is planted in samples, made one after the other. */
async function plantedIn(indices: readonly number[], changes: Partial<RecipeInput>) {
  const plan = await smallPlan({ camera: { width: 48, height: 48 }, environments: [], ...changes });
  const assembler = sceneAssembler(plan);
  const workspace = new RenderWorkspace();
  const found = new Map<number, SampleRecord["planted"]>();
  for (const index of indices) {
    const planned = plan.sample(index);
    const content = await assembler.assemble(planned);
    found.set(index, (await plantSample(plan, assembler, { ...planned, content, passes: renderPasses(content) }, workspace))?.truth ?? null);
  }
  return found;
}

const range = (count: number) => Array.from({ length: count }, (_, index) => index);
/** One car, seen from many sides. */
const ONE_CAR: Partial<RecipeInput> = { shapes: [{ builtin: "car" }], scene: { viewsPerScene: 12 } };

describe("plantSample", () => {
  it("plants the same whatever is made before", async () => {
    const changes: Partial<RecipeInput> = { shapes: [{ builtin: ["chair", "bottle"] }], plant: { share: 0.5 } };
    const forward = await plantedIn(range(12), changes);
    expect([...forward.values()].filter((truth) => truth !== null).length).toBeGreaterThan(2);
    for (const [index, truth] of await plantedIn([7, 3, 11, 1, 0], { ...changes, count: 5000 })) expect(truth).toEqual(forward.get(index));
  });

  it("a car that turns by 10 degrees counts, from every side", async () => {
    const planted = [...(await plantedIn(range(12), { ...ONE_CAR, plant: { share: 1, kinds: ["wrong-pose"] } })).values()];
    expect(planted.every((truth) => truth?.kind === "wrong-pose")).toBe(true);
    expect(planted.some((truth) => truth?.amount === 10)).toBe(true);
  });

  it("plants nothing where nothing would be seen: a bottle looks the same all round", async () => {
    const planted = await plantedIn(range(24), { shapes: [{ builtin: "bottle" }], plant: { share: 1, kinds: ["wrong-pose", "swapped-front"] } });
    expect([...planted.values()].filter((truth) => truth !== null).length).toBeLessThan(8);
  });

  it("what looks the same from both sides has no front to swap, whatever hides a part of it", async () => {
    const changes: Partial<RecipeInput> = { shapes: [{ builtin: "table" }], variation: { clutter: { minimum: 3, labelled: true, floatingChance: 1 } } };
    const planted = await plantedIn(range(24), { ...changes, plant: { share: 1, kinds: ["swapped-front"] } });
    expect(new Set(planted.values())).toEqual(new Set([null]));
  });

  it("takes another kind where the first would not be seen", async () => {
    const planted = [...(await plantedIn(range(16), { shapes: [{ builtin: "bottle" }], plant: { share: 1, kinds: ["wrong-pose", "swapped-front", "shifted"] } })).values()];
    expect(planted.every((truth) => truth !== null)).toBe(true);
    expect(planted.filter((truth) => truth!.kind === "shifted").length).toBeGreaterThan(11);
  });

  it("has no other category to show, nor another shape, where the recipe has one shape of one category", async () => {
    const shapes: RecipeInput["shapes"] = [{ file: "../shared/assets/models/bed/FurniturePack2017_Bed.glb", category: "bed" }];
    const planted = await plantedIn(range(4), { shapes, plant: { share: 1, kinds: ["wrong-category", "wrong-shape"] } });
    expect(new Set(planted.values())).toEqual(new Set([null]));
  });

  it("turns all images of a shape whose front is wrong by one angle; built-in shapes are told apart as they are drawn", async () => {
    const changes: Partial<RecipeInput> = { ...ONE_CAR, scene: { viewsPerScene: 3 }, plant: { share: 0, shapes: { share: 1 } } };
    const planted = [...(await plantedIn(range(18), changes)).values()];
    const angles = range(6).map((scene) => new Set(planted.slice(scene * 3, scene * 3 + 3).map((truth) => truth!.amount)));
    expect(angles.every((each) => each.size === 1)).toBe(true);
    expect(new Set(angles.map((each) => [...each][0])).size).toBeGreaterThan(1);
  });
});

it("a run says loudly that it plants", () => {
  expect(plantNotes(null)).toEqual([]);
  expect(plantNotes(plantOptions.parse({}))).toEqual(["25 % of the images are wrong on purpose (`plant`): for measuring verification, not for training"]);
  expect(plantNotes(plantOptions.parse({ share: 0.125, shapes: {} }))[0]).toMatch(/^12.5 % of the images, and all images of 20 % of the shapes, are wrong/);
});
