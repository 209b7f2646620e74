/** `failed/00000012.json`: why a sample is missing. Removed when the sample succeeds. */
import { join } from "node:path";
import * as z from "zod";
import { type SerializedError, ERROR_CODES, type ErrorCode } from "../core/errors.js";
import { type FileSystem, localFileSystem } from "../storage/file-system.js";
import { replaceFile } from "../storage/replace-file.js";
import { storageError } from "../storage/storage-error.js";
import { canonicalJson } from "./canonical-json.js";
import { RECORD_EXTENSION, sampleId, sampleIndex } from "./sample-id.js";

const FOLDER = "failed";

const codes = Object.keys(ERROR_CODES).filter((code): code is ErrorCode => code in ERROR_CODES);

/** The schema of one failure. */
export const failureSchema = z.strictObject({
  code: z.enum(codes),
  message: z.string(),
  hint: z.string().nullable(),
  subject: z.string().nullable(),
  tried: z.record(z.string(), z.unknown()).describe("what the sample was to be made of: shapes, environment, generator …"),
});

/** Why a sample failed. */
export type Failure = z.infer<typeof failureSchema>;

const pathOf = (root: string, index: number): string => join(root, FOLDER, sampleId(index) + RECORD_EXTENSION);

/** Notes that a sample failed. */
export async function writeFailure(root: string, index: number, error: SerializedError, tried: Failure["tried"], fileSystem: FileSystem = localFileSystem): Promise<void> {
  const { code, message, hint, subject } = error;
  await replaceFile(pathOf(root, index), canonicalJson({ code, message, hint, subject, tried }, 2), fileSystem);
}

/** Forgets a failure; fine when there is none. */
export async function removeFailure(root: string, index: number, fileSystem: FileSystem = localFileSystem): Promise<void> {
  try {
    await fileSystem.remove(pathOf(root, index));
  } catch (error) {
    throw storageError(error, "write to", join(root, FOLDER));
  }
}

/** All failures of a run, by index. Unreadable ones are left out: they only inform. */
export async function readFailures(root: string, fileSystem: FileSystem = localFileSystem): Promise<Map<number, Failure>> {
  const failures = new Map<number, Failure>();
  for (const name of await fileSystem.list(join(root, FOLDER))) {
    const index = name.endsWith(RECORD_EXTENSION) ? sampleIndex(name.slice(0, -RECORD_EXTENSION.length)) : null;
    if (index === null) continue;
    try {
      const failure = failureSchema.safeParse(JSON.parse(new TextDecoder().decode(await fileSystem.read(pathOf(root, index)))));
      if (failure.success) failures.set(index, failure.data);
    } catch {
      continue;
    }
  }
  return failures;
}
