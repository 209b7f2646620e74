/** Opens the sources of shapes and environments that a recipe names. */
import type { EnvironmentCatalogue } from "../environments/catalogue.js";
import { builtinEnvironments } from "../environments/builtin.js";
import { folderEnvironments } from "../environments/folder.js";
import type { Recipe } from "../recipe/schema.js";
import type { Catalogue } from "../shapes/catalogue.js";
import { openShapeSource } from "../shapes/registry.js";

/** Shape sources in the recipe's order. @param folder where the recipe's relative paths start */
export function openShapeCatalogues(recipe: Recipe, folder: string): Promise<Catalogue[]> {
  return Promise.all(recipe.shapes.map((source) => openShapeSource(source, folder)));
}

/** Environment sources in the recipe's order. @param folder where the recipe's relative paths start */
export function openEnvironmentCatalogues(recipe: Recipe, folder: string): Promise<EnvironmentCatalogue[]> {
  return Promise.all(
    recipe.environments.map((source) => ("builtin" in source ? builtinEnvironments(source) : folderEnvironments(source, folder))),
  );
}
