/** Has a language model write the captions that a pool lacks, in batches, until there are enough or no more come. */
import { mapSome } from "../core/map-some.js";
import { random } from "../core/random.js";
import type { Asked, Asker } from "./ask.js";
import { captionQuestion } from "./caption-request.js";
import type { PoolBuilder, PromptNeed } from "./pool-builder.js";

/** How captions are asked for. */
export interface WriteCaptionsOptions {
  model: string;
  /** Wanted of each category. */
  perCategory: number;
  batch: number;
  parallel: number;
  /** The data set's, for the ideas that batches are given. */
  seed: number;
  signal: AbortSignal;
  /** After each batch: keeps what came. */
  progress(category: string): Promise<void>;
}

/** Answers that were of no use, by kind. */
export type UselessAnswers = Partial<Record<Exclude<Asked["kind"], "captions"> | "empty list", number>>;

/** Rounds of asking for what is still missing; a category that gave nothing in two in a row is not asked about again. */
const MOST_ROUNDS = 8;
const MOST_DRY_ROUNDS = 2;

interface Batch {
  category: string;
  keyword: string | null;
  count: number;
  path: string;
}

/**
 * Fills a pool; it may end with less than was wanted.
 * @returns how many answers were of no use
 * @throws DatasetError E_LANGUAGE_MODEL when the server does not serve; what came before is in the pool
 */
export async function writeCaptions(pool: PoolBuilder, needs: readonly PromptNeed[], asker: Asker, options: WriteCaptionsOptions): Promise<UselessAnswers> {
  const { perCategory, batch, seed, signal } = options;
  const useless: UselessAnswers = {};
  let failure: { error: unknown } | null = null;
  const write = async (next: Batch): Promise<void> => {
    signal.throwIfAborted();
    const known = pool.of(next.category).map(({ text }) => text);
    const answer = await asker.ask(captionQuestion({ ...next, known, random: random(seed, next.path, "caption-ideas") }), signal);
    const kind = answer.kind === "captions" && answer.captions.length === 0 ? "empty list" : answer.kind;
    if (kind !== "captions") useless[kind] = (useless[kind] ?? 0) + 1;
    for (const text of answer.kind === "captions" ? answer.captions : []) {
      if (pool.of(next.category).length >= perCategory) break;
      pool.add(text, { category: next.category, keyword: next.keyword, source: "llm", model: options.model });
    }
    await options.progress(next.category);
  };
  const dryRounds = new Map<string, number>();
  let open = needs;
  for (let round = 0; round < MOST_ROUNDS && open.length > 0; round++) {
    const before = new Map(open.map(({ category }) => [category, pool.of(category).length]));
    // An answer that is cut off is long enough: later rounds ask for less at once.
    const size = round < 2 ? batch : Math.max(1, Math.ceil(batch / 2));
    const batches = open.flatMap((need) => batchesOf(need, perCategory - pool.of(need.category).length, size, round));
    await mapSome(
      batches,
      async (next) => {
        if (failure !== null || pool.of(next.category).length >= perCategory) return;
        try {
          await write(next);
        } catch (error) {
          // Answers that are on their way are waited for and kept.
          failure ??= { error };
        }
      },
      options.parallel,
    );
    if (failure !== null) throw (failure as { error: unknown }).error;
    open = open.filter(({ category }) => {
      const isDry = pool.of(category).length === before.get(category);
      dryRounds.set(category, isDry ? (dryRounds.get(category) ?? 0) + 1 : 0);
      return pool.of(category).length < perCategory && dryRounds.get(category)! < MOST_DRY_ROUNDS;
    });
  }
  return useless;
}

/** The first batch, and every second one, is for any shape of the category; the others name a keyword each, in turn. */
function batchesOf({ category, keywords }: PromptNeed, missing: number, size: number, round: number): Batch[] {
  return Array.from({ length: Math.ceil(Math.max(0, missing) / size) }, (_, index) => {
    const keyword = index % 2 === 1 && keywords.length > 0 ? keywords[(Math.floor(index / 2) + round) % keywords.length]! : null;
    return { category, keyword, count: Math.min(size, missing - index * size), path: `prompts/${category}/${round}/${index}` };
  });
}
