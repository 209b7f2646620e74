/** Making a folder with its parents. */
import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Makes a folder with its parents; an existing one is fine. Node's own `mkdir` with `recursive` never returns where
 * a folder cannot be made although its parent is there and writable, as below /proc.
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await makeOne(path);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT") || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await makeOne(path);
  }
}

async function makeOne(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const isThere = error instanceof Error && "code" in error && error.code !== "ENOENT" && (await stat(path).catch(() => null))?.isDirectory() === true;
    if (!isThere) throw error;
  }
}
