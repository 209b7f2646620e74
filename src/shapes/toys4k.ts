/**
 * Toys4K: CATEGORY/MODEL/MODEL.blend. Blender's own files cannot be read; converted ones lying beside them
 * (CATEGORY/MODEL/MODEL.glb) are. The set also comes as OBJ files, which are read as they are.
 */
import { join, resolve } from "node:path";
import * as z from "zod";
import { DatasetError } from "../core/errors.js";
import { mapSome } from "../core/map-some.js";
import { canonicalCategory } from "../sample/category-table.js";
import type { Catalogue } from "./catalogue.js";
import { chooseModels, describingOptions, selectionOptions } from "./choose-models.js";
import { blenderAdvice } from "./file-content.js";
import { listFolder, modelFiles, requireFolder, wrongFolder } from "./folder-listing.js";
import { modelListCatalogue, NO_OFFSET, type ListedModel } from "./model-list.js";

/** What a recipe says about Toys4K. */
export const toys4kOptions = z.strictObject({
  toys4k: z.string().min(1).describe("folder of Toys4K: CATEGORY/MODEL/… with .glb or .obj files; .blend files must be converted first"),
  ...selectionOptions,
  ...describingOptions,
});

/** Options of {@link toys4kCatalogue}, as a recipe gives them or with defaults filled in. */
export type Toys4kOptions = z.input<typeof toys4kOptions>;

/**
 * Lists the toys; no model is opened. Ids are toys4k_MODEL, as the original's CSV has them.
 * @param baseFolder where a relative `options.toys4k` starts
 * @throws DatasetError E_NOT_FOUND for a folder that is not Toys4K, E_SHAPE_FILE when there are only .blend files
 */
export async function toys4kCatalogue(options: Toys4kOptions, baseFolder: string): Promise<Catalogue> {
  const folder = resolve(baseFolder, options.toys4k);
  const listing = await requireFolder(folder, options.toys4k);
  const { models, blends } = await toys4kModels(folder);
  if (models.length === 0 && blends.length === 0) throw wrongFolder(options.toys4k, "Toys4K: CATEGORY/MODEL/MODEL.glb, .obj or .blend", listing);
  if (models.length === 0) {
    throw new DatasetError("E_SHAPE_FILE", `The folder ${options.toys4k} has ${blends.length} .blend files and no model that dst3d reads.`, { hint: blendHint(join(folder, blends[0]!.source)), subject: options.toys4k });
  }
  const described = models.map((model) => ({ ...model, front: options.front ?? null, up: options.up ?? "+Y", licence: options.licence ?? null }));
  const chosen = chooseModels(described, options, `The folder ${options.toys4k}`);
  const problems = blends.map(({ id, source }) => ({ id, message: `${source} is a Blender file. ${blenderAdvice(source)}` }));
  return modelListCatalogue({ label: `toys4k ${options.toys4k}`, folder, kind: "toys4k", allowExternal: options.allowExternal ?? false, problems }, chosen);
}

/** The command for one file; a loop in the shell does all. */
function blendHint(path: string): string {
  return `${blenderAdvice(path)} In a loop over all: for f in */*/*.blend; do …; done. docs/shapes.md has the whole line.`;
}

/** Models below a folder, and those that are there as .blend only. */
export async function toys4kModels(folder: string): Promise<{ models: ListedModel[]; blends: { id: string; source: string }[] }> {
  const categories = (await listFolder(folder))?.folders ?? [];
  const blends: { id: string; source: string }[] = [];
  const models = await mapSome(categories, async (category) => {
    const names = (await listFolder(join(folder, category)))?.folders ?? [];
    const found = await mapSome(names, async (name): Promise<ListedModel[]> => {
      const path = `${category}/${name}`;
      const { files } = (await listFolder(join(folder, path))) ?? { files: [] };
      const readable = modelFiles(files);
      const file = readable.find(({ stem }) => stem === name) ?? readable[0];
      const id = `toys4k_${name}`;
      if (file === undefined) {
        const blend = files.find((other) => other.endsWith(".blend"));
        if (blend !== undefined) blends.push({ id, source: `${path}/${blend}` });
        return [];
      }
      return [{ id, category: canonicalCategory(category), source: `${path}/${file.file}`, front: null, up: "+Y", licence: null, author: null, sizeMeters: null, offset: NO_OFFSET }];
    });
    return found.flat();
  });
  return { models: models.flat(), blends: blends.sort((a, b) => (a.id < b.id ? -1 : 1)) };
}
