/** Which models of a list are wanted: by category, id and licence. */
import * as z from "zod";
import { DatasetError } from "../core/errors.js";
import { canonicalCategory } from "../sample/category-table.js";
import { unknownName, type Selection } from "./model-list.js";
import { AXES } from "./normalize.js";

const axis = z.enum(AXES);

/** Options that every catalogue of files has. */
export const selectionOptions = {
  categories: z.array(z.string()).min(1, "an empty list would leave no shapes").optional().describe("only these categories; any name of the category table"),
  ids: z.array(z.string()).min(1, "an empty list would leave no shapes").optional().describe("only these models"),
  licenceKnown: z.boolean().default(false).describe("only models whose licence is known"),
};

/** Options of catalogues whose models say nothing about themselves. */
export const describingOptions = {
  front: axis.optional().describe("which way the models face, in the files' own axes; without it the front is unknown and azimuth labels are null"),
  up: axis.default("+Y").describe("which way is up, in the files' own axes"),
  licence: z.string().min(1).optional().describe("SPDX identifier of all models, where you know it"),
  allowExternal: z.boolean().default(false).describe("lets models refer to files outside their own folder"),
};

interface Chooseable {
  id: string;
  category: string;
  licence?: string | null | undefined;
}

/**
 * The models that a selection leaves.
 * @param label for messages: "The folder ../models"
 * @throws DatasetError E_OPTION for categories and ids that are not there, and when nothing is left
 */
export function chooseModels<T extends Chooseable>(models: readonly T[], options: Selection, label: string): readonly T[] {
  const known = [...new Set(models.map((model) => canonicalCategory(model.category)))].sort();
  const categories = options.categories?.map((name) => {
    const canonical = canonicalCategory(name);
    if (!known.includes(canonical)) throw unknownName(label, "shapes of category", name, known, canonical);
    return canonical;
  });
  const ids = options.ids === undefined ? undefined : new Set(options.ids);
  const present = new Set(models.map((model) => model.id));
  for (const id of ids ?? []) if (!present.has(id)) throw unknownName(label, "model", id, [...present]);
  const chosen = models.filter(
    (model) =>
      (categories === undefined || categories.includes(canonicalCategory(model.category))) &&
      (ids === undefined || ids.has(model.id)) &&
      (options.licenceKnown !== true || model.licence != null),
  );
  if (chosen.length > 0) return chosen;
  throw new DatasetError("E_OPTION", `${label} has no model that fits categories, ids and licenceKnown together.`, {
    hint: `It lists ${models.length === 1 ? "one model" : `${models.length} models`}; ask for less at once.`,
    subject: label,
  });
}
