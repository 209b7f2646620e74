/** `prompts.jsonl`: prompts that come from outside, one JSON object per line, to be read, edited and used again. */
import { resolve } from "node:path";
import * as z from "zod";
import { DatasetError } from "../core/errors.js";
import { canonicalCategory } from "../sample/category-table.js";
import { localFileSystem, systemErrorCode, type FileSystem } from "../storage/file-system.js";
import { replaceFile } from "../storage/replace-file.js";
import { sha256Hex } from "../storage/sha256.js";

/** More bytes than a million prompts have. */
const MOST_BYTES = 1 << 29;
const MOST_CHARACTERS = 2000;

/** One line. Only category and text are needed, so that a list can be written by hand. */
export const poolEntry = z.strictObject({
  category: z.string().min(1).describe("canonical id of the category it is for"),
  keyword: z.string().min(1).nullable().default(null).describe("only for shapes that have this keyword; null = for all of the category"),
  text: z
    .string()
    .min(1)
    .max(MOST_CHARACTERS)
    .regex(/^[^\p{Cc}]*$/u, "has control characters"),
  negative: z.string().nullable().default(null).describe("instead of the recipe's; null = the recipe's"),
  source: z.string().min(1).default("file").describe("llm, captions, or who else wrote it"),
  model: z.string().min(1).nullable().default(null),
  hash: z.string().nullable().default(null).describe("sha256 of the text as its source gave it: another one means that somebody edited it"),
});

/** One prompt of a pool. */
export type PoolEntry = z.infer<typeof poolEntry>;

/** A pool as it lies on disk. */
export interface PoolFile {
  entries: readonly PoolEntry[];
  /** Of the bytes. */
  sha256: string;
  bytes: Uint8Array;
}

/** A new entry, with its hash. */
export function newEntry(entry: Omit<PoolEntry, "hash">): PoolEntry {
  return { ...entry, hash: sha256Hex(entry.text) };
}

/** True when somebody changed the text after its source gave it. */
export function isEdited({ text, hash }: PoolEntry): boolean {
  return hash !== null && hash !== sha256Hex(text);
}

/**
 * Reads a pool.
 * @param file as the recipe names it
 * @param folder where a relative path starts
 * @returns null when there is no such file
 * @throws DatasetError E_PROMPTS naming the line that is wrong
 */
export async function readPool(file: string, folder: string, fileSystem: FileSystem = localFileSystem): Promise<PoolFile | null> {
  const path = resolve(folder, file);
  let bytes: Uint8Array;
  try {
    const found = await fileSystem.stat(path);
    if (found === null) return null;
    if (found.bytes > MOST_BYTES) throw wrong(file, `has ${found.bytes} bytes: too many for a list of prompts`, "Is this the right file?");
    bytes = await fileSystem.read(path);
  } catch (cause) {
    if (DatasetError.isInstance(cause)) throw cause;
    throw wrong(file, `cannot be read (${systemErrorCode(cause) ?? String(cause)})`, "Give a file that can be read.", cause);
  }
  return { entries: parsePool(bytes, file), sha256: sha256Hex(bytes), bytes };
}

function parsePool(bytes: Uint8Array, file: string): PoolEntry[] {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes).replace(/^\uFEFF/, "");
  } catch (cause) {
    throw wrong(file, "is not UTF-8 text", "Save it as UTF-8.", cause);
  }
  return text.split(/\r?\n/).flatMap((line, index) => {
    if (line.trim() === "") return [];
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (cause) {
      throw wrong(file, `is wrong in line ${index + 1}: not JSON`, 'Each line is one JSON object, as {"category": "car", "text": "A photo of a car …"}.', cause);
    }
    const parsed = poolEntry.safeParse(value);
    if (parsed.success) return [{ ...parsed.data, category: canonicalCategory(parsed.data.category) }];
    const issue = parsed.error.issues[0]!;
    throw wrong(file, `is wrong in line ${index + 1}: ${issue.path.join(".") || "the line"}: ${issue.message}`, "docs/prompts.md says what a line holds.");
  });
}

/** The text of a pool: entries in the order given, keys in one order, so that equal pools are equal files. */
export function poolText(entries: readonly PoolEntry[]): string {
  return entries.map(({ category, keyword, text, negative, source, model, hash }) => `${JSON.stringify({ category, keyword, text, negative, source, model, hash })}\n`).join("");
}

/** Replaces the file in one step. @throws DatasetError E_STORAGE */
export async function writePool(file: string, folder: string, entries: readonly PoolEntry[], fileSystem: FileSystem = localFileSystem): Promise<void> {
  await replaceFile(resolve(folder, file), poolText(entries), fileSystem);
}

function wrong(file: string, what: string, hint: string, cause?: unknown): DatasetError {
  return new DatasetError("E_PROMPTS", `the list of prompts ${file} ${what}`, { hint, subject: file, ...(cause === undefined ? {} : { cause }) });
}
