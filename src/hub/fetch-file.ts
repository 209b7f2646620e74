/** One file of a repository onto the disk: resumed, checked by size and digest, complete or under another name. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout } from "node:timers/promises";
import { DatasetError } from "../core/errors.js";
import { storageError } from "../storage/storage-error.js";
import { downloadError, type RemoteFile, type Repository } from "./repository.js";

/** Ending of a file that is not complete, unless another is given. */
const UNFINISHED = ".partial";
const ATTEMPTS = 4;

/** How one file is fetched. */
export interface FetchFileOptions {
  signal: AbortSignal;
  /** Told how many bytes have come. */
  onBytes?: (bytes: number) => void;
  /** Waits before another attempt; tests do not. */
  pause?: (attempt: number) => Promise<void>;
  /** Ending of the file until it is complete. */
  unfinished?: string;
}

/** Whether a file is there as the hub describes it: its size, then its digest. */
export async function isComplete(target: string, file: RemoteFile): Promise<boolean> {
  return (await sizeOf(target)) === file.bytes && (await hasDigest(target, file));
}

/** Bytes of an unfinished download that need not come again. */
export async function bytesBegun(target: string, unfinished = UNFINISHED): Promise<number> {
  return (await sizeOf(target + unfinished)) ?? 0;
}

/**
 * Fetches a file; `target` only ever holds all of it. What has come before an interruption or an error is kept beside
 * it and not fetched again.
 * @throws DatasetError E_DOWNLOAD when the network fails four times in a row or the digest is wrong twice; E_STORAGE
 */
export async function fetchFile(repository: Pick<Repository, "name" | "read">, file: RemoteFile, target: string, options: FetchFileOptions): Promise<void> {
  const partial = target + (options.unfinished ?? UNFINISHED);
  const pause = options.pause ?? ((attempt) => setTimeout(500 << (2 * attempt), undefined, { signal: options.signal }));
  await mkdir(dirname(target), { recursive: true }).catch((error: unknown) => {
    throw storageError(error, "write to", dirname(target));
  });
  let wrong = 0;
  for (let attempt = 0; ; ) {
    const begun = (await sizeOf(partial)) ?? 0;
    try {
      if (begun < file.bytes || file.bytes === 0) await append(repository, file, partial, begun, options.onBytes);
    } catch (cause) {
      const error = downloadError(`${repository.name}: ${file.path}`, cause, options.signal);
      if (options.signal.aborted || !isPassing(error)) throw error;
      // Progress makes it another first attempt.
      attempt = ((await sizeOf(partial)) ?? 0) > begun ? 1 : attempt + 1;
      if (attempt >= ATTEMPTS) throw error;
      await pause(attempt);
      continue;
    }
    if ((await sizeOf(partial)) === file.bytes && (await hasDigest(partial, file))) break;
    await rm(partial, { force: true });
    if (++wrong === 2) {
      throw new DatasetError("E_DOWNLOAD", `${file.path} came from ${repository.name} with other content than it should have, twice.`, { hint: "Something between you and the hub changes files, or the repository is being changed.", subject: file.path });
    }
  }
  await rename(partial, target);
}

/** Errors of the network pass; those of the disk, of this program, and a refusal by the hub do not. */
function isPassing(error: unknown): boolean {
  if (!DatasetError.isInstance(error) || error.code !== "E_DOWNLOAD") return false;
  const { cause } = error;
  const status = typeof cause === "object" && cause !== null && "statusCode" in cause ? Number(cause.statusCode) : 0;
  return status < 400 || status >= 500 || status === 408 || status === 429;
}

async function append(repository: Pick<Repository, "read">, file: RemoteFile, partial: string, begun: number, onBytes: FetchFileOptions["onBytes"]): Promise<void> {
  const content = await repository.read(file, begun);
  const handle = await open(partial, "a").catch((error: unknown) => {
    throw storageError(error, "write to", partial);
  });
  let bytes = begun;
  try {
    for await (const part of content) {
      bytes += part.length;
      if (bytes > file.bytes) break; // too much: its digest tells
      await handle.appendFile(part).catch((error: unknown) => {
        throw storageError(error, "write to", partial);
      });
      onBytes?.(part.length);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (bytes < file.bytes) throw new Error(`it ended after ${bytes} of ${file.bytes} bytes`);
  if (bytes > file.bytes) await rm(partial, { force: true });
}

async function sizeOf(path: string): Promise<number | null> {
  return stat(path).then((status) => (status.isFile() ? status.size : null), () => null);
}

async function hasDigest(path: string, file: RemoteFile): Promise<boolean> {
  const hash = file.sha256 === null ? createHash("sha1").update(`blob ${file.bytes}\0`) : createHash("sha256");
  for await (const part of createReadStream(path)) hash.update(part as Uint8Array);
  return hash.digest("hex") === (file.sha256 ?? file.gitSha1);
}
