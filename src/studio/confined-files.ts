/** The computer's files, as far as they lie in one folder: links that lead out of it lead nowhere. */
import { realpath } from "node:fs/promises";
import { sep } from "node:path";
import { type FileSystem, localFileSystem } from "../storage/file-system.js";

/** What the file system says of a file that is not there; readers take a forbidden one for such. */
function notThere(path: string): Error {
  return Object.assign(new Error(`${path} is not in the folder that is open`), { code: "ENOENT" });
}

/**
 * Reads of a folder and what is below it.
 * @param root absolute; a link itself is followed once, now
 * @returns a file system that refuses everything else, and every change
 */
export async function confinedFiles(root: string): Promise<FileSystem> {
  const home = await realpath(root);
  const checked = async (path: string): Promise<string> => {
    const real = await realpath(path);
    if (real !== home && !real.startsWith(home.endsWith(sep) ? home : home + sep)) throw notThere(path);
    return real;
  };
  const isInside = (path: string): Promise<boolean> => checked(path).then(() => true, () => false);
  const refused = async (): Promise<never> => {
    throw Object.assign(new Error("this folder is open for reading only"), { code: "EROFS" });
  };
  return {
    read: async (path) => localFileSystem.read(await checked(path)),
    open: async (path) => localFileSystem.open(await checked(path)),
    list: async (path) => ((await isInside(path)) ? localFileSystem.list(path) : []),
    stat: async (path) => ((await isInside(path)) ? localFileSystem.stat(path) : null),
    write: refused,
    writeAt: refused,
    create: refused,
    truncate: refused,
    rename: refused,
    remove: refused,
    makeFolder: refused,
    removeEmptyFolder: refused,
  };
}
