/** Recipes that are tried out: what is wrong with them, what they would make, and how it looks. */
import { Hono } from "hono";
import * as z from "zod";
import { DatasetError } from "../../core/errors.js";
import { readRecipeText, RECIPE_FILE } from "../../dataset/run-file.js";
import { optionRoot } from "../../recipe/options.js";
import { checkRecipeYaml } from "../../recipe/read.js";
import { OUTPUT_NAMES } from "../../recipe/schema.js";
import { shortYaml } from "../../recipe/short.js";
import { MAXIMUM_RECIPE_BYTES } from "../../recipe/yaml.js";
import { builtinCategories } from "../../shapes/builtin.js";
import { bodyOf } from "../body.js";
import type { RecipeCheck, RecipeOptions, RunRecipe } from "../preview/preview.js";
import { readableRecipe } from "../preview/readable-recipe.js";
import type { Studio } from "../studio.js";

/** Larger pictures are looked at in the run. */
const LONGEST_SIDE = 1024;

const recipeText = z.strictObject({ text: z.string().max(MAXIMUM_RECIPE_BYTES), run: z.string().nullable() });
const sampleAsk = recipeText.extend({
  index: z.int().min(0).max(1e12),
  side: z.int().min(32).max(LONGEST_SIDE),
  outputs: z.array(z.enum(OUTPUT_NAMES)).min(1).max(OUTPUT_NAMES.length),
});

export function recipeRoutes(studio: Studio): Hono {
  const { previews, workspace } = studio;
  return new Hono()
    .get("/recipes/options", (context) => {
      const options: RecipeOptions = { root: optionRoot(), suggestions: { "shapes.N.builtin": builtinCategories } };
      return context.json(options);
    })
    .post("/recipes/check", async (context) => {
      const { text } = await bodyOf(context, recipeText, "the text of a recipe");
      const { recipe, problems } = checkRecipeYaml(text);
      const check: RecipeCheck = { problems, recipe: recipe === null ? null : { name: recipe.name, count: recipe.count } };
      return context.json(check);
    })
    .post("/recipes/plan", async (context) => {
      const given = await readableRecipe(studio, await bodyOf(context, recipeText, "the text of a recipe"));
      return context.json(await previews.make({ kind: "plan", ...given }, context.req.raw.signal));
    })
    .post("/recipes/speed", async (context) => {
      const given = await readableRecipe(studio, await bodyOf(context, recipeText, "the text of a recipe"));
      return context.json(await previews.make({ kind: "speed", ...given }, context.req.raw.signal));
    })
    .post("/recipes/preview", async (context) => {
      const { index, side, outputs, ...asked } = await bodyOf(context, sampleAsk, "a preview to be made");
      const given = await readableRecipe(studio, asked);
      const sample = await previews.make({ kind: "sample", index, side, outputs, ...given }, context.req.raw.signal);
      // Pictures do not get smaller by being packed again.
      return context.json(sample, 200, { "cache-control": "no-store, no-transform" });
    })
    .get("/runs/:run/recipe", async (context) => {
      const { root, files } = await workspace.run(context.req.param("run"));
      const full = await readRecipeText(root, files);
      if (full === null) throw new DatasetError("E_NOT_FOUND", `${root} has no ${RECIPE_FILE}`, { hint: "Runs that were imported have none.", subject: root });
      const checked = checkRecipeYaml(full).recipe;
      const recipe: RunRecipe = { full, short: checked === null ? full : shortYaml(checked) };
      return context.json(recipe);
    });
}
