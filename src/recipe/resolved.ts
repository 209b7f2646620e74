/** A recipe written out with every default, and moved to another folder. */
import { isAbsolute, relative, resolve, sep } from "node:path";
import { stringify } from "yaml";
import { movedGenerator } from "../generate/recipe-files.js";
import { movedPrompts } from "../prompts/registry.js";
import { withPaths } from "../shapes/registry.js";
import { viewpointFiles } from "../viewpoints/registry.js";
import type { Recipe } from "./schema.js";

/** The recipe as YAML with every default filled in, options in the schema's order: equal recipes give equal text. */
export function resolvedYaml(recipe: Recipe): string {
  return stringify(recipe, { lineWidth: 120, aliasDuplicateObjects: false });
}

/**
 * The same recipe for a file in another folder: relative paths of shapes, environments, prompts and tables of viewpoints are rewritten.
 * Both folders are absolute.
 */
export function moveRecipe(recipe: Recipe, fromFolder: string, toFolder: string): Recipe {
  return withRecipePaths(recipe, (path) => {
    if (isAbsolute(path)) return path;
    return relative(toFolder, resolve(fromFolder, path)).split(sep).join("/") || ".";
  });
}

/** The same recipe with the paths rewritten of all that samples are made from. */
export function withRecipePaths(recipe: Recipe, move: (path: string) => string): Recipe {
  const moved = structuredClone(recipe);
  moved.shapes = moved.shapes.map((source) => withPaths(source, move));
  for (const entry of moved.environments) if ("folder" in entry) entry.folder = move(entry.folder);
  for (const table of viewpointFiles(moved.viewpoints)) table.file = move(table.file);
  if (moved.images !== null) moved.images.folder = move(moved.images.folder);
  if (moved.renders !== null) moved.renders.run = move(moved.renders.run);
  moved.prompts = movedPrompts(moved.prompts, move);
  moved.generator = movedGenerator(moved.generator, move);
  return moved;
}

/** Every path in a recipe that samples are made from, as it is written there. */
export function recipePaths(recipe: Recipe): string[] {
  const paths: string[] = [];
  withRecipePaths(recipe, (path) => {
    paths.push(path);
    return path;
  });
  return paths;
}
