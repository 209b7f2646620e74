import { describe, expect, it } from "vitest";
import { parseRecipe, parseRecipeYaml } from "../../src/recipe/read.js";
import { moveRecipe, resolvedYaml } from "../../src/recipe/resolved.js";

const recipe = parseRecipe({ name: "a", count: 3, shapes: [{ folder: "../models" }, { builtin: ["car"] }, { folder: "/absolute" }], environments: [{ folder: "hdri" }] });

describe("the resolved recipe", () => {
  it("reads back as the same recipe", () => {
    expect(parseRecipeYaml(resolvedYaml(recipe))).toEqual(recipe);
  });

  it("does not depend on the order in which options were written", () => {
    const one = parseRecipe({ name: "a", count: 3, camera: { width: 64, height: 32 }, shapes: [{ builtin: ["car"] }] });
    const other = parseRecipe({ shapes: [{ builtin: ["car"] }], camera: { height: 32, width: 64 }, count: 3, name: "a" });
    expect(resolvedYaml(one)).toBe(resolvedYaml(other));
  });
});

describe("a moved recipe", () => {
  it("finds the same folders from its new place", () => {
    const moved = moveRecipe(recipe, "/work/recipes", "/work/runs/a");
    expect(moved.shapes).toMatchObject([{ folder: "../../models" }, { builtin: ["car"] }, { folder: "/absolute" }]);
    expect(moved.environments).toMatchObject([{ folder: "../../recipes/hdri" }]);
    expect(moveRecipe(moved, "/work/runs/a", "/work/recipes")).toEqual(recipe);
  });
});
