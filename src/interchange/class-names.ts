/** Numbers of categories, where a format writes numbers. */
import type { Survey } from "./survey.js";

/** Name of the file that lists categories: a JSON list, a category's number is its place. */
export const CLASSES_FILE = "classes.json";

/** The text of that file. */
export function classesText({ categories }: Pick<Survey, "categories">): string {
  return `${JSON.stringify(categories.map(({ name }) => name), null, 2)}\n`;
}

/** Numbers by name, from 0. */
export function classNumbers({ categories }: Pick<Survey, "categories">): ReadonlyMap<string, number> {
  return new Map(categories.map(({ name }, index) => [name, index]));
}
