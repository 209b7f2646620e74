/** A folder of pictures without labels, in folders that are called as their categories or not. */
import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { decodeUpright } from "../../codecs/image.js";
import { DatasetError } from "../../core/errors.js";
import type { Image } from "../../core/image.js";
import { canonicalCategory } from "../../sample/category-table.js";
import { systemErrorCode } from "../../storage/file-system.js";
import { storageError } from "../../storage/storage-error.js";

/** A picture, known by its name alone. */
export interface ListedPicture {
  /** Path below the folder, with `/`. */
  file: string;
  /** Of the folder nearest to it that is called as a category; null where there is none. */
  category: string | null;
}

const PICTURE = /\.(png|jpe?g|webp|gif|tiff?|avif)$/i;
/** Larger files are no pictures that could be read. */
const MOST_BYTES = 512 * 1024 * 1024;

/**
 * Lists all pictures below a folder, sorted by their paths; none is opened. Hidden names are left out. Links are followed;
 * a folder that is reached on several ways is listed once.
 * @param categoryNamed the category that a folder's name stands for; null: none
 * @throws DatasetError E_NOT_FOUND where there is no folder, or no picture in it; E_STORAGE
 */
export async function listPictures(root: string, categoryNamed: (name: string) => string | null): Promise<ListedPicture[]> {
  const pictures: ListedPicture[] = [];
  const seen = new Set<string>();
  const walk = async (path: string, category: string | null): Promise<void> => {
    const whole = await realpath(join(root, path));
    if (seen.has(whole)) return;
    seen.add(whole);
    for (const name of (await readdir(whole)).filter((each) => !each.startsWith(".")).sort()) {
      const kind = await stat(join(whole, name)).catch(() => null); // a link to nowhere
      const file = path === "" ? name : `${path}/${name}`;
      if (kind?.isDirectory() === true) await walk(file, categoryNamed(name) ?? category);
      else if (kind?.isFile() === true && PICTURE.test(name)) pictures.push({ file, category });
    }
  };
  try {
    await walk("", null);
  } catch (error) {
    if (!["ENOENT", "ENOTDIR"].includes(systemErrorCode(error) ?? "")) throw storageError(error, "read from", root);
    throw new DatasetError("E_NOT_FOUND", `there is no folder ${root}`, { hint: "Give a run's folder or a folder of pictures.", subject: root, cause: error });
  }
  if (pictures.length === 0) throw new DatasetError("E_NOT_FOUND", `${root} holds neither a dataset nor pictures`, { hint: "It looks for .png, .jpg, .webp, .gif, .tif and .avif files in it and in its folders.", subject: root });
  return pictures.sort((a, b) => (a.file < b.file ? -1 : 1));
}

/** The category of a network that a name stands for, in any vocabulary; null where it knows none. */
export function knownCategory(name: string, categories: readonly string[]): string | null {
  return [name, canonicalCategory(name)].find((each) => categories.includes(each)) ?? null;
}

/** A picture of the folder, upright, RGB. @throws DatasetError E_IMAGE */
export async function readPicture(root: string, file: string): Promise<Image> {
  const path = join(root, file);
  const refuse = (what: string, cause?: unknown): DatasetError => new DatasetError("E_IMAGE", `${file} ${what}`, { subject: file, ...(cause === undefined ? {} : { cause }) });
  let bytes: Uint8Array;
  try {
    const { size } = await stat(path);
    if (size > MOST_BYTES) throw refuse(`has ${size} bytes, more than ${MOST_BYTES}`);
    bytes = await readFile(path);
  } catch (error) {
    throw DatasetError.isInstance(error) ? error : refuse(`cannot be read: ${error instanceof Error ? error.message : String(error)}`, error);
  }
  return decodeUpright(bytes, { subject: file });
}
