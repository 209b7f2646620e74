/** The recipe that a command is given. */
import { resolve } from "node:path";
import type { ReadRecipe } from "../recipe/read.js";
import type { Invocation } from "./command.js";
import { withKnownLicences } from "./known-licences.js";

/**
 * Reads the recipe named by the first argument (default `recipe.yaml`), with the flags' overrides.
 * @param licenceKnown leaves out models whose licence nobody named
 */
export async function recipeArgument(invocation: Pick<Invocation, "arguments" | "overrides" | "terminal">, licenceKnown: boolean): Promise<ReadRecipe> {
  const { readRecipe } = await import("../recipe/read.js");
  const given = invocation.arguments[0] ?? "recipe.yaml";
  // As the user wrote it where that means the same, so that messages show the user's own words.
  const path = invocation.terminal.folder === process.cwd() ? given : resolve(invocation.terminal.folder, given);
  const read = await readRecipe(path, invocation.overrides);
  return licenceKnown ? { ...read, recipe: withKnownLicences(read.recipe) } : read;
}
