/** The computer's files for reading and writing, as far as they lie in one folder. */
import { realpath } from "node:fs/promises";
import { dirname, sep } from "node:path";
import { DatasetError } from "../core/errors.js";
import { type FileSystem, localFileSystem, systemErrorCode } from "../storage/file-system.js";
import { confinedFiles } from "./confined-files.js";

/**
 * Reads and writes of a folder and what is below it: a link that leads out of it is neither followed nor written through.
 * @param root absolute; a link itself is followed once, now
 */
export async function writableFiles(root: string): Promise<FileSystem> {
  const home = await realpath(root);
  const reading = await confinedFiles(root);
  const isInside = (real: string): boolean => real === home || real.startsWith(home.endsWith(sep) ? home : home + sep);
  /** Of what is not there yet its nearest folder that is. */
  const check = async (path: string): Promise<void> => {
    for (let at = path; ; at = dirname(at)) {
      try {
        if (isInside(await realpath(at))) return;
      } catch (error) {
        if (systemErrorCode(error) === "ENOENT" && dirname(at) !== at) continue;
        throw error;
      }
      throw new DatasetError("E_ACCESS", `${path} leads out of the folder that is open`, { hint: "Put the folder itself where the link is.", subject: path });
    }
  };
  const checked = <Rest extends unknown[], T>(work: (path: string, ...rest: Rest) => Promise<T>) => async (path: string, ...rest: Rest): Promise<T> => {
    await check(path);
    return work(path, ...rest);
  };
  return {
    ...reading,
    write: checked(localFileSystem.write),
    writeAt: checked(localFileSystem.writeAt),
    create: checked(localFileSystem.create),
    truncate: checked(localFileSystem.truncate),
    remove: checked(localFileSystem.remove),
    makeFolder: checked(localFileSystem.makeFolder),
    removeEmptyFolder: checked(localFileSystem.removeEmptyFolder),
    async rename(from, to) {
      await check(from);
      await check(dirname(to));
      await localFileSystem.rename(from, to);
    },
  };
}
