/** A pool while captions are added to it: checks them, leaves out what is there already, counts what was rejected. */
import { captionProblem, sameness, type Rejection } from "./caption-check.js";
import { newEntry, type PoolEntry } from "./pool-file.js";
import { entriesByCategory } from "./pool.js";

/** Prompts that a data set needs of one category. */
export interface PromptNeed {
  /** Canonical id. */
  category: string;
  /** Keywords of its shapes, cleaned; prompts that name one are for those shapes only. */
  keywords: readonly string[];
}

/** What was rejected and why. */
export type Rejections = Partial<Record<Rejection, number>>;

/** A rejected caption, as an example for the user. */
export interface RejectedCaption {
  category: string;
  reason: Rejection;
  text: string;
}

/** How many rejected captions are kept to be shown. */
const SHOWN_REJECTED = 200;

/** Collects captions. */
export class PoolBuilder {
  readonly rejections: Rejections = {};
  readonly rejected: RejectedCaption[] = [];
  readonly #byCategory: Map<string, PoolEntry[]>;
  readonly #said = new Map<string, Set<string>>();
  readonly #labelled: ReadonlySet<string>;
  #added = 0;

  /** @param existing entries that stay, first among those of their category */
  constructor(existing: readonly PoolEntry[], needs: readonly PromptNeed[]) {
    this.#byCategory = entriesByCategory(existing);
    this.#labelled = new Set(needs.map(({ category }) => category));
    for (const [category, entries] of this.#byCategory) this.#said.set(category, new Set(entries.map(({ text }) => sameness(text))));
  }

  /** Captions added so far. */
  get added(): number {
    return this.#added;
  }

  /** Entries of a category. */
  of(category: string): readonly PoolEntry[] {
    return this.#byCategory.get(category) ?? [];
  }

  /** All entries, categories in alphabetical order. */
  entries(): PoolEntry[] {
    return [...this.#byCategory.keys()].sort().flatMap((category) => this.of(category));
  }

  /** Adds a caption unless it contradicts the label or is there already. */
  add(text: string, { category, keyword, source, model }: Pick<PoolEntry, "category" | "keyword" | "source" | "model">): boolean {
    const said = this.#said.get(category) ?? new Set();
    const problem = captionProblem(text, { category, keyword, labelled: this.#labelled }) ?? (said.has(sameness(text)) ? "there already" : null);
    if (problem !== null) {
      this.rejections[problem] = (this.rejections[problem] ?? 0) + 1;
      if (this.rejected.length < SHOWN_REJECTED) this.rejected.push({ category, reason: problem, text });
      return false;
    }
    this.#said.set(category, said.add(sameness(text)));
    const entries = this.#byCategory.get(category) ?? [];
    entries.push(newEntry({ category, keyword, text, negative: null, source, model }));
    this.#byCategory.set(category, entries);
    this.#added++;
    return true;
  }
}
