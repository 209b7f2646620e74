/** What every prompter adds to a prompt, whoever wrote it: the suffix, words about the view, the negative prompt. */
import * as z from "zod";
import type { PromptSubject } from "./prompter.js";
import { viewWords } from "./view-words.js";

/** Options of all prompters; the defaults are the original's added and negative prompt. */
export const wordsAroundOptions = z.strictObject({
  negative: z
    .string()
    .nullable()
    .default("longbody, lowres, bad anatomy, bad hands, missing fingers, extra digit, fewer digits, cropped, worst quality, low quality")
    .describe("what the painter should avoid; null = nothing"),
  suffix: z.string().default("best quality, extremely detailed").describe("added to the end of every prompt"),
  viewWords: z.boolean().default(false).describe("adds words for where the camera stands, as `side view, facing left`, where the shape's front is known"),
});

/** Options of all prompters, defaults filled in. */
export type WordsAroundOptions = z.infer<typeof wordsAroundOptions>;

/** The parts joined with what the options add. */
export function withWordsAround(parts: readonly string[], { category, seenFrom = null }: PromptSubject, options: WordsAroundOptions): string {
  const view = options.viewWords && seenFrom !== null ? viewWords(category, seenFrom) : "";
  return [...parts, view, options.suffix].filter((part) => part !== "").join(", ");
}
