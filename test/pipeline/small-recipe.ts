/** A recipe whose samples take milliseconds. */
import { makePlan, type Plan } from "../../src/pipeline/plan.js";
import { parseRecipe } from "../../src/recipe/read.js";
import type { Recipe, RecipeInput } from "../../src/recipe/schema.js";

/** Chairs in studios, 64 × 64. */
export function smallRecipeInput(changes: Partial<RecipeInput> = {}): RecipeInput {
  return {
    name: "small",
    seed: 1,
    count: 4,
    shapes: [{ builtin: ["chair"] }],
    environments: [{ builtin: ["studio"] }],
    camera: { width: 64, height: 64 },
    outputs: ["image", "canny", "depth"],
    ...changes,
  };
}

export function smallRecipe(changes: Partial<RecipeInput> = {}): Recipe {
  return parseRecipe(smallRecipeInput(changes));
}

export function smallPlan(changes: Partial<RecipeInput> = {}): Promise<Plan> {
  return makePlan(smallRecipe(changes), { folder: process.cwd() });
}
