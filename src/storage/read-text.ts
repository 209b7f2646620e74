/** Reading text files that need not be there. */
import { type FileSystem, localFileSystem, systemErrorCode } from "./file-system.js";
import { storageError } from "./storage-error.js";

/**
 * The text of a file; null where there is none.
 * @param root the folder that an error names
 * @throws DatasetError E_STORAGE
 */
export async function readTextIfThere(path: string, root: string, fileSystem: FileSystem = localFileSystem): Promise<string | null> {
  try {
    return new TextDecoder().decode(await fileSystem.read(path));
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw storageError(error, "read from", root);
  }
}
