/** Drawing prompts from a list. */
import { DatasetError } from "../core/errors.js";
import { few } from "../core/quantities.js";
import { canonicalCategory } from "../sample/category-table.js";
import { usableKeywords } from "./keywords.js";
import { readPool, type PoolEntry } from "./pool-file.js";
import type { Prompter } from "./prompter.js";
import { withWordsAround, type WordsAroundOptions } from "./words-around.js";

/** A list that is ready to be drawn from. */
export interface OpenPool {
  prompter: Prompter;
  /** As the recipe names it. */
  file: string;
  sha256: string;
  bytes: Uint8Array;
  /** Prompts in it. */
  count: number;
}

/**
 * Reads a list that must serve every category.
 * @param mayBeMade true: a list that is not there or lacks a category is not wrong but unfinished
 * @returns null for an unfinished one
 * @throws DatasetError E_PROMPTS
 */
export async function openPool(file: string, options: WordsAroundOptions & { sha256?: string | undefined }, categories: readonly string[], folder: string, mayBeMade: boolean): Promise<OpenPool | null> {
  const pool = await readPool(file, folder);
  if (pool === null) {
    if (mayBeMade) return null;
    throw new DatasetError("E_PROMPTS", `there is no list of prompts ${file}`, { hint: "Check the path: relative paths start at the recipe's folder.", subject: file });
  }
  if (options.sha256 !== undefined && options.sha256 !== pool.sha256) {
    throw new DatasetError("E_PROMPTS", `the list of prompts ${file} is not the one that the recipe means: sha256 ${options.sha256} expected, ${pool.sha256} found`, {
      hint: "Put the file back as it was, or take `sha256` out of the recipe.",
      subject: file,
    });
  }
  const byCategory = entriesByCategory(pool.entries);
  const missing = missingCategories(pool.entries, categories);
  if (missing.length > 0) {
    if (mayBeMade) return null;
    throw new DatasetError("E_PROMPTS", `the list of prompts ${file} has none for ${few(missing)}`, {
      hint: 'Add lines such as {"category": "car", "text": "A photo of a car …"}, or leave the category out of `shapes`.',
      subject: file,
    });
  }
  const { sha256, bytes } = pool;
  return { prompter: poolPrompter(byCategory, options), file, sha256, bytes, count: pool.entries.length };
}

/** Categories that a list can give no prompt for whatever the shape. */
export function missingCategories(entries: readonly PoolEntry[], categories: readonly string[]): string[] {
  const served = new Set(entries.filter(({ keyword }) => keyword === null).map(({ category }) => category));
  return [...new Set(categories.map(canonicalCategory))].filter((category) => !served.has(category)).sort();
}

/** Which prompt a sample gets depends on the list and the sample's own random stream alone. */
function poolPrompter(byCategory: ReadonlyMap<string, readonly PoolEntry[]>, options: WordsAroundOptions): Prompter {
  const byKeyword = new Map([...byCategory].map(([category, entries]) => [category, groupsByKeyword(entries)]));
  return (subject, random) => {
    const groups = byKeyword.get(canonicalCategory(subject.category));
    const wanted = subject.keywords.length === 0 ? [null] : [null, ...usableKeywords(subject.category, subject.keywords)];
    const lists = wanted.flatMap((keyword) => groups?.get(keyword) ?? []);
    const entry = random.pick(lists.length === 1 ? lists[0]! : lists.flat());
    return {
      text: withWordsAround([entry.text.replace(/[\s.,;]+$/, "")], subject, options),
      negative: entry.negative ?? options.negative,
      source: entry.model ?? entry.source,
    };
  };
}

function groupsByKeyword(entries: readonly PoolEntry[]): Map<string | null, PoolEntry[][]> {
  const groups = new Map<string | null, PoolEntry[][]>();
  for (const entry of entries) {
    const [list] = groups.get(entry.keyword) ?? [];
    if (list === undefined) groups.set(entry.keyword, [[entry]]);
    else list.push(entry);
  }
  return groups;
}

/** In the order given. */
export function entriesByCategory(entries: readonly PoolEntry[]): Map<string, PoolEntry[]> {
  const byCategory = new Map<string, PoolEntry[]>();
  for (const entry of entries) {
    const others = byCategory.get(entry.category);
    if (others === undefined) byCategory.set(entry.category, [entry]);
    else others.push(entry);
  }
  return byCategory;
}
