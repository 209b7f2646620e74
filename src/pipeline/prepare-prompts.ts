/** Makes the list of prompts that a recipe asks for, once, before anything is made of it: by a language model or from captions. */
import { resolve } from "node:path";
import { DatasetError } from "../core/errors.js";
import { createAsker } from "../prompts/ask.js";
import type { LanguageModel } from "../prompts/language-model.js";
import { KEY_VARIABLE, openAiCompatibleModel } from "../prompts/openai-compatible.js";
import { missingCategories } from "../prompts/pool.js";
import { PoolBuilder, type PromptNeed } from "../prompts/pool-builder.js";
import { isEdited, readPool, writePool } from "../prompts/pool-file.js";
import type { LlmOptions } from "../prompts/pool-options.js";
import { readCaptions } from "../prompts/read-captions.js";
import { poolPath, type PromptOptions } from "../prompts/registry.js";
import { writeCaptions, type UselessAnswers } from "../prompts/write-captions.js";
import type { Recipe } from "../recipe/schema.js";
import { withProcessLock } from "../storage/process-lock.js";
import { promptNeeds } from "./prompt-needs.js";
import { NO_LIST, reportOf, templateReport, type PreparedPrompts } from "./prompt-report.js";

/** How a list of prompts is made. */
export interface PreparePromptsOptions {
  /** Where the recipe's relative paths start. */
  folder: string;
  signal: AbortSignal;
  /** Leaves out prompts of the recipe's categories that are there already, unless somebody edited them, and makes new ones. */
  again?: boolean;
  /** Told after each batch. */
  onProgress?: (progress: { category: string; prompts: number; wanted: number }) => void;
  /** The server's key; default: what the environment variable holds. */
  apiKey?: string | null;
  /** Asked instead of the recipe's server, by tests. */
  languageModel?: LanguageModel;
}

/** True when the recipe asks for a list that is not there yet or lacks a category. */
export async function promptsAreMissing(recipe: Recipe, folder: string): Promise<boolean> {
  const { prompts } = recipe;
  const path = poolPath(prompts);
  if (path === null || prompts.type === "file" || prompts.type === "template" || prompts.sha256 !== undefined) return false;
  const pool = await readPool(path, folder);
  if (pool === null) return true;
  return missingCategories(pool.entries, (await promptNeeds(recipe, folder)).map(({ category }) => category)).length > 0;
}

/**
 * Makes the list, or adds what it lacks; whatever is there stays as it is. One process at a time.
 * @returns also with an `error` of the language model: what came before it is in the file
 * @throws DatasetError E_PROMPTS for a list or table that cannot be read, E_DEPENDENCY, E_RUN_LOCKED; the signal's reason when it is aborted
 */
export async function preparePrompts(recipe: Recipe, options: PreparePromptsOptions): Promise<PreparedPrompts> {
  const { prompts } = recipe;
  const needs = await promptNeeds(recipe, options.folder);
  const path = poolPath(prompts);
  if (path === null) return templateReport(recipe, needs);
  if (prompts.type === "llm" || prompts.type === "captions") {
    return withProcessLock(`${resolve(options.folder, path)}.lock`, { busy: `is making ${path}`, code: "E_RUN_LOCKED" }, () => makeList(recipe, prompts, path, needs, options));
  }
  const pool = await readPool(path, options.folder);
  if (pool === null) throw new DatasetError("E_PROMPTS", `there is no list of prompts ${path}`, { hint: "Check the path: relative paths start at the recipe's folder.", subject: path });
  // The list is the user's: what the checks would reject is shown, and stays.
  const checker = new PoolBuilder([], needs);
  for (const entry of pool.entries) if (needs.some(({ category }) => category === entry.category)) checker.add(entry.text, entry);
  return { ...NO_LIST, kind: "file", file: path, rejections: checker.rejections, rejected: checker.rejected, ...reportOf(recipe, needs, pool.entries, null, new Map()) };
}

