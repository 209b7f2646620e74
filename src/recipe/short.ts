/** A recipe as a person would have written it: without what is the default anyway. */
import { Document, isScalar, visit } from "yaml";
import { DatasetError } from "../core/errors.js";
import { parseRecipe } from "./read.js";
import type { Recipe } from "./schema.js";

const LONGEST_LINE = 100;

/** The recipe as YAML, with only those options whose values are not the defaults; reading it gives the same recipe. */
export function shortYaml(recipe: Recipe): string {
  const wanted = JSON.stringify(parseRecipe(recipe));
  const short: unknown = structuredClone(recipe);
  const means = (): boolean => {
    try {
      return JSON.stringify(parseRecipe(short)) === wanted;
    } catch (error) {
      if (DatasetError.isInstance(error)) return false;
      throw error;
    }
  };
  leaveOut(short, means);
  const document = new Document(short, { aliasDuplicateObjects: false });
  visit(document, {
    Seq(_key, node) {
      if (node.items.every((item) => isScalar(item))) node.flow = true;
    },
  });
  return document.toString({ lineWidth: LONGEST_LINE, flowCollectionPadding: false });
}

/** Takes options away, the outer ones first, as long as the recipe means the same. */
function leaveOut(group: unknown, means: () => boolean): void {
  if (typeof group !== "object" || group === null) return;
  if (Array.isArray(group)) return group.forEach((entry) => leaveOut(entry, means));
  const options = group as Record<string, unknown>;
  // Put back where they were: the order is the schema's.
  for (const [name, value] of Object.entries(options)) {
    const before = { ...options };
    delete options[name];
    if (means()) continue;
    for (const other of Object.keys(options)) delete options[other];
    Object.assign(options, before);
    leaveOut(value, means);
  }
}
