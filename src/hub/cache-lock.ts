/** One download into a repository's folder at a time, among programs of this kind. */
import { basename, dirname, join } from "node:path";
import { withProcessLock } from "../storage/process-lock.js";

/**
 * Does work while nobody else fetches into the same folder.
 * @param folder of the repository, in the cache
 * @throws DatasetError E_STORAGE when another process is at it
 */
export function withCacheLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const path = join(dirname(folder), ".locks", basename(folder), "dst3d.lock");
  return withProcessLock(path, { busy: `is fetching into ${folder}`, code: "E_STORAGE" }, work);
}
