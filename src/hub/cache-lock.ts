/** One download into a repository's folder at a time, among programs of this kind; a dead one's lock counts nothing. */
import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { DatasetError } from "../core/errors.js";
import { localFileSystem } from "../storage/file-system.js";
import { isRunning, ownProcess, processIdentitySchema } from "../storage/process-identity.js";
import { storageError } from "../storage/storage-error.js";

/**
 * Does work while nobody else fetches into the same folder.
 * @param folder of the repository, in the cache
 * @throws DatasetError E_STORAGE when another process is at it
 */
export async function withCacheLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const path = join(dirname(folder), ".locks", basename(folder), "dst3d.lock");
  const own = JSON.stringify(await ownProcess());
  const take = async (): Promise<boolean> => {
    try {
      await localFileSystem.makeFolder(dirname(path));
      return await localFileSystem.create(path, new TextEncoder().encode(own));
    } catch (error) {
      throw storageError(error, "write to", dirname(path));
    }
  };
  if (!(await take())) {
    const held = await readFile(path, "utf8").then((text) => processIdentitySchema.parse(JSON.parse(text)), () => null);
    if (held !== null && (await isRunning(held))) {
      throw new DatasetError("E_STORAGE", `Process ${held.pid} on ${held.host} is fetching into ${folder}.`, { hint: `Wait for it; if it is not running any more, remove ${path}.`, subject: folder });
    }
    await localFileSystem.remove(path);
    if (!(await take())) throw new DatasetError("E_STORAGE", `Another process began to fetch into ${folder}.`, { hint: "Wait for it.", subject: folder });
  }
  try {
    return await work();
  } finally {
    await localFileSystem.remove(path).catch(() => false);
  }
}
