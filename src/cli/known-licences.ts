/** `--licence-known`: only models whose licence is known, of whatever sources the recipe has. */
import { DatasetError } from "../core/errors.js";
import type { Recipe } from "../recipe/schema.js";
import type { Flag } from "./flags.js";

/** The flag, alike for every command that has it. */
export const LICENCE_KNOWN = { kind: "switch", description: "only models whose licence is known" } as const satisfies Flag;

/**
 * The recipe with `licenceKnown` set in every source of shapes.
 * @throws DatasetError E_OPTION for a single file without a licence, which cannot be left out: it was asked for by name
 */
export function withKnownLicences(recipe: Recipe): Recipe {
  const shapes = recipe.shapes.map((source) => {
    if ("file" in source && source.licence === null) {
      throw new DatasetError("E_OPTION", `--licence-known: nobody said which licence ${source.file} has`, { hint: "Give its entry in the recipe a licence, or remove the entry.", subject: source.file });
    }
    return "licenceKnown" in source ? { ...source, licenceKnown: true } : source;
  });
  return { ...recipe, shapes };
}
