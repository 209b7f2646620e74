/**
 * Captions out of a table as the original released one: a row per caption, with the class as WordNet id or name. The
 * table may have millions of rows: it is read once, as a stream, and of each category only as many as are wanted.
 */
import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import { csvRows } from "../codecs/csv.js";
import { DatasetError } from "../core/errors.js";
import { random, type Random } from "../core/random.js";
import { canonicalCategory } from "../sample/category-table.js";
import { oneLine } from "./caption-answer.js";
import type { PoolBuilder, PromptNeed } from "./pool-builder.js";
import type { CaptionsOptions } from "./pool-options.js";

const CLASS_COLUMNS = ["synset", "class", "category", "wnid", "label", "class_name"];
const CAPTION_COLUMNS = ["caption", "prompt", "text", "captions", "prompts"];
const WORDNET_ID = /\bn\d{8}\b/;
/** Captions of language models that look at pictures are paragraphs; the first sentences say what is shown. */
const MOST_WORDS = 60;
/** Kept of each category beyond what is wanted, because some contradict their label. */
const SPARE = 3;

/**
 * Fills a pool from the table.
 * @throws DatasetError E_NOT_FOUND without the file, E_PROMPTS when its columns are not known or it has nothing of the categories
 */
export async function readCaptions(pool: PoolBuilder, needs: readonly PromptNeed[], options: CaptionsOptions, { folder, seed }: { folder: string; seed: number }): Promise<void> {
  const { file, perCategory } = options;
  const kept = new Map(needs.map(({ category }) => [category, new Reservoir(perCategory * SPARE, random(seed, `captions/${category}`, "choice"))]));
  let columns: Columns | null = null;
  let rows = 0;
  const classes = new Set<string>();
  try {
    for await (const cells of csvRows(createReadStream(resolve(folder, file), "utf8"))) {
      if (columns === null) {
        columns = columnsOf(cells, options);
        continue;
      }
      rows++;
      const written = cells[columns.class] ?? cells.find((cell) => WORDNET_ID.test(cell)) ?? "";
      const name = canonicalCategory(WORDNET_ID.exec(written)?.[0] ?? written);
      if (classes.size < 12 && name !== "") classes.add(name);
      const text = oneLine(cells[columns.caption] ?? "");
      if (text !== "") kept.get(name)?.offer(text);
    }
  } catch (cause) {
    throw DatasetError.isInstance(cause) ? cause : unreadable(file, cause);
  }
  if (columns === null) throw wrong(file, "is empty", "It should begin with a line that names its columns.");
  for (const [category, captions] of kept) {
    for (const text of captions.inOrder()) {
      if (pool.of(category).length >= perCategory) break;
      pool.add(firstSentences(text), { category, keyword: null, source: "captions", model: null });
    }
  }
  if (pool.added === 0 && [...kept.values()].every((captions) => captions.isEmpty)) {
    throw wrong(file, `has no caption of ${[...kept.keys()].slice(0, 5).join(", ")} in ${rows} rows; its classes are ${[...classes].join(", ") || "empty"} …`, "Check prompts.classColumn: it holds WordNet ids or names of the category table.");
  }
}

interface Columns {
  class: number;
  caption: number;
}

function columnsOf(header: readonly string[], { file, classColumn, captionColumn }: CaptionsOptions): Columns {
  const names = header.map((name) => name.trim().toLowerCase());
  const find = (wanted: string | null, usual: readonly string[]): number => {
    if (wanted !== null) return names.indexOf(wanted.trim().toLowerCase());
    return usual.map((name) => names.indexOf(name)).find((index) => index >= 0) ?? -1;
  };
  const columns = { class: find(classColumn, CLASS_COLUMNS), caption: find(captionColumn, CAPTION_COLUMNS) };
  if (columns.caption < 0) throw wrong(file, `has no column ${captionColumn ?? CAPTION_COLUMNS.slice(0, 3).join(", ")}; it has ${names.join(", ")}`, "Name the caption's column as prompts.captionColumn.");
  if (columns.class < 0 && classColumn !== null) throw wrong(file, `has no column ${classColumn}; it has ${names.join(", ")}`, "Name the class's column as prompts.classColumn, or leave it out.");
  return columns;
}

/** A choice of so many of a stream whose length nobody knows, each with equal chance. */
class Reservoir {
  readonly #items: { place: number; text: string }[] = [];
  #offered = 0;

  constructor(
    readonly size: number,
    readonly stream: Random,
  ) {}

  get isEmpty(): boolean {
    return this.#offered === 0;
  }

  offer(text: string): void {
    const place = this.#offered++;
    const slot = place < this.size ? place : this.stream.integer(place + 1);
    if (slot < this.size) this.#items[slot] = { place, text };
  }

  /** In the stream's order. */
  inOrder(): string[] {
    return [...this.#items].sort((a, b) => a.place - b.place).map(({ text }) => text);
  }
}

function firstSentences(text: string): string {
  const sentences = text.match(/[^.!?]+[.!?]*/g) ?? [text];
  let result = "";
  for (const sentence of sentences) {
    if (result !== "" && `${result}${sentence}`.split(" ").length > MOST_WORDS / 2) break;
    result += sentence;
  }
  return result.trim();
}

function unreadable(file: string, cause: unknown): DatasetError {
  const code = cause instanceof Error && "code" in cause ? cause.code : null;
  if (code === "ENOENT") return new DatasetError("E_NOT_FOUND", `there is no table of captions ${file}`, { hint: "Check the path: relative paths start at the recipe's folder.", subject: file, cause });
  return wrong(file, `cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, "Is it a CSV file in UTF-8?");
}

function wrong(file: string, what: string, hint: string): DatasetError {
  return new DatasetError("E_PROMPTS", `the table of captions ${file} ${what}`, { hint, subject: file });
}
