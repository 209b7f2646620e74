/** Shapes in a folder with a `manifest.json`. */
import { readFile, realpath, stat } from "node:fs/promises";
import { isAbsolute, join, relative, resolve } from "node:path";
import * as z from "zod";
import { DatasetError } from "../core/errors.js";
import { radians } from "../core/math.js";
import { canonicalCategory } from "../sample/category-table.js";
import type { Catalogue } from "./catalogue.js";
import { chooseModels, selectionOptions } from "./choose-models.js";
import { readManifest, type ManifestModel } from "./manifest.js";
import { modelListCatalogue, type ListedModel } from "./model-list.js";
import { AXES } from "./normalize.js";

const axis = z.enum(AXES);

/** What a recipe says about a folder of models. */
export const folderOptions = z.strictObject({
  folder: z.string().min(1).describe("folder with a manifest.json that lists models: id, category, file, up, front, licence"),
  ...selectionOptions,
  front: axis.optional().describe("which way models face where the manifest does not say, in the file's own axes"),
  up: axis.optional().describe("which way is up where the manifest does not say; default +Y"),
  allowExternal: z.boolean().default(false).describe("lets models refer to files outside their own folder"),
});

/** Options of {@link folderCatalogue}, as a recipe gives them or with defaults filled in. */
export type FolderOptions = z.input<typeof folderOptions>;

/** Name of the list in a folder. */
export const MANIFEST = "manifest.json";

/**
 * Opens a folder of models. Only the manifest is read.
 * @param baseFolder where a relative `options.folder` starts
 * @throws DatasetError E_MANIFEST for a missing or wrong manifest; E_OPTION for categories and ids that it does not have
 */
export async function folderCatalogue(options: FolderOptions, baseFolder: string): Promise<Catalogue> {
  const folder = resolve(baseFolder, options.folder);
  return catalogueOfManifest(await readManifestText(folder, options.folder), options, folder);
}

/**
 * A folder of models by the text of its manifest, which need not be written yet.
 * @param folder absolute
 * @throws DatasetError as {@link folderCatalogue}
 */
export async function catalogueOfManifest(text: string, options: FolderOptions, folder: string): Promise<Catalogue> {
  const { models, absent } = await checkedModels(text, folder);
  const chosen = chooseModels(models, options, `The folder ${options.folder}`);
  const source = { label: `folder ${options.folder}`, folder, sizeSource: "manifest", allowExternal: options.allowExternal ?? false };
  const problems = chosen.filter(({ id }) => absent.has(id)).map(({ id, file }) => ({ id, message: `${file} is not there: its samples fail until it is.`, isPlanned: true }));
  return modelListCatalogue({ ...source, problems }, chosen.map((model) => listed(model, options)));
}

async function readManifestText(folder: string, asGiven: string): Promise<string> {
  const path = join(folder, MANIFEST);
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    const isFolder = await stat(folder).then((status) => status.isDirectory(), () => false);
    throw new DatasetError("E_MANIFEST", isFolder ? `The folder ${asGiven} has no ${MANIFEST}.` : `There is no folder ${asGiven}.`, {
      hint: isFolder
        ? `Looked for ${path}: a JSON list of models such as {"id": "taxi", "category": "car", "file": "taxi.glb", "up": "+Y", "front": "+Z", "licence": "CC0-1.0"}.`
        : `Looked at ${folder}: relative paths start at the recipe's folder.`,
      subject: path,
      cause,
    });
  }
}

async function checkedModels(text: string, folder: string): Promise<{ models: ManifestModel[]; absent: ReadonlySet<string> }> {
  const path = join(folder, MANIFEST);
  const models = readManifest(text, path);
  const isThere = await Promise.all(models.map((model) => checkFile(folder, model, path)));
  const absent = new Set(models.filter((_, index) => !isThere[index]).map(({ id }) => id));
  return { models: models.sort((a, b) => (a.id < b.id ? -1 : 1)), absent };
}

/** Whether the file is there. A model that is not fails when it is loaded: the others can go on. */
async function checkFile(folder: string, model: ManifestModel, manifest: string): Promise<boolean> {
  const fail = (what: string, hint: string): never => {
    throw new DatasetError("E_MANIFEST", `${manifest}: the file ${JSON.stringify(model.file)} of ${JSON.stringify(model.id)} ${what}.`, {
      hint,
      subject: model.id,
    });
  };
  const path = resolve(folder, model.file);
  const outside = (from: string, to: string): boolean => {
    const way = relative(from, to);
    return way === "" || way.startsWith("..") || isAbsolute(way);
  };
  if (isAbsolute(model.file) || outside(folder, path)) fail("leaves the folder", "Put the model into the folder and name it relative to the manifest.");
  const actual = await realpath(path).catch(() => null);
  if (actual !== null && outside(await realpath(folder), actual)) fail("is a link that leaves the folder", "Put the model itself into the folder.");
  return actual !== null;
}

function listed(model: ManifestModel, options: FolderOptions): ListedModel {
  return {
    id: model.id,
    category: canonicalCategory(model.category),
    source: model.file,
    front: model.front === undefined ? (options.front ?? null) : model.front,
    up: model.up ?? options.up ?? "+Y",
    licence: model.licence ?? null,
    author: model.author ?? null,
    sizeMeters: model.sizeMeters ?? null,
    ...(model.tags === undefined ? {} : { keywords: model.tags }),
    offset: { azimuthRadians: radians(model.azimuth), elevationRadians: radians(model.elevation), distance: model.distance },
  };
}
