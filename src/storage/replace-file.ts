/** Replacing a file so that readers see the old one or the new one, never a part. */
import { dirname } from "node:path";
import { type FileSystem, localFileSystem, PARTIAL, partialName } from "./file-system.js";
import { storageError } from "./storage-error.js";

/**
 * Writes beside the target, then renames over it; parents are created.
 * @throws E_STORAGE; the old file is then untouched and nothing is left behind
 */
export async function replaceFile(path: string, content: Uint8Array | string, fileSystem: FileSystem = localFileSystem): Promise<void> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const folder = dirname(path);
  // Processes that share a run (--shard) may write the same file at the same time.
  const partial = partialName(path);
  try {
    await fileSystem.makeFolder(folder);
    await fileSystem.write(partial, bytes);
    await fileSystem.rename(partial, path);
  } catch (error) {
    await fileSystem.remove(partial).catch(() => false);
    throw storageError(error, "write to", folder);
  }
}

/** Removes what killed processes left half-written in a folder; only for the one process that owns the folder. */
export async function sweepPartialFiles(folder: string, fileSystem: FileSystem = localFileSystem): Promise<void> {
  for (const name of await fileSystem.list(folder)) {
    if (name.endsWith(PARTIAL)) await fileSystem.remove(`${folder}/${name}`);
  }
}
