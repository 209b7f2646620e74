/**
 * ShapeNetCore, version 1 (SYNSET/UID/model.obj) and 2 (SYNSET/UID/models/model_normalized.obj).
 *
 * Axes as the two README files say: up is +Y in both; the front is +X in version 1 and −Z in version 2, "which fixes
 * the mirroring issue" of version 1: its models are mirrored left to right, and stay so here.
 */
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import * as z from "zod";
import { mapSome } from "../core/map-some.js";
import { categoryOf } from "../sample/category-table.js";
import type { Catalogue } from "./catalogue.js";
import { chooseModels, selectionOptions } from "./choose-models.js";
import { listFolder, requireFolder, wrongFolder } from "./folder-listing.js";
import { modelListCatalogue, NO_OFFSET, type ListedModel } from "./model-list.js";
import { AXES, type Axis } from "./normalize.js";
import { shapenetNames } from "./shapenet-names.js";

/** What a recipe says about ShapeNet. */
export const shapenetOptions = z.strictObject({
  shapenet: z.string().min(1).describe("folder of ShapeNetCore v1 or v2: SYNSET/UID/… as it is unpacked"),
  ...selectionOptions,
  front: z.enum(AXES).optional().describe("replaces the front that the version says: +X in v1, -Z in v2"),
});

/** Options of {@link shapenetCatalogue}, as a recipe gives them or with defaults filled in. */
export type ShapenetOptions = z.input<typeof shapenetOptions>;

/** ShapeNet's own terms: research and education without profit. It has no SPDX identifier. */
export const SHAPENET_LICENCE = "LicenseRef-ShapeNet-Terms-of-Use";

/** Where the model lies in its folder, and which way it then faces. */
const LAYOUTS: readonly { path: readonly string[]; front: Axis }[] = [
  { path: ["models", "model_normalized.obj"], front: "-Z" },
  { path: ["model_normalized.obj"], front: "-Z" },
  { path: ["model.obj"], front: "+X" },
];

const SYNSET = /^n?\d{8}$/;

/**
 * Lists ShapeNet; no model is opened. Ids are SYNSET/UID.
 * @param baseFolder where a relative `options.shapenet` starts
 * @throws DatasetError E_NOT_FOUND for a folder that is not ShapeNet, E_OPTION for categories and ids that it does not have
 */
export async function shapenetCatalogue(options: ShapenetOptions, baseFolder: string): Promise<Catalogue> {
  const folder = resolve(baseFolder, options.shapenet);
  const listing = await requireFolder(folder, options.shapenet);
  const synsets = listing.folders.filter((name) => SYNSET.test(name));
  const lookedFor = "ShapeNetCore: folders called as synsets (02691156, …) with UID/models/model_normalized.obj (v2) or UID/model.obj (v1)";
  if (synsets.length === 0) throw wrongFolder(options.shapenet, lookedFor, listing);
  const names = await readTaxonomy(folder);
  const found = (await mapSome(synsets, (synset) => modelsOfSynset(folder, synset, names))).flat();
  const models = found.filter((model) => model !== null).map((model) => ({ ...model, front: options.front ?? model.front }));
  if (models.length === 0) throw wrongFolder(options.shapenet, lookedFor, (await listFolder(join(folder, synsets[0]!))) ?? listing);
  const problems = synsets.flatMap((synset) => (models.some((model) => model.id.startsWith(`${synset}/`)) ? [] : [{ id: synset, message: `The synset ${synset} has no model.` }]));
  const chosen = chooseModels(models, options, `The folder ${options.shapenet}`);
  return modelListCatalogue({ label: `shapenet ${options.shapenet}`, folder, kind: "shapenet", problems }, chosen);
}

async function modelsOfSynset(folder: string, synset: string, names: ReadonlyMap<string, string>): Promise<(ListedModel | null)[]> {
  const [listing, words] = await Promise.all([listFolder(join(folder, synset)), shapenetNames(folder, synset)]);
  return mapSome(listing?.folders ?? [], async (uid) => {
    const model = await shapenetModel(folder, synset, uid, names);
    const keywords = words.get(uid);
    return model === null || keywords === undefined ? model : { ...model, keywords };
  });
}

/** One model by its synset and uid; null when none of the layouts is there. */
export async function shapenetModel(folder: string, synset: string, uid: string, names: ReadonlyMap<string, string>): Promise<ListedModel | null> {
  const own = await listFolder(join(folder, synset, uid));
  if (own === null) return null;
  const inside = own.folders.includes("models") ? await listFolder(join(folder, synset, uid, "models")) : null;
  const layout = LAYOUTS.find(({ path }) => (path.length === 2 ? inside : own)?.files.includes(path.at(-1)!) === true);
  if (layout === undefined) return null;
  return {
    id: `${synset}/${uid}`,
    category: categoryOf(synset)?.id ?? names.get(synset.replace(/^n/, "")) ?? synset,
    source: [synset, uid, ...layout.path].join("/"),
    front: layout.front,
    up: "+Y",
    licence: SHAPENET_LICENCE,
    author: null,
    sizeMeters: null,
    offset: NO_OFFSET,
    root: `${synset}/${uid}`, // materials name ../images/…
  };
}

const taxonomy = z.array(z.looseObject({ synsetId: z.string(), name: z.string() }));

/** First names of the synsets, where taxonomy.json is there. */
export async function readTaxonomy(folder: string): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(join(folder, "taxonomy.json"), "utf8").catch(() => "[]");
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return new Map(); // names only
  }
  const parsed = taxonomy.safeParse(json);
  return new Map((parsed.success ? parsed.data : []).map(({ synsetId, name }) => [synsetId, name.split(",")[0]!.trim().toLowerCase()]));
}
