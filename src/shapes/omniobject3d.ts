/** OmniObject3D's raw scans: raw/raw_scans/CATEGORY/MODEL/Scan/Scan.obj; the folder may be given at any of these levels. */
import { join, resolve } from "node:path";
import * as z from "zod";
import { mapSome } from "../core/map-some.js";
import { canonicalCategory } from "../sample/category-table.js";
import type { Catalogue } from "./catalogue.js";
import { chooseModels, describingOptions, selectionOptions } from "./choose-models.js";
import { listFolder, requireFolder, wrongFolder } from "./folder-listing.js";
import { modelListCatalogue, NO_OFFSET, type ListedModel } from "./model-list.js";

/** What a recipe says about OmniObject3D. */
export const omniobject3dOptions = z.strictObject({
  omniobject3d: z.string().min(1).describe("folder of OmniObject3D, with raw/raw_scans/CATEGORY/MODEL/Scan/Scan.obj"),
  ...selectionOptions,
  ...describingOptions,
});

/** Options of {@link omniobject3dCatalogue}, as a recipe gives them or with defaults filled in. */
export type Omniobject3dOptions = z.input<typeof omniobject3dOptions>;

const LOOKED_FOR = "OmniObject3D: raw/raw_scans/CATEGORY/MODEL/Scan/Scan.obj";

/**
 * Lists the scans; no model is opened. Ids are omniobject3d_MODEL, as the original's CSV has them.
 * @param baseFolder where a relative `options.omniobject3d` starts
 */
export async function omniobject3dCatalogue(options: Omniobject3dOptions, baseFolder: string): Promise<Catalogue> {
  const folder = resolve(baseFolder, options.omniobject3d);
  const listing = await requireFolder(folder, options.omniobject3d);
  const { models, problems } = await omniobject3dModels(folder);
  if (models.length === 0) throw wrongFolder(options.omniobject3d, LOOKED_FOR, listing);
  const described = models.map((model) => ({ ...model, front: options.front ?? null, up: options.up ?? "+Y", licence: options.licence ?? null }));
  const chosen = chooseModels(described, options, `The folder ${options.omniobject3d}`);
  return modelListCatalogue({ label: `omniobject3d ${options.omniobject3d}`, folder, kind: "omniobject3d", allowExternal: options.allowExternal ?? false, problems }, chosen);
}

/** All scans below a folder, and models without one. */
export async function omniobject3dModels(folder: string): Promise<{ models: ListedModel[]; problems: { id: string; message: string }[] }> {
  let base = "";
  for (const level of ["raw", "raw_scans"]) if ((await listFolder(join(folder, base)))?.folders.includes(level) === true) base += `${level}/`;
  const categories = (await listFolder(join(folder, base)))?.folders ?? [];
  const problems: { id: string; message: string }[] = [];
  const models = await mapSome(categories, async (category) => {
    const names = (await listFolder(join(folder, base, category)))?.folders ?? [];
    const found = await mapSome(names, async (name): Promise<ListedModel[]> => {
      const path = `${base}${category}/${name}/Scan`;
      const scan = await listFolder(join(folder, path));
      if (scan === null) return [];
      const id = `omniobject3d_${name}`;
      if (!scan.files.includes("Scan.obj")) {
        problems.push({ id, message: `${path} has no Scan.obj.` });
        return [];
      }
      return [{ id, category: canonicalCategory(category), source: `${path}/Scan.obj`, front: null, up: "+Y", licence: null, author: null, sizeMeters: null, offset: NO_OFFSET, root: `${base}${category}/${name}` }];
    });
    return found.flat();
  });
  return { models: models.flat(), problems: problems.sort((a, b) => (a.id < b.id ? -1 : 1)) };
}
