import { expect, it } from "vitest";
import { hashAssets, stageHashes, staleStages } from "../../src/pipeline/stage-hashes.js";
import type { RecipeInput } from "../../src/recipe/schema.js";
import { smallPlan } from "./small-recipe.js";

async function hashesOf(changes: Partial<RecipeInput>, index = 0) {
  const plan = await smallPlan(changes);
  return stageHashes(plan, plan.sample(index), await hashAssets(plan));
}

it.each<[string, Partial<RecipeInput>, string[]]>([
  ["nothing", {}, []],
  ["count and name", { count: 99, name: "other" }, []],
  ["outputs", { outputs: ["image"] }, ["outputs"]],
  ["a generator over photographs", { generator: { arm: "bg2d", photos: "elsewhere" } }, ["generate", "outputs"]],
  ["their order", { outputs: ["depth", "canny", "image"] }, []],
  ["an edge threshold", { controls: { canny: { low: 7 } } }, ["controls", "generate", "outputs"]],
  ["the light", { light: { areaRadiance: 3 } }, ["render", "controls", "generate", "outputs"]],
  ["the environments", { environments: [{ builtin: "sky" }] }, ["render", "controls", "generate", "outputs"]],
])("a change of %s makes its stages stale and those that build on it", async (_what, changes, stale) => {
  expect(staleStages(await hashesOf({}), await hashesOf(changes))).toEqual(stale);
});

it("samples differ, and a record without hashes is stale throughout", async () => {
  const hashes = await hashesOf({});
  expect(await hashesOf({}, 1)).not.toEqual(hashes);
  expect(staleStages({}, hashes)).toHaveLength(5);
});

it("hashes the assets of one sample like all of them; what cannot be read has none", async () => {
  const plan = await smallPlan({ shapes: [{ folder: "../shared/assets/models", categories: ["bus", "sofa"] }] });
  const all = await hashAssets(plan);
  const one = await hashAssets(plan, plan.sample(0));
  expect(Object.keys(one.shapes)).toHaveLength(1);
  expect(all).toMatchObject({ shapes: one.shapes, environments: one.environments });
  const broken = { ...plan, catalogues: plan.catalogues.map((catalogue) => ({ ...catalogue, entries: () => catalogue.entries(), hash: async () => Promise.reject(new Error("gone")) })) };
  expect(new Set(Object.values((await hashAssets(broken as unknown as typeof plan)).shapes))).toEqual(new Set([null]));
});

it("a folder of photographs is the same from wherever it is looked at", async () => {
  const at = (photos: string) => hashesOf({ generator: { arm: "bg2d", photos } });
  expect(await at("photos")).toEqual(await at("../recipes/photos"));
});
