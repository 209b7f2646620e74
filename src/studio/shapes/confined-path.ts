/** Paths that requests name, as far as they lie below one folder. */
import { realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { DatasetError } from "../../core/errors.js";

/** Parts of a relative path: nothing hidden, no way up, no separators of other systems, nothing that cannot be printed. */
const PART = /^[^.\\/\p{Cc}][^\\/\p{Cc}]*$/u;

/**
 * The folder that a relative path with forward slashes means; `.` is the home itself.
 * @param home absolute
 * @throws DatasetError E_NOT_FOUND for everything that is not there or leads out of `home`, by dots or by links
 */
export async function folderBelow(home: string, path: string): Promise<string> {
  const parts = path === "." ? [] : path.split("/");
  if (!parts.every((part) => PART.test(part))) throw nothing(path);
  const folder = join(home, ...parts);
  if (!(await isBelow(home, folder, { orSame: true }))) throw nothing(path);
  return folder;
}

/** Whether a path, all links followed, lies below a folder. False for what is not there. */
export async function isBelow(home: string, path: string, { orSame = false }: { orSame?: boolean } = {}): Promise<boolean> {
  const [root, real] = await Promise.all([realpath(home), realpath(path)]).catch(() => [null, null]);
  if (root === null || real === null) return false;
  return (orSame && real === root) || real.startsWith(root.endsWith(sep) ? root : root + sep);
}

function nothing(path: string): DatasetError {
  return new DatasetError("E_NOT_FOUND", `there is no folder of models ${JSON.stringify(path)} here`, { hint: "Choose one from the list of catalogues.", subject: path });
}
