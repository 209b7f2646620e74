/** Real photographs in folders that are called as their categories: what the arm `image-edges` is made from. */
import { readdir, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import * as z from "zod";
import { DatasetError } from "../core/errors.js";
import { mapSome } from "../core/map-some.js";
import { canonicalCategory } from "../sample/category-table.js";

/** What a recipe says about real images. */
export const categoryPhotosOptions = z.strictObject({
  folder: z.string().min(1).describe("folder of folders called as their categories, each with photographs (.jpg, .png, .webp), also in folders of its own"),
  categories: z.array(z.string()).min(1, "an empty list would leave no images").nullable().default(null).describe("only these categories; null = all"),
  licence: z.string().min(1).nullable().default(null).describe("SPDX identifier of all images, where you know it"),
});

/** See {@link categoryPhotosOptions}. */
export type CategoryPhotosOptions = z.infer<typeof categoryPhotosOptions>;

/** A photograph, known by its name alone. */
export interface CategoryPhoto {
  /** Path below the folder, with `/`. */
  file: string;
  /** Canonical where the category table knows it. */
  category: string;
}

/** Photographs to choose from. */
export interface CategoryPhotos {
  /** Sorted by file. */
  entries: readonly CategoryPhoto[];
  /** The bytes of one. @throws DatasetError E_IMAGE when it cannot be read */
  read(file: string): Promise<Uint8Array>;
}

const PHOTO = /\.(jpe?g|png|webp)$/i;
const FOLDERS_AT_A_TIME = 8;
/** Below a category's folder; deeper ones are another kind of data. */
const DEEPEST = 3;

/**
 * Lists the photographs; none is opened.
 * @param baseFolder where a relative `options.folder` starts
 * @throws DatasetError E_NOT_FOUND for a folder that is not there or holds no photographs in folders, E_OPTION for a
 * category that it does not have
 */
export async function listCategoryPhotos(options: CategoryPhotosOptions, baseFolder: string): Promise<CategoryPhotos> {
  const root = resolve(baseFolder, options.folder);
  const top = await listing(root).catch((cause: unknown) => {
    throw new DatasetError("E_NOT_FOUND", `There is no folder ${options.folder}.`, { hint: `Looked at ${root}: relative paths start at the recipe's folder.`, subject: root, cause });
  });
  const found = await mapSome(top.folders, async (name) => ({ name, files: await photosBelow(root, name, DEEPEST) }), FOLDERS_AT_A_TIME);
  const entries = found.flatMap(({ name, files }) => files.map((file): CategoryPhoto => ({ file, category: canonicalCategory(name) })));
  if (entries.length === 0) throw noPhotos(options.folder, top);
  const chosen = options.categories === null ? entries : ofCategories(entries, options.categories, options.folder);
  return {
    entries: [...chosen].sort((a, b) => (a.file < b.file ? -1 : 1)),
    read: (file) =>
      readFile(join(root, file)).catch((cause: unknown) => {
        throw new DatasetError("E_IMAGE", `${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, { hint: "Was it moved or deleted since the command began?", subject: file, cause });
      }),
  };
}

/** Names in a folder, sorted; hidden ones are left out, links are followed. */
async function listing(path: string): Promise<{ folders: string[]; files: string[] }> {
  const folders: string[] = [];
  const files: string[] = [];
  for (const entry of await readdir(path, { withFileTypes: true })) {
    if (entry.name.startsWith(".")) continue;
    const kind = entry.isSymbolicLink() ? await stat(join(path, entry.name)).catch(() => entry) : entry;
    if (kind.isDirectory()) folders.push(entry.name);
    else if (kind.isFile()) files.push(entry.name);
  }
  return { folders: folders.sort(), files: files.sort() };
}

async function photosBelow(root: string, path: string, depth: number): Promise<string[]> {
  const { folders, files } = await listing(join(root, path));
  const found = files.filter((name) => PHOTO.test(name)).map((name) => `${path}/${name}`);
  if (depth > 0) for (const name of folders) found.push(...(await photosBelow(root, `${path}/${name}`, depth - 1)));
  return found;
}

function ofCategories(entries: readonly CategoryPhoto[], names: readonly string[], folder: string): CategoryPhoto[] {
  const known = new Set(entries.map(({ category }) => category));
  const wanted = new Set(names.map(canonicalCategory));
  for (const name of names) {
    if (known.has(canonicalCategory(name))) continue;
    throw new DatasetError("E_OPTION", `The folder ${folder} has no images of category "${name}".`, { hint: `It has: ${[...known].sort().slice(0, 12).join(", ")}${known.size > 12 ? ", …" : ""}.`, subject: name });
  }
  return entries.filter(({ category }) => wanted.has(category));
}

function noPhotos(folder: string, { folders, files }: { folders: string[]; files: string[] }): DatasetError {
  const names = [...folders.map((name) => `${name}/`), ...files];
  const found = names.length === 0 ? "nothing" : names.slice(0, 8).join(", ") + (names.length > 8 ? `, … (${names.length} in all)` : "");
  const hint = files.some((name) => PHOTO.test(name)) ? "Put the images into a folder per category: the folder's name is the category." : "It looks for CATEGORY/IMAGE.jpg (or .png, .webp).";
  return new DatasetError("E_NOT_FOUND", `The folder ${folder} does not hold images in folders called as their categories. Found there: ${found}.`, { hint, subject: folder });
}
