import { expect, it } from "vitest";
import { recipeChanges } from "../../src/pipeline/recipe-changes.js";
import type { RecipeInput } from "../../src/recipe/schema.js";
import { smallRecipe } from "./small-recipe.js";

const changed = (changes: Partial<RecipeInput>) => recipeChanges(smallRecipe(), smallRecipe(changes));

it("equal recipes differ in nothing", () => {
  expect(changed({})).toEqual([]);
});

it.each<[string, Partial<RecipeInput>, string, string]>([
  ["another seed is another dataset", { seed: 2 }, "seed", "dataset"],
  ["other shapes are another dataset", { shapes: [{ builtin: ["chair", "aeroplane"] }] }, "shapes", "dataset"],
  ["another composition is another dataset", { scene: { viewsPerScene: 2 } }, "scene.viewsPerScene", "dataset"],
  ["another way of storing is another dataset", { storage: "tar" }, "storage", "dataset"],
  ["a larger count makes nothing stale", { count: 9 }, "count", "none"],
  ["a name makes nothing stale", { name: "other" }, "name", "none"],
  ["the camera is rendered again", { camera: { width: 64, height: 32 } }, "camera.height", "render"],
  ["an edge threshold: controls", { controls: { canny: { low: 7 } } }, "controls.canny.low", "controls"],
  ["what is kept: outputs", { outputs: ["image"] }, "outputs", "outputs"],
])("%s", (_what, changes, path, effect) => {
  expect(changed(changes)).toEqual([expect.objectContaining({ path, effect })]);
});

it("says what was and what is", () => {
  expect(changed({ seed: 2 })[0]).toMatchObject({ before: "1", after: "2" });
});

it("the order of outputs and the place of a folder do not matter: its content is compared by hash", () => {
  expect(changed({ outputs: ["depth", "image", "canny"] })).toEqual([]);
  const at = (folder: string) => smallRecipe({ shapes: [{ folder }], environments: [{ folder }] });
  expect(recipeChanges(at("a"), at("../b"))).toEqual([]);
});
