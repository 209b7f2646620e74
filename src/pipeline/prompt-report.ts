/** What a list of prompts holds, how it came to be, and how much its prompts differ. */
import type { DatasetError } from "../core/errors.js";
import { random } from "../core/random.js";
import { measureDiversity, type Diversity } from "../prompts/diversity.js";
import type { PromptNeed, RejectedCaption, Rejections } from "../prompts/pool-builder.js";
import { isEdited, type PoolEntry } from "../prompts/pool-file.js";
import type { PromptOptions } from "../prompts/registry.js";
import { templateOptions, templatePrompter } from "../prompts/template.js";
import type { UselessAnswers } from "../prompts/write-captions.js";
import type { Recipe } from "../recipe/schema.js";

/** What a list of prompts holds and how it came to be. */
export interface PreparedPrompts {
  kind: PromptOptions["type"];
  /** As the recipe names it; null where templates write the prompts. */
  file: string | null;
  /** Who wrote the prompts that were added. */
  model: string | null;
  categories: { category: string; prompts: number; wanted: number; added: number }[];
  /** Prompts of the recipe's categories that somebody changed. */
  edited: number;
  rejections: Rejections;
  rejected: RejectedCaption[];
  useless: UselessAnswers;
  /** Of the list, and of as many prompts by the template prompter; null without any prompt. */
  diversity: { list: Diversity; template: Diversity } | null;
  /** Why it ended before all was there; what came is kept. */
  error: DatasetError | null;
}

/** A report without anything to tell. */
export const NO_LIST: Pick<PreparedPrompts, "file" | "model" | "edited" | "rejections" | "rejected" | "useless" | "error"> = { file: null, model: null, edited: 0, rejections: {}, rejected: [], useless: {}, error: null };
/** Prompts that show what templates write, where there is no list. */
const TEMPLATE_PROMPTS = 50;

/** Of a recipe whose prompts templates write. */
export function templateReport(recipe: Recipe, needs: readonly PromptNeed[]): PreparedPrompts {
  const texts = templateTexts(recipe, needs, () => TEMPLATE_PROMPTS);
  const diversity = measureDiversity(texts);
  return { ...NO_LIST, kind: recipe.prompts.type, categories: needs.map(({ category }) => ({ category, prompts: 0, wanted: 0, added: 0 })), diversity: { list: diversity, template: diversity } };
}

/** Of a list. @param before prompts of each category that were there already */
export function reportOf(recipe: Recipe, needs: readonly PromptNeed[], entries: readonly PoolEntry[], wanted: number | null, before: ReadonlyMap<string, number>): Pick<PreparedPrompts, "categories" | "edited" | "diversity"> {
  const counts = new Map<string, number>();
  const own = entries.filter(({ category }) => needs.some((need) => need.category === category));
  for (const { category } of own) counts.set(category, (counts.get(category) ?? 0) + 1);
  const count = (category: string): number => counts.get(category) ?? 0;
  return {
    categories: needs.map(({ category }) => ({ category, prompts: count(category), wanted: wanted ?? count(category), added: count(category) - (before.get(category) ?? count(category)) })),
    edited: own.filter(isEdited).length,
    diversity: own.length === 0 ? null : { list: measureDiversity(own.map(({ text }) => text)), template: measureDiversity(templateTexts(recipe, needs, count)) },
  };
}

/** As many prompts as the list has of each category, by templates and without the suffix, which is the same in all. */
function templateTexts({ seed }: Recipe, needs: readonly PromptNeed[], count: (category: string) => number): string[] {
  const write = templatePrompter(templateOptions.parse({ suffix: "" }));
  return needs.flatMap(({ category }) => Array.from({ length: count(category) }, (_, index) => write({ category, keywords: [] }, random(seed, `template/${category}/${index}`, "prompt")).text));
}

