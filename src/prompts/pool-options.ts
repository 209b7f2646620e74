/** Recipe options of prompts that come from outside. */
import * as z from "zod";
import { isPlainAddress } from "../core/secrets.js";
import { wordsAroundOptions } from "./words-around.js";

const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, "must be 64 hexadecimal digits")
  .optional()
  .describe("the list that was meant: another one is refused; dst3d writes it into the recipe of a run");

const pool = z.string().min(1).default("prompts.jsonl").describe("where the prompts are kept, relative to the recipe: written once, then read, reviewed and edited");
const perCategory = (most: number, preset: number) => z.int().min(1).max(most).default(preset).describe("prompts wanted of each category");

/** Prompts by a language model. */
export const llmOptions = z.strictObject({
  baseUrl: z
    .string()
    .refine(isPlainAddress, "must be an http or https address without user, password and query; a key comes from the environment variable DST3D_LLM_API_KEY")
    .nullable()
    .default(null)
    .describe("OpenAI-compatible server, as http://localhost:11434/v1 of Ollama; null = the template prompter serves"),
  model: z.string().min(1).nullable().default(null).describe("the model's name on that server; needed with `baseUrl`"),
  pool,
  perCategory: perCategory(10_000, 50),
  batch: z.int().min(1).max(100).default(10).describe("prompts asked for at once"),
  parallel: z.int().min(1).max(64).default(2).describe("questions asked at the same time"),
  temperature: z.number().min(0).max(2).default(1).describe("how freely the model chooses its words"),
  timeoutSeconds: z.number().positive().max(3600).default(120).describe("how long an answer may take"),
  sha256,
  ...wordsAroundOptions.shape,
});

/** Prompts from a list. */
export const poolFileOptions = z.strictObject({
  file: z.string().min(1).describe("list of prompts, relative to the recipe: one JSON object per line with category and text"),
  sha256,
  ...wordsAroundOptions.shape,
});

/** The original's captions. */
export const captionsOptions = z.strictObject({
  file: z.string().min(1).describe("CSV, relative to the recipe: a column with the class (WordNet id or name) and one with the caption"),
  classColumn: z.string().min(1).nullable().default(null).describe("name of the class's column; null = synset, class, category, wnid or label, or the first that holds WordNet ids"),
  captionColumn: z.string().min(1).nullable().default(null).describe("name of the caption's column; null = caption, prompt or text"),
  pool,
  perCategory: perCategory(100_000, 500),
  sha256,
  ...wordsAroundOptions.shape,
});

/** See {@link llmOptions}. */
export type LlmOptions = z.infer<typeof llmOptions>;
/** See {@link poolFileOptions}. */
export type PoolFileOptions = z.infer<typeof poolFileOptions>;
/** See {@link captionsOptions}. */
export type CaptionsOptions = z.infer<typeof captionsOptions>;
