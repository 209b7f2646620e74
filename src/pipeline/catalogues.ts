/** Opens the sources of shapes and environments that a recipe names. */
import type { EnvironmentCatalogue } from "../environments/catalogue.js";
import { builtinEnvironments } from "../environments/builtin.js";
import { folderEnvironments } from "../environments/folder.js";
import type { Recipe } from "../recipe/schema.js";
import { builtinCatalogue } from "../shapes/builtin.js";
import type { Catalogue } from "../shapes/catalogue.js";
import { fileCatalogue } from "../shapes/file.js";
import { folderCatalogue } from "../shapes/folder.js";

/** Shape sources in the recipe's order. @param folder where the recipe's relative paths start */
export function openShapeCatalogues(recipe: Recipe, folder: string): Promise<Catalogue[]> {
  return Promise.all(
    recipe.shapes.map((source) => {
      if ("builtin" in source) return builtinCatalogue(source);
      return "folder" in source ? folderCatalogue(source, folder) : fileCatalogue(source, folder);
    }),
  );
}

/** Environment sources in the recipe's order. @param folder where the recipe's relative paths start */
export function openEnvironmentCatalogues(recipe: Recipe, folder: string): Promise<EnvironmentCatalogue[]> {
  return Promise.all(
    recipe.environments.map((source) => ("builtin" in source ? builtinEnvironments(source) : folderEnvironments(source, folder))),
  );
}
