/** How a run says that it is to be verified. */
import { join } from "node:path";
import { readRecipeText, RECIPE_FILE } from "../dataset/run-file.js";
import type { Overrides } from "../recipe/override.js";
import { parseRecipe, parseRecipeYaml } from "../recipe/read.js";
import type { Recipe } from "../recipe/schema.js";
import type { VerifyOptions } from "../verify/options.js";

/** The recipe of a run with some options changed; null where there is none. @throws DatasetError E_RECIPE, E_OPTION */
export async function recipeOfRun(folder: string, overrides: Overrides): Promise<Recipe | null> {
  const text = await readRecipeText(folder);
  return text === null ? null : parseRecipeYaml(text, join(folder, RECIPE_FILE), overrides);
}

/** Its options of verification; for a run without recipe the defaults, changed likewise. */
export function verifyOptionsOf(recipe: Recipe | null, overrides: Overrides): VerifyOptions {
  return (recipe ?? parseRecipe({ name: "imported", count: 1, shapes: [{ builtin: ["chair"] }] }, overrides)).verify;
}
