/**
 * Objaverse 1.0: a folder of UID.glb, flat or as its Python package keeps them (glbs/000-023/UID.glb), with the
 * annotations that come with it: licence, author and category. Nobody has said which way its models face.
 */
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import * as z from "zod";
import { DatasetError } from "../core/errors.js";
import { mapSome } from "../core/map-some.js";
import { canonicalCategory, categoryOf } from "../sample/category-table.js";
import type { Catalogue } from "./catalogue.js";
import { chooseModels, describingOptions, selectionOptions } from "./choose-models.js";
import { listFolder, requireFolder, wrongFolder, type Listing } from "./folder-listing.js";
import { modelListCatalogue, NO_OFFSET, type ListedModel } from "./model-list.js";

/** What a recipe says about Objaverse. */
export const objaverseOptions = z.strictObject({
  objaverse: z.string().min(1).describe("folder of UID.glb files, flat or as glbs/000-023/UID.glb"),
  annotations: z.string().optional().describe("JSON file (.json or .json.gz) of annotations by uid: licence, author, category"),
  lvis: z.string().optional().describe("JSON file (.json or .json.gz) of uids by LVIS category; only models in it are taken"),
  category: z.string().default("object").describe("category of models for which neither file says one"),
  ...selectionOptions,
  ...describingOptions,
});

/** Options of {@link objaverseCatalogue}, as a recipe gives them or with defaults filled in. */
export type ObjaverseOptions = z.input<typeof objaverseOptions>;

/** SPDX identifiers of Sketchfab's words. */
const LICENCES: Readonly<Record<string, string>> = {
  by: "CC-BY-4.0", "by-sa": "CC-BY-SA-4.0", "by-nd": "CC-BY-ND-4.0", "by-nc": "CC-BY-NC-4.0", "by-nc-sa": "CC-BY-NC-SA-4.0", "by-nc-nd": "CC-BY-NC-ND-4.0", cc0: "CC0-1.0",
};

/** What Objaverse says of a model; there is more, which does not matter here. */
export const annotation = z.looseObject({
  name: z.string().nullish(),
  viewerUrl: z.string().nullish(),
  license: z.string().nullish(),
  user: z.looseObject({ username: z.string().nullish() }).nullish(),
  categories: z.array(z.looseObject({ name: z.string() })).nullish(),
  tags: z.array(z.looseObject({ name: z.string() })).nullish().catch(null), // a help for prompts, not a need
});
const annotationsFile = z.record(z.string(), annotation);
const lvisFile = z.record(z.string(), z.array(z.string()));

/**
 * Lists an Objaverse folder; no model is opened. Ids are the uids.
 * @param baseFolder where relative paths start
 * @throws DatasetError E_NOT_FOUND for a folder without .glb files and missing annotations, E_MANIFEST for annotations of another form
 */
export async function objaverseCatalogue(options: ObjaverseOptions, baseFolder: string): Promise<Catalogue> {
  const folder = resolve(baseFolder, options.objaverse);
  const listing = await requireFolder(folder, options.objaverse);
  const files = await objaverseFiles(folder, listing);
  if (files.size === 0) throw wrongFolder(options.objaverse, "Objaverse: UID.glb or glbs/000-023/UID.glb", listing);
  const annotations = options.annotations === undefined ? {} : await readJson(resolve(baseFolder, options.annotations), annotationsFile, '{ "UID": { "license": "by", "user": { "username": … }, "categories": [{ "name": … }] } }');
  const lvis = options.lvis === undefined ? null : byUid(await readJson(resolve(baseFolder, options.lvis), lvisFile, '{ "CATEGORY": ["UID", …] }'));
  // The LVIS file lists some 46,000 models: of categories that nobody asked for, none is missing.
  const categories = options.categories?.map(canonicalCategory);
  const isWanted = (uid: string, category: string): boolean => (options.ids?.includes(uid) ?? true) && (categories?.includes(canonicalLvis(category)) ?? true);
  const models = [...files].flatMap(([uid, source]): ListedModel[] => {
    const facts = annotations[uid];
    const category = lvis === null ? facts?.categories?.[0]?.name : lvis.get(uid);
    if (lvis !== null && category === undefined) return [];
    return [{
      id: uid,
      category: canonicalLvis(category ?? options.category ?? "object"),
      source,
      front: options.front ?? null,
      up: options.up ?? "+Y",
      licence: licenceOf(facts?.license) ?? options.licence ?? null,
      author: facts?.user?.username ?? null,
      sizeMeters: null,
      offset: NO_OFFSET,
      ...(facts === undefined ? {} : { keywords: [...(facts.name == null ? [] : [facts.name]), ...(facts.tags ?? []).map(({ name }) => name)] }),
    }];
  });
  const problems = lvis === null ? [] : [...lvis].filter(([uid, category]) => !files.has(uid) && isWanted(uid, category)).map(([uid]) => ({ id: uid, message: "Listed in the LVIS file, but its .glb is not there." }));
  const chosen = chooseModels(models, options, `The folder ${options.objaverse}`);
  return modelListCatalogue({ label: `objaverse ${options.objaverse}`, folder, kind: "objaverse", allowExternal: options.allowExternal ?? false, problems }, chosen);
}

/** LVIS tells homonyms apart in brackets: `car_(automobile)` is the category table's car. */
export function canonicalLvis(name: string): string {
  const whole = canonicalCategory(name);
  const known = categoryOf(whole) === null ? categoryOf(canonicalCategory(name.replace(/_\(.*\)$/, ""))) : null;
  return known?.id ?? whole;
}

/** SPDX identifier of Sketchfab's word; other words as they are, null for none. */
export function licenceOf(word: string | null | undefined): string | null {
  if (word == null || word === "") return null;
  return LICENCES[word.toLowerCase()] ?? word;
}

function byUid(lvis: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(lvis).flatMap(([category, uids]) => uids.map((uid): [string, string] => [uid, category])));
}

/** Paths of the models, relative to the folder, by uid. */
export async function objaverseFiles(folder: string, listing: Listing): Promise<ReadonlyMap<string, string>> {
  const paths = new Map<string, string>();
  const add = (prefix: string, files: readonly string[]): void => {
    for (const file of files) if (/\.glb$/i.test(file) && !paths.has(file.slice(0, -4))) paths.set(file.slice(0, -4), prefix + file);
  };
  add("", listing.files);
  const groups = listing.folders.filter((name) => name !== "glbs").map((name) => name);
  if (listing.folders.includes("glbs")) groups.push(...((await listFolder(join(folder, "glbs")))?.folders ?? []).map((name) => `glbs/${name}`));
  const inside = await mapSome(groups, (group) => listFolder(join(folder, group)));
  groups.forEach((group, index) => add(`${group}/`, inside[index]?.files ?? []));
  return paths;
}

async function readJson<T>(path: string, schema: z.ZodType<T>, form: string): Promise<T> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw new DatasetError("E_NOT_FOUND", `There is no file ${path}.`, { hint: "Relative paths start at the recipe's folder.", subject: path, cause });
  }
  try {
    const text = new TextDecoder().decode(path.endsWith(".gz") ? gunzipSync(bytes) : bytes);
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new DatasetError("E_MANIFEST", `${path} is not what Objaverse's files look like.`, { hint: `It should be ${form}.`, subject: path, cause });
  }
}
