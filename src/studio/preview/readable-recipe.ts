/** The recipe that a page asks about, and what may be read for it. */
import { realpath } from "node:fs/promises";
import { resolve, sep } from "node:path";
import { DatasetError } from "../../core/errors.js";
import { readRecipeText } from "../../dataset/run-file.js";
import { parseRecipeYaml } from "../../recipe/read.js";
import { recipePaths } from "../../recipe/resolved.js";
import type { Recipe } from "../../recipe/schema.js";
import type { Studio } from "../studio.js";
import type { PreviewedRecipe } from "./order.js";
import type { RecipeText } from "./preview.js";
import { withoutPainter } from "./previewable.js";

/**
 * Checks the text of a recipe. Without --write only what lies below the studio's folder may be read for it, and what
 * the run itself was made from.
 * @throws DatasetError E_RECIPE naming every problem, E_NOT_FOUND for an unknown run, E_ACCESS for files elsewhere
 */
export async function readableRecipe({ workspace, folder: home, write }: Pick<Studio, "workspace" | "folder" | "write">, { text, run }: RecipeText): Promise<PreviewedRecipe> {
  const folder = run === null ? home : workspace.rootOf(run);
  const recipe = parseRecipeYaml(text, "the recipe");
  if (!write) await refuseElsewhere(recipe, folder, [home, ...(run === null ? [] : await sourcesOf(folder))]);
  return { recipe, folder };
}

/** Absolute paths that a run was made from. */
async function sourcesOf(root: string): Promise<string[]> {
  try {
    const text = await readRecipeText(root);
    return text === null ? [] : recipePaths(parseRecipeYaml(text, root)).map((path) => resolve(root, path));
  } catch (error) {
    if (DatasetError.isInstance(error)) return [];
    throw error;
  }
}

async function refuseElsewhere(recipe: Recipe, folder: string, allowed: readonly string[]): Promise<void> {
  // What only a model or a server would read is not read for a preview.
  const previewed = withoutPainter(recipe);
  const homes = [...allowed, ...(await Promise.all(allowed.map(real)))];
  for (const path of recipePaths(previewed)) {
    const whole = resolve(folder, path);
    if (!isInside(whole, homes) || !isInside(await real(whole), homes)) throw refused(path);
  }
  for (const [position, source] of previewed.shapes.entries()) {
    if ("allowExternal" in source && source.allowExternal) throw refused(`shapes.${position}.allowExternal`);
  }
}

function refused(path: string): DatasetError {
  return new DatasetError("E_ACCESS", `a studio that only reads does not follow ${path} out of its folder`, {
    hint: "Start it with --write, or in a folder that holds the models, too.",
    subject: path,
  });
}

function isInside(path: string, homes: readonly string[]): boolean {
  return homes.some((home) => path === home || path.startsWith(home.endsWith(sep) ? home : home + sep));
}

/** What is not there leads nowhere. */
function real(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}
