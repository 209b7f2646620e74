/** The manifest of a folder of models: as it is written, or as it would be. */
import { readFile, realpath, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { DatasetError } from "../../core/errors.js";
import { canonicalCategory, categoryOf } from "../../sample/category-table.js";
import type { ShapeAxes } from "../../shapes/box-faces.js";
import { withModelAxes } from "../../shapes/edit-manifest.js";
import { MANIFEST } from "../../shapes/folder.js";
import { systemErrorCode } from "../../storage/file-system.js";
import { replaceFile } from "../../storage/replace-file.js";
import { sha256Hex } from "../../storage/sha256.js";
import { storageError } from "../../storage/storage-error.js";
import { isBelow } from "./confined-path.js";
import { looseModels, type LooseModel } from "./model-folders.js";

/** See the head of this file. */
export interface FolderManifest {
  path: string;
  text: string;
  /** Null where there is no file: then the text is what would be written. */
  sha256: string | null;
}

const MOST_BYTES = 64e6;

/**
 * Reads the manifest of a folder, or makes one that lists all its models, fronts unknown.
 * @param folder absolute @param home the manifest may not lie outside of it, by links
 * @throws DatasetError E_NOT_FOUND for a folder without models, E_MANIFEST for a manifest that is too large, no text or a link out, E_STORAGE
 */
export async function readFolderManifest(folder: string, home: string): Promise<FolderManifest> {
  const path = join(folder, MANIFEST);
  const bytes = await manifestBytes(path, home);
  if (bytes === null) {
    const models = await looseModels(folder);
    if (models.length === 0) throw new DatasetError("E_NOT_FOUND", `there are no models in ${folder}`, { hint: "Choose one from the list of catalogues.", subject: folder });
    return { path, text: newManifest(folder, models), sha256: null };
  }
  try {
    return { path, text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes), sha256: sha256Hex(bytes) };
  } catch (cause) {
    throw new DatasetError("E_MANIFEST", `${path} is no text in UTF-8.`, { hint: "Save it as UTF-8 in an editor.", subject: path, cause });
  }
}

/**
 * Writes up and front of one model. Calls on one folder must not overlap.
 * @param seenSha256 of the manifest that the person has seen; null: there was none
 * @throws DatasetError E_MANIFEST where it has changed since or is wrong, E_NOT_FOUND, E_OPTION, E_STORAGE
 */
export async function saveAxes(folder: string, home: string, id: string, axes: ShapeAxes, seenSha256: string | null): Promise<{ manifestSha256: string; isNew: boolean }> {
  const { path, text, sha256 } = await readFolderManifest(folder, home);
  if (sha256 !== seenSha256) throw new DatasetError("E_MANIFEST", `${path} has changed since it was shown; nothing was written.`, { hint: "Load the page again and look at the shape as it stands now.", subject: path });
  const changed = withModelAxes(text, path, id, axes);
  // A link within the folder stays a link.
  await replaceFile(sha256 === null ? path : await realpath(path), changed);
  return { manifestSha256: sha256Hex(new TextEncoder().encode(changed)), isNew: sha256 === null };
}

async function manifestBytes(path: string, home: string): Promise<Uint8Array | null> {
  try {
    const { size } = await stat(path);
    if (!(await isBelow(home, path))) throw new DatasetError("E_MANIFEST", `${path} is a link that leads out of the folder.`, { hint: "Put the manifest itself into the folder.", subject: path });
    if (size > MOST_BYTES) throw new DatasetError("E_MANIFEST", `${path} has more than ${MOST_BYTES / 1e6} MB.`, { hint: "Split it into several folders.", subject: path });
    return new Uint8Array(await readFile(path));
  } catch (error) {
    if (DatasetError.isInstance(error)) throw error;
    const code = systemErrorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw storageError(error, "read from", path);
  }
}

function newManifest(folder: string, models: readonly LooseModel[]): string {
  const name = basename(folder);
  // Folders of models are often called by the plural.
  const category = (categoryOf(name) ?? categoryOf(name.replace(/s$/i, "")))?.id ?? (canonicalCategory(name) || "object");
  const line = (members: Readonly<Record<string, string | null>>): string => `  { ${Object.entries(members).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(", ")} }`;
  return `[\n${models.map(({ id, file }) => line({ id, category, file, up: "+Y", front: null })).join(",\n")}\n]\n`;
}
