/**
 * The original's list of aligned models: a CSV with the columns synset, model, distance, azimuth, elevation, strength,
 * sampling, joined with the folders that hold the models.
 *
 * The corrections were made for models as Blender imports them, so models are turned as Blender turns them, whatever
 * their own data set says of its front: glTF and OBJ with y up come in with their +Z as the object frame's −y, and
 * `azimuth` and `elevation` bring the camera round. Toys4K's objects are turned by −90° about x there; converted to
 * GLB that is up = +Z, front = −Y.
 */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import * as z from "zod";
import { DatasetError } from "../core/errors.js";
import { mapSome } from "../core/map-some.js";
import { canonicalCategory } from "../sample/category-table.js";
import type { Catalogue, CatalogueProblem } from "./catalogue.js";
import { chooseModels, selectionOptions } from "./choose-models.js";
import { readModelCsv, type CsvModel } from "./csv-table.js";
import { openModelFolders, type ModelFolders } from "./csv-folders.js";
import { modelListCatalogue, type ListedModel } from "./model-list.js";

/** What a recipe says about the original's CSV. */
export const csvOptions = z.strictObject({
  csv: z.string().min(1).describe("CSV with the columns synset, model, distance, azimuth, elevation, strength, sampling"),
  shapenet: z.string().optional().describe("folder of ShapeNetCore that its ids are looked up in first"),
  objaverse: z.string().optional().describe("folder of Objaverse .glb files"),
  omniobject3d: z.string().optional().describe("folder of OmniObject3D, for ids omniobject3d_…"),
  toys4k: z.string().optional().describe("folder of Toys4K, for ids toys4k_…"),
  strength: z.literal([1, 2]).default(2).describe("1 = only models that are good examples of their synset, 2 = also those that only resemble it"),
  ...selectionOptions,
});

/** Options of {@link csvCatalogue}, as a recipe gives them or with defaults filled in. */
export type CsvOptions = z.input<typeof csvOptions>;

/**
 * Lists the models of a CSV that are there; no model is opened. Ids are SYNSET/MODEL. Models that are listed but absent
 * are left out and told by `problems()`.
 * @param baseFolder where relative paths start
 * @throws DatasetError E_NOT_FOUND for a missing CSV or folder, or when none of its models is there; E_MANIFEST for a wrong CSV
 */
export async function csvCatalogue(options: CsvOptions, baseFolder: string): Promise<Catalogue> {
  const path = resolve(baseFolder, options.csv);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    throw new DatasetError("E_NOT_FOUND", `There is no file ${options.csv}.`, { hint: `Looked at ${path}: relative paths start at the recipe's folder.`, subject: path, cause });
  }
  const rows = readModelCsv(text, options.csv).filter((row) => row.strength === null || row.strength <= (options.strength ?? 2));
  const folders = await openModelFolders(options, baseFolder);
  const problems: CatalogueProblem[] = [];
  const models: ListedModel[] = [];
  for (const { row, model } of await mapSome(rows, async (row) => ({ row, model: await listed(row, folders) }))) {
    if (typeof model === "string") problems.push({ id: idOf(row), message: `Line ${row.line} of ${options.csv}: ${model}` });
    else models.push(model);
  }
  if (models.length === 0) {
    throw new DatasetError("E_NOT_FOUND", `None of the ${rows.length} models of ${options.csv} is there. ${problems[0]?.message ?? ""}`, {
      hint: "Give the folders that hold them: `shapenet`, `objaverse`, `omniobject3d`, `toys4k`.",
      subject: path,
    });
  }
  const chosen = chooseModels(models, options, `The list ${options.csv}`);
  return modelListCatalogue({ label: `csv ${options.csv}`, folder: baseFolder, kind: "csv", problems }, chosen);
}

function idOf({ synset, model }: CsvModel): string {
  return `${synset}/${model}`;
}

/** The model with its corrections, or why it is not there. */
async function listed(row: CsvModel, folders: ModelFolders): Promise<ListedModel | string> {
  const found = await folders.find(row.model, row.synset);
  if (typeof found === "string") return found;
  return {
    ...found,
    id: idOf(row),
    category: canonicalCategory(row.synset),
    offset: { azimuthRadians: row.azimuthRadians, elevationRadians: row.elevationRadians, distance: row.distance, ...(row.preset === null ? {} : { preset: row.preset }) },
  };
}
