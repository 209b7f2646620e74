/**
 * Fetches models of Objaverse 1.0 from the Hugging Face Hub, as its Python package lays them: glbs/000-023/UID.glb.
 * What is known of each model fetched (licence, author, categories) is written beside them as annotations.json.
 */
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import * as z from "zod";
import { DatasetError } from "../core/errors.js";
import { bytesBegun, fetchFile, isComplete } from "../hub/fetch-file.js";
import type { RemoteFile, Repository } from "../hub/repository.js";
import { canonicalCategory } from "../sample/category-table.js";
import { replaceFile } from "../storage/replace-file.js";
import { annotation, canonicalLvis, licenceOf } from "./objaverse.js";

/** The data set on the hub. */
export const OBJAVERSE_REPOSITORY = "allenai/objaverse";
/** Written beside the models: what a recipe's `annotations` reads. */
export const ANNOTATIONS_FILE = "annotations.json";
const PATHS_FILE = "object-paths.json.gz";
const LVIS_FILE = "lvis-annotations.json.gz";
/** Unpacked; theirs has some 50 MB. */
const LARGEST_INDEX_BYTES = 1 << 30;

/** Which models. All conditions count. */
export interface PullObjaverseOptions {
  /** Where they go. */
  folder: string;
  /** Null: offline; only what is there is looked at. */
  repository: Repository | null;
  signal: AbortSignal;
  /** Just these; null = any. */
  uids: readonly string[] | null;
  /** LVIS category, as its files or the category table call it; null = any. */
  category: string | null;
  /** SPDX identifiers or Sketchfab's words; null = any. */
  licences: readonly string[] | null;
  /** Leaves out models whose licence nobody named. */
  licenceKnown: boolean;
  /** At most so many. */
  count: number;
  /** Told what is being fetched beside the models, and its size. */
  onIndex?: (file: string, bytes: number) => void;
}

/** One model that was chosen. */
export interface ChosenObject {
  uid: string;
  /** Within the folder and the repository. */
  path: string;
  category: string | null;
  licence: string | null;
  author: string | null;
  /** Null offline. */
  bytes: number | null;
  isThere: boolean;
}

/** What would be fetched. */
export interface ObjaversePull {
  objects: readonly ChosenObject[];
  /** Models that cannot be had, with the reason. */
  missing: readonly { id: string; message: string }[];
  /** What is still to come. */
  bytesToFetch: number;
  /** Fetches the models that are not there; returns how many. */
  fetch(onObject?: (object: ChosenObject) => void, onBytes?: (bytes: number) => void): Promise<number>;
}

const UID = /^[0-9a-f]{32}$/;
const pathsFile = z.record(z.string(), z.string());
const lvisFile = z.record(z.string(), z.array(z.string()));
const annotationsFile = z.record(z.string(), annotation);
type Annotation = z.infer<typeof annotation>;

/**
 * Chooses models: shard by shard, so that few files of annotations are needed.
 * @throws DatasetError E_NOT_FOUND for categories and uids that are not in Objaverse, and offline without its lists; E_MANIFEST for lists that name files elsewhere; E_DOWNLOAD
 */
export async function planObjaversePull(options: PullObjaverseOptions): Promise<ObjaversePull> {
  const { folder, repository, signal } = options;
  const paths = checkedPaths(await readIndex(PATHS_FILE, pathsFile, options));
  const lvis = options.category === null ? null : await uidsOfCategory(options.category, options);
  const inCategory = new Set(lvis);
  const unknown = (options.uids ?? []).filter((uid) => !Object.hasOwn(paths, uid));
  const wanted = (options.uids ?? lvis ?? Object.keys(paths)).filter((uid) => Object.hasOwn(paths, uid) && (lvis === null || inCategory.has(uid)));
  const found: { uid: string; facts: Annotation }[] = [];
  const ordered = [...new Set(wanted)].sort((a, b) => (paths[a]! < paths[b]! ? -1 : 1));
  for (const [shard, uids] of byShard(ordered, paths)) {
    if (found.length >= options.count) break;
    const facts = await readIndex(`metadata/${shard}.json.gz`, annotationsFile, options);
    found.push(...uids.map((uid) => ({ uid, facts: facts[uid] ?? {} })).filter((one) => isWanted(one.facts, options)));
  }
  const chosen = found.slice(0, options.count);
  const described = repository === null ? null : new Map((await repository.describe(chosen.map(({ uid }) => paths[uid]!))).map((file) => [file.path, file]));
  const missing = unknown.map((id) => ({ id, message: "Objaverse has no such model." }));
  const objects: (ChosenObject & { file: RemoteFile | null; facts: Annotation })[] = [];
  let bytesToFetch = 0;
  for (const { uid, facts } of chosen) {
    const path = paths[uid]!;
    const file = described?.get(path) ?? null;
    if (described !== null && file === null) {
      missing.push({ id: uid, message: `${OBJAVERSE_REPOSITORY} lists ${path} but does not have it.` });
      continue;
    }
    const target = join(folder, path);
    const isThere = file === null ? await stat(target).then((status) => status.isFile(), () => false) : await isComplete(target, file);
    if (!isThere && file !== null) bytesToFetch += Math.max(0, file.bytes - (await bytesBegun(target)));
    if (!isThere && file === null) missing.push({ id: uid, message: "Not there, and nothing is fetched offline." });
    const category = options.category ?? facts.categories?.[0]?.name ?? null;
    objects.push({ uid, path, category: category === null ? null : canonicalLvis(category), licence: licenceOf(facts.license), author: facts.user?.username ?? null, bytes: file?.bytes ?? null, isThere, file, facts });
  }
  return {
    objects,
    missing,
    bytesToFetch,
    async fetch(onObject, onBytes) {
      const due = objects.filter((object) => !object.isThere && object.file !== null);
      await keepAnnotations(folder, objects);
      for (const object of due) {
        signal.throwIfAborted();
        onObject?.(object);
        await fetchFile(repository!, object.file!, join(folder, object.path), { signal, ...(onBytes === undefined ? {} : { onBytes }) });
      }
      return due.length;
    },
  };
}

