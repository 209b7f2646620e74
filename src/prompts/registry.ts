/** Which file serves which `prompts` of a recipe; adding a kind adds a line here and to what reads the options. */
import * as z from "zod";
import { captionsOptions, llmOptions, poolFileOptions } from "./pool-options.js";
import type { Prompter } from "./prompter.js";
import { openPool, type OpenPool } from "./pool.js";
import { templateOptions, templatePrompter } from "./template.js";

/** Options of all prompters, told apart by their type; without one it is `template`. */
export const promptOptions = z.union([
  z.strictObject({ type: z.literal("template").default("template").describe("prompts are put together from phrases"), ...templateOptions.shape }),
  z
    .strictObject({ type: z.literal("llm").describe("prompts are written by a language model, once, into a list"), ...llmOptions.shape })
    .refine(({ baseUrl, model }) => baseUrl === null || model !== null, { path: ["baseUrl"], message: "needs prompts.model beside it, the name that the server gives the model" }),
  z.strictObject({ type: z.literal("file").describe("prompts are taken from a list"), ...poolFileOptions.shape }),
  z.strictObject({ type: z.literal("captions").describe("prompts are taken from the original's captions, or a table like it"), ...captionsOptions.shape }),
]);

/** See {@link promptOptions}. */
export type PromptOptions = z.infer<typeof promptOptions>;

/** A recipe's prompts, ready to be drawn. */
export interface OpenPrompts {
  /** Null: the list is still to be made. */
  prompter: Prompter | null;
  /** The list behind it; null for templates and where it is still to be made. */
  pool: OpenPool | null;
  /** The options with the sha256 of the list. */
  options: PromptOptions;
}

/** The list that prompts are taken from, as the recipe names it; null where there is none. */
export function poolPath(options: PromptOptions): string | null {
  if (options.type === "template" || (options.type === "llm" && options.baseUrl === null && options.sha256 === undefined)) return null;
  return options.type === "file" ? options.file : options.pool;
}

/** The same prompts from a copy of the list. */
export function withPoolAt(options: PromptOptions, path: string): PromptOptions {
  if (options.type === "template" || poolPath(options) === null) return options;
  return options.type === "file" ? { ...options, file: path } : { ...options, pool: path };
}

/** Paths of the recipe in the options, rewritten. */
export function movedPrompts(options: PromptOptions, move: (path: string) => string): PromptOptions {
  switch (options.type) {
    case "template":
      return options;
    case "llm":
      return { ...options, pool: move(options.pool) };
    case "file":
      return { ...options, file: move(options.file) };
    case "captions":
      return { ...options, file: move(options.file), pool: move(options.pool) };
  }
}

/** What makes a difference to prompts: of a list its content, not who wrote it, how it was asked for and where it lies. */
export function comparablePrompts(options: PromptOptions): unknown {
  if (poolPath(options) === null) return { type: "template", negative: options.negative, suffix: options.suffix, viewWords: options.viewWords };
  const { negative, suffix, viewWords } = options;
  return { type: "list", sha256: options.type === "template" ? null : (options.sha256 ?? null), negative, suffix, viewWords };
}

/**
 * Opens the prompts that a recipe asks for; a list is read now.
 * @param categories that prompts are needed of
 * @param folder where relative paths start
 * @throws DatasetError E_PROMPTS for a list that cannot be read, is another than the recipe means, or lacks a category
 */
export async function openPrompts(options: PromptOptions, categories: readonly string[], folder: string): Promise<OpenPrompts> {
  const path = poolPath(options);
  if (options.type === "template" || path === null) return { prompter: templatePrompter(options), pool: null, options };
  const mayBeMade = options.type !== "file" && options.sha256 === undefined;
  const pool = await openPool(path, options, categories, folder, mayBeMade);
  if (pool === null) return { prompter: null, pool: null, options };
  return { prompter: pool.prompter, pool, options: { ...options, sha256: pool.sha256 } };
}
