/** The few file operations that a dataset needs, as an interface, so that tests can fail or stop at any one of them. */
import { randomUUID } from "node:crypto";
import { readSync } from "node:fs";
import { link, open, readdir, readFile, rename, rm, rmdir, stat, truncate, writeFile } from "node:fs/promises";
import { makeFolder } from "./make-folder.js";

/** A file opened for reading at any place. */
export interface OpenFile {
  bytes: number;
  /** Up to `length` bytes from `offset`; fewer at the end of the file. */
  read(offset: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** File operations; a missing file throws ENOENT except where another answer is stated. */
export interface FileSystem {
  read(path: string): Promise<Uint8Array>;
  open(path: string): Promise<OpenFile>;
  /** Creates or replaces a file. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** Writes into a file from `offset` on; creates the file. */
  writeAt(path: string, offset: number, bytes: Uint8Array): Promise<void>;
  /** Creates a file, at once with its content, unless it exists; says whether it did. */
  create(path: string, bytes: Uint8Array): Promise<boolean>;
  truncate(path: string, bytes: number): Promise<void>;
  /** Moves a file atomically, replacing the target. */
  rename(from: string, to: string): Promise<void>;
  /** Removes a file; says whether it was there. */
  remove(path: string): Promise<boolean>;
  /** Creates a folder with its parents; an existing one is fine. */
  makeFolder(path: string): Promise<void>;
  /** Removes a folder if it is empty; says whether it did. */
  removeEmptyFolder(path: string): Promise<boolean>;
  /** Names in a folder, sorted; none for a missing folder. */
  list(path: string): Promise<string[]>;
  /** Size, time of the last change (only ever compared, never stored) and kind; null for nothing there. */
  stat(path: string): Promise<{ bytes: number; modified: number; isFolder: boolean } | null>;
}

/** Ending of a file that is still being written. */
export const PARTIAL = ".partial";

/** A name beside a file for its next version, different at every call in any process. */
export function partialName(path: string): string {
  return `${path}.${randomUUID()}${PARTIAL}`;
}

/** The error's code as the operating system names it (`ENOSPC`, `EACCES` …); null for any other error. */
export function systemErrorCode(error: unknown): string | null {
  if (typeof error !== "object" || error === null || !("code" in error)) return null;
  return typeof error.code === "string" ? error.code : null;
}

/** Up to this many bytes a file is read at once, without giving way to other work. */
const SMALL_READ = 1024;

async function unless<T>(codes: readonly string[], fallback: T, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    const code = systemErrorCode(error);
    if (code !== null && codes.includes(code)) return fallback;
    throw error;
  }
}

async function writeAll(path: string, flags: string, offset: number, bytes: Uint8Array): Promise<void> {
  const handle = await open(path, flags);
  try {
    let done = 0;
    while (done < bytes.length) {
      const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, offset + done);
      done += bytesWritten;
    }
  } finally {
    await handle.close();
  }
}

/** The computer's own files. */
export const localFileSystem: FileSystem = {
  read: (path) => readFile(path),
  async open(path) {
    const handle = await open(path, "r");
    const { size } = await handle.stat();
    return {
      bytes: size,
      async read(offset, length) {
        const buffer = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
        // A shard's scan reads thousands of headers one after the other: the way through the thread pool would cost
        // fifty times the read itself.
        if (length <= SMALL_READ) return buffer.subarray(0, readSync(handle.fd, buffer, 0, buffer.length, offset));
        let done = 0;
        while (done < buffer.length) {
          const { bytesRead } = await handle.read(buffer, done, buffer.length - done, offset + done);
          if (bytesRead === 0) break;
          done += bytesRead;
        }
        return buffer.subarray(0, done);
      },
      close: () => handle.close(),
    };
  },
  write: (path, bytes) => writeFile(path, bytes),
  writeAt: (path, offset, bytes) =>
    unless(["ENOENT"], null, async () => {
      await writeAll(path, "r+", offset, bytes);
      return true;
    }).then(async (written) => {
      if (written === null) await writeAll(path, "w", offset, bytes);
    }),
  async create(path, bytes) {
    const whole = partialName(path);
    await writeFile(whole, bytes);
    try {
      return await unless(["EEXIST"], false, async () => {
        await link(whole, path);
        return true;
      });
    } catch (error) {
      const code = systemErrorCode(error);
      if (code === null || !["EPERM", "ENOTSUP", "ENOSYS", "EOPNOTSUPP"].includes(code)) throw error;
      // No hard links here; for a moment others may see the file empty.
      return await unless(["EEXIST"], false, async () => {
        await writeFile(path, bytes, { flag: "wx" });
        return true;
      });
    } finally {
      await rm(whole, { force: true });
    }
  },
  truncate: (path, bytes) => truncate(path, bytes),
  rename: (from, to) => rename(from, to),
  remove: (path) =>
    unless(["ENOENT"], false, async () => {
      await rm(path);
      return true;
    }),
  makeFolder,
  removeEmptyFolder: (path) =>
    unless(["ENOENT", "ENOTEMPTY", "EEXIST"], false, async () => {
      await rmdir(path);
      return true;
    }),
  list: (path) => unless<string[]>(["ENOENT"], [], async () => (await readdir(path)).sort()),
  stat: (path) =>
    unless<{ bytes: number; modified: number; isFolder: boolean } | null>(["ENOENT", "ENOTDIR"], null, async () => {
      const found = await stat(path);
      return { bytes: found.size, modified: found.mtimeMs, isFolder: found.isDirectory() };
    }),
};
