/** The recipe that a command is given. */
import { resolve } from "node:path";
import type { ReadRecipe } from "../recipe/read.js";
import type { Invocation } from "./command.js";
import { withKnownLicences } from "./known-licences.js";

/** Stands for standard input where a recipe's file is asked for. */
export const STANDARD_INPUT = "-";

/**
 * Reads the recipe named by the first argument (default `recipe.yaml`), with the flags' overrides. One from standard
 * input lies in the current folder.
 * @param licenceKnown leaves out models whose licence nobody named
 */
export async function recipeArgument(invocation: Pick<Invocation, "arguments" | "overrides" | "terminal">, licenceKnown: boolean): Promise<ReadRecipe> {
  const { parseRecipeYaml, readRecipe } = await import("../recipe/read.js");
  const { terminal, overrides } = invocation;
  const given = invocation.arguments[0] ?? "recipe.yaml";
  // As the user wrote it where that means the same, so that messages show the user's own words.
  const path = terminal.folder === process.cwd() ? given : resolve(terminal.folder, given);
  const read: ReadRecipe = given === STANDARD_INPUT
    ? { recipe: parseRecipeYaml(await terminal.input(), "standard input", overrides), folder: terminal.folder, file: STANDARD_INPUT }
    : await readRecipe(path, overrides);
  return licenceKnown ? { ...read, recipe: withKnownLicences(read.recipe) } : read;
}
