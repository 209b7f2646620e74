/** One piece of work at a time, among processes of this computer; a dead one's lock counts nothing. */
import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { DatasetError, type ErrorCode } from "../core/errors.js";
import { localFileSystem } from "./file-system.js";
import { isRunning, ownProcess, processIdentitySchema } from "./process-identity.js";
import { storageError } from "./storage-error.js";

/**
 * Does work while this process holds a lock file.
 * @param busy what another process that holds it is doing, as in "Process 7 on host {busy}"
 * @throws DatasetError of the code given when another process is at it
 */
export async function withProcessLock<T>(path: string, { busy, code }: { busy: string; code: ErrorCode }, work: () => Promise<T>): Promise<T> {
  const own = new TextEncoder().encode(JSON.stringify(await ownProcess()));
  const take = async (): Promise<boolean> => {
    try {
      await localFileSystem.makeFolder(dirname(path));
      return await localFileSystem.create(path, own);
    } catch (error) {
      throw storageError(error, "write to", dirname(path));
    }
  };
  if (!(await take())) {
    const held = await readFile(path, "utf8").then((text) => processIdentitySchema.parse(JSON.parse(text))).catch(() => null); // gone, or damaged by a power cut
    const isHeld = held !== null && (await isRunning(held));
    if (!isHeld) await localFileSystem.remove(path);
    if (isHeld || !(await take())) {
      const who = held === null || !isHeld ? "Another process" : `Process ${held.pid} on ${held.host}`;
      throw new DatasetError(code, `${who} ${busy}.`, { hint: `Wait for it; if it is not running any more, remove ${path}.`, subject: path });
    }
  }
  try {
    return await work();
  } finally {
    await localFileSystem.remove(path).catch(() => false);
  }
}
