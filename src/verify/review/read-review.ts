/** Reads keys and answers of reviews; both come from outside. */
import * as z from "zod";
import { DatasetError } from "../../core/errors.js";
import { type FileSystem, localFileSystem, systemErrorCode } from "../../storage/file-system.js";
import { storageError } from "../../storage/storage-error.js";
import { type AnswerFile, answerFileSchema, type ReviewKey, reviewKeySchema } from "./review-set.js";

const MOST_BYTES = 100_000_000;

/** The key of a review; null where there is none. @throws DatasetError E_REVIEW for a broken one, E_STORAGE */
export async function readKey(path: string, fileSystem: FileSystem = localFileSystem): Promise<ReviewKey | null> {
  const text = await readText(path, fileSystem);
  return text === null ? null : parseAs(reviewKeySchema, text, path, "the key of a review");
}

/** A rater's answers. @throws DatasetError E_NOT_FOUND, E_REVIEW for a file that holds none, E_STORAGE */
export async function readAnswers(path: string, fileSystem: FileSystem = localFileSystem): Promise<AnswerFile> {
  const text = await readText(path, fileSystem);
  if (text === null) throw new DatasetError("E_NOT_FOUND", `there are no answers at ${path}`, { hint: "Give the files that raters have saved on the review's page.", subject: path });
  return parseAs(answerFileSchema, text, path, "a file of answers");
}

async function readText(path: string, fileSystem: FileSystem): Promise<string | null> {
  try {
    const found = await fileSystem.stat(path);
    if (found === null) return null;
    if (found.bytes > MOST_BYTES) throw fault(path, `has ${found.bytes} bytes, more than any review`);
    return new TextDecoder().decode(await fileSystem.read(path));
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return null;
    throw storageError(error, "read from", path);
  }
}

function parseAs<T>(schema: z.ZodType<T>, text: string, path: string, what: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw fault(path, "is not JSON", cause);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw fault(path, `is not ${what}: ${issue?.path.join(".") || "file"}: ${issue?.message ?? "unreadable"}`, result.error);
}

function fault(path: string, what: string, cause?: unknown): DatasetError {
  return new DatasetError("E_REVIEW", `${path} ${what}`, { hint: "Give key.json of the review and the files that raters have saved on its page.", subject: path, ...(cause === undefined ? {} : { cause }) });
}
