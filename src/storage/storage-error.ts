/** What a failed file operation means to the person who started the run. */
import { DatasetError } from "../core/errors.js";
import { systemErrorCode } from "./file-system.js";

const REASONS: Readonly<Record<string, readonly [what: string, hint: string]>> = {
  ENOSPC: ["there is no space left on the disk", "Free some space, or choose another folder with --out; the same command then goes on where it stopped."],
  EDQUOT: ["the disk quota is used up", "Free some space, or choose another folder with --out; the same command then goes on where it stopped."],
  EACCES: ["access is denied", "Give yourself write permission there, or choose another folder with --out."],
  EPERM: ["access is denied", "Give yourself write permission there, or choose another folder with --out."],
  EROFS: ["the file system is read-only", "Choose another folder with --out."],
  ENOTDIR: ["a file is where a folder should be", "Move that file away, or choose another folder with --out."],
  EEXIST: ["a file is where a folder should be", "Move that file away, or choose another folder with --out."],
  EISDIR: ["a folder is where a file should be", "Move that folder away, or choose another folder with --out."],
  ENOENT: ["a file is missing", "Check that nobody else changes this folder; the same command makes missing samples again."],
  EMFILE: ["too many files are open", "Raise the limit of open files (ulimit -n) or use fewer workers."],
  EIO: ["the disk reports an error", "Check the disk; the same command then goes on where it stopped."],
};

/**
 * Turns a failed file operation into `E_STORAGE` naming the folder; an error that is a DatasetError already is kept.
 * @param action what was being done, as in "Cannot {action} FOLDER"
 */
export function storageError(error: unknown, action: "write to" | "read from" | "create", folder: string): DatasetError {
  if (DatasetError.isInstance(error)) return error;
  const code = systemErrorCode(error);
  const reason = code === null ? undefined : REASONS[code];
  const what = reason?.[0] ?? (error instanceof Error ? error.message : String(error));
  return new DatasetError("E_STORAGE", `Cannot ${action} ${folder}: ${what}${code === null ? "" : ` (${code})`}.`, {
    hint: reason?.[1] ?? "Check the disk and the folder; the same command then goes on where it stopped.",
    subject: folder,
    cause: error,
  });
}