async function makeList(recipe: Recipe, prompts: Extract<PromptOptions, { type: "llm" | "captions" }>, path: string, needs: readonly PromptNeed[], options: PreparePromptsOptions): Promise<PreparedPrompts> {
  const { folder, again = false } = options;
  const existing = (await readPool(path, folder))?.entries ?? [];
  const isWanted = new Set(needs.map(({ category }) => category));
  const kept = again ? existing.filter((entry) => !isWanted.has(entry.category) || isEdited(entry) || entry.hash === null) : existing;
  const pool = new PoolBuilder(kept, needs);
  const before = new Map(needs.map(({ category }) => [category, pool.of(category).length]));
  const save = (): Promise<void> => writePool(path, folder, pool.entries());
  const open = needs.filter(({ category }) => pool.of(category).length < prompts.perCategory);
  let useless: UselessAnswers = {};
  let error: DatasetError | null = null;
  if (open.length > 0) {
    try {
      if (prompts.type === "captions") await readCaptions(pool, open, prompts, { folder, seed: recipe.seed });
      else useless = await ask(prompts, pool, open, save, recipe.seed, options);
    } catch (cause) {
      if (!DatasetError.isInstance(cause) || cause.code !== "E_LANGUAGE_MODEL") throw cause;
      error = cause;
    } finally {
      if (pool.added > 0) await save();
    }
  }
  const model = prompts.type === "llm" ? prompts.model : null;
  return { ...NO_LIST, kind: prompts.type, file: path, model, rejections: pool.rejections, rejected: pool.rejected, useless, error, ...reportOf(recipe, needs, pool.entries(), prompts.perCategory, before) };
}

async function ask(prompts: LlmOptions, pool: PoolBuilder, needs: readonly PromptNeed[], save: () => Promise<void>, seed: number, options: PreparePromptsOptions): Promise<UselessAnswers> {
  const { baseUrl, model: name, perCategory, batch, parallel } = prompts;
  if (baseUrl === null || name === null) throw new DatasetError("E_PROMPTS", `${prompts.pool} is to be written by a language model, but the recipe names no server and model`, { hint: "Set prompts.baseUrl and prompts.model." });
  const apiKey = options.apiKey === undefined ? (process.env[KEY_VARIABLE] ?? null) : options.apiKey;
  const model = options.languageModel ?? (await openAiCompatibleModel({ ...prompts, baseUrl, model: name, apiKey }));
  let saved = 0;
  return writeCaptions(pool, needs, createAsker(model, { baseUrl }), {
    model: name, perCategory, batch, parallel, seed,
    signal: options.signal,
    async progress(category) {
      options.onProgress?.({ category, prompts: pool.of(category).length, wanted: perCategory });
      // The whole file is written anew: often while it is small, seldom when it is large.
      if (pool.added - saved < Math.max(batch, pool.added / 10)) return;
      saved = pool.added;
      await save();
    },
  });
}

/**
 * Sees to it that a run has its prompts: makes the list where it is missing, and says so.
 * @param isPart other machines work on other parts of this run: each would make a list of its own
 * @throws DatasetError E_PROMPTS when the list has to be made first, or no usable prompt came for a category; errors of the server
 */
export async function promptsBeforeRun(recipe: Recipe, { folder, isPart, signal, note }: { folder: string; isPart: boolean; signal: AbortSignal; note(message: string): void }): Promise<void> {
  const { prompts } = recipe;
  if (prompts.type === "llm" && poolPath(prompts) === null) note("prompts.baseUrl is not set: the template prompter writes the prompts");
  if (!(await promptsAreMissing(recipe, folder))) return;
  const path = poolPath(prompts)!;
  if (isPart) {
    throw new DatasetError("E_PROMPTS", `the list of prompts ${path} is not complete yet, and this is one part of several`, { hint: "Run `dst3d prompts` with this recipe once, then all parts with the same list.", subject: path });
  }
  note(`writing prompts into ${path} …`);
  const { categories, error } = await preparePrompts(recipe, { folder, signal });
  const without = categories.filter((category) => category.prompts === 0).map(({ category }) => category);
  if (error !== null && without.length > 0) throw error;
  if (without.length > 0) throw new DatasetError("E_PROMPTS", `no usable prompt came for ${without.slice(0, 5).join(", ")}`, { hint: "`dst3d prompts` shows what was rejected and why; or write some lines by hand.", subject: path });
  for (const { category, prompts: number, wanted } of categories) if (number < wanted) note(`${category}: ${number} of ${wanted} prompts; \`dst3d prompts\` asks for more`);
}