/** A list may name nothing but a model's own place: it decides where files are written. */
function checkedPaths(paths: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  for (const [uid, path] of Object.entries(paths)) {
    if (UID.test(uid) && /^glbs\/\d{3}-\d{3}\//.test(path) && path.slice(13) === `${uid}.glb`) continue;
    throw new DatasetError("E_MANIFEST", `${PATHS_FILE} says that the model ${JSON.stringify(uid)} lies at ${JSON.stringify(path)}.`, {
      hint: "A model UID lies at glbs/000-023/UID.glb and nowhere else: this is not Objaverse's list.",
      subject: uid,
    });
  }
  return paths;
}

function byShard(uids: readonly string[], paths: Readonly<Record<string, string>>): ReadonlyMap<string, readonly string[]> {
  const shards = new Map<string, string[]>();
  for (const uid of uids) {
    const shard = shardOf(paths[uid]!);
    const others = shards.get(shard);
    if (others === undefined) shards.set(shard, [uid]);
    else others.push(uid);
  }
  return shards;
}

const shardOf = (path: string): string => path.slice(5, 12);

function isWanted(facts: Annotation, { licences, licenceKnown }: PullObjaverseOptions): boolean {
  const licence = licenceOf(facts.license);
  if (licence === null) return !licenceKnown && licences === null;
  return licences === null || licences.some((word) => licenceOf(word)!.toLowerCase() === licence.toLowerCase());
}

async function uidsOfCategory(category: string, options: PullObjaverseOptions): Promise<readonly string[]> {
  const lvis = await readIndex(LVIS_FILE, lvisFile, options);
  const uids = Object.entries(lvis).flatMap(([name, listed]) => (name.toLowerCase() === category.toLowerCase() || canonicalLvis(name) === canonicalCategory(category) ? listed : []));
  if (uids.length > 0) return uids;
  throw new DatasetError("E_NOT_FOUND", `Objaverse's LVIS categories do not have ${JSON.stringify(category)}.`, {
    hint: `They are called as ${Object.keys(lvis).slice(0, 5).join(", ")}, …: ${LVIS_FILE} lists all ${Object.keys(lvis).length}.`,
    subject: category,
  });
}

/** A file of the data set beside the models, fetched once. */
async function readIndex<T>(path: string, schema: z.ZodType<T>, { folder, repository, signal, onIndex }: PullObjaverseOptions): Promise<T> {
  const target = join(folder, path);
  let bytes = await readFile(target).catch(() => null);
  if (bytes === null) {
    if (repository === null) {
      throw new DatasetError("E_NOT_FOUND", `${target} is not there, and nothing is fetched offline.`, { hint: "Run the command once with the network (without --offline and HF_HUB_OFFLINE).", subject: target });
    }
    const [file] = await repository.describe([path]);
    if (file === undefined) throw new DatasetError("E_NOT_FOUND", `${repository.name} has no ${path}.`, { hint: "Is HF_ENDPOINT a mirror that has all of Objaverse?", subject: path });
    onIndex?.(path, file.bytes);
    await fetchFile(repository, file, target, { signal });
    bytes = await readFile(target);
  }
  try {
    return schema.parse(JSON.parse(new TextDecoder().decode(gunzipSync(bytes, { maxOutputLength: LARGEST_INDEX_BYTES }))));
  } catch (cause) {
    throw new DatasetError("E_MANIFEST", `${target} is not what Objaverse's files look like.`, { hint: "Remove it, so that it is fetched again.", subject: target, cause });
  }
}

/** Adds what is known of models to what was known of others. */
async function keepAnnotations(folder: string, objects: readonly { uid: string; facts: Annotation }[]): Promise<void> {
  const path = join(folder, ANNOTATIONS_FILE);
  const text = await readFile(path, "utf8").catch(() => null);
  let known: Readonly<Record<string, Annotation>> = {};
  try {
    if (text !== null) known = annotationsFile.parse(JSON.parse(text));
  } catch (cause) {
    throw new DatasetError("E_MANIFEST", `${path} is not what Objaverse's annotations look like.`, { hint: "Move it away: it would be written anew.", subject: path, cause });
  }
  const added = objects.map(({ uid, facts }) => [uid, keptOf(facts)] as const);
  const all = Object.entries({ ...known, ...Object.fromEntries(added) }).sort(([a], [b]) => (a < b ? -1 : 1));
  await replaceFile(path, `${JSON.stringify(Object.fromEntries(all), null, 1)}\n`);
}

function keptOf({ name, license, user, categories, viewerUrl }: Annotation): Annotation {
  return { name: name ?? null, license: license ?? null, user: { username: user?.username ?? null }, categories: (categories ?? []).map((category) => ({ name: category.name })), viewerUrl: viewerUrl ?? null };
}
