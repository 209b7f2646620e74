/** Shapes in folders that are called as their categories (also ModelNet: category/split/model.off). */
import { join, resolve } from "node:path";
import * as z from "zod";
import { mapSome } from "../core/map-some.js";
import { canonicalCategory } from "../sample/category-table.js";
import type { Catalogue } from "./catalogue.js";
import { chooseModels, describingOptions, selectionOptions } from "./choose-models.js";
import { listFolder, modelFiles, requireFolder, wrongFolder } from "./folder-listing.js";
import { MODEL_EXTENSIONS } from "./load-shape.js";
import { modelListCatalogue, NO_OFFSET, type ListedModel } from "./model-list.js";

/** What a recipe says about category folders. */
export const foldersOptions = z.strictObject({
  folders: z.string().min(1).describe("folder of folders called as their categories, each with models or with a folder per model"),
  ...selectionOptions,
  ...describingOptions,
});

/** Options of {@link foldersCatalogue}, as a recipe gives them or with defaults filled in. */
export type FoldersOptions = z.input<typeof foldersOptions>;

/** Below a category's folder; deeper ones are another kind of data. */
const DEEPEST = 4;

/**
 * Lists category folders; no model is opened. A model's id is its path without extension, or that of its folder where
 * it is the only model in it: `chair/office/model.obj` is `chair/office`.
 * @param baseFolder where a relative `options.folders` starts
 * @throws DatasetError E_NOT_FOUND for a folder without models, E_OPTION for categories and ids that it does not have
 */
export async function foldersCatalogue(options: FoldersOptions, baseFolder: string): Promise<Catalogue> {
  const folder = resolve(baseFolder, options.folders);
  const listing = await requireFolder(folder, options.folders);
  const found = (await mapSome(listing.folders, (category) => modelsBelow(folder, category, category, DEEPEST))).flat();
  if (found.length === 0) {
    throw wrongFolder(options.folders, `models as CATEGORY/MODEL.ext or CATEGORY/MODEL/FILE.ext (${MODEL_EXTENSIONS.join(", ")})`, listing);
  }
  const models = found.map(({ id, file, category }): ListedModel => ({
    id,
    category: canonicalCategory(category),
    source: file,
    front: options.front ?? null,
    up: options.up ?? "+Y",
    licence: options.licence ?? null,
    author: null,
    sizeMeters: null,
    offset: NO_OFFSET,
    // textures often lie beside the models' folders
    root: category,
  }));
  const chosen = chooseModels(models, options, `The folder ${options.folders}`);
  return modelListCatalogue({ label: `folders ${options.folders}`, folder, kind: "file", allowExternal: options.allowExternal ?? false }, chosen);
}

interface Found {
  id: string;
  file: string;
  category: string;
}

async function modelsBelow(root: string, path: string, category: string, depth: number): Promise<Found[]> {
  const listing = await listFolder(join(root, path));
  if (listing === null) return [];
  const models = modelFiles(listing.files);
  const isOwnFolder = models.length === 1 && path !== category;
  const own = models.map(({ stem, file }) => ({ id: isOwnFolder ? path : `${path}/${stem}`, file: `${path}/${file}`, category }));
  if (depth === 0 || isOwnFolder) return own;
  const deeper: Found[] = [];
  for (const part of await mapSome(listing.folders, (name) => modelsBelow(root, `${path}/${name}`, category, depth - 1))) deeper.push(...part);
  return distinct([...own, ...deeper]);
}

/** `a.glb` and `a/model.glb` would have one id: the latter keeps its whole path. */
function distinct(models: readonly Found[]): Found[] {
  const seen = new Set<string>();
  return models.map((model) => {
    const id = seen.has(model.id) ? model.file : model.id;
    seen.add(id);
    return { ...model, id };
  });
}
