/** Folders of models below a folder: those with a manifest, and those that simply hold model files. */
import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { RUN_FILE } from "../../dataset/run-file.js";
import { modelFiles } from "../../shapes/folder-listing.js";
import { MANIFEST } from "../../shapes/folder.js";

/** A model file that no manifest lists. */
export interface LooseModel {
  /** Its path without extension, or that of its folder where it is the only model in it. */
  id: string;
  /** Relative to the catalogue's folder, with forward slashes. */
  file: string;
}

/** A folder of models. */
export interface ModelFolder {
  /** Relative to where one looked, with forward slashes; `.` is that folder itself. */
  path: string;
  hasManifest: boolean;
  /** Where there is no manifest. */
  models: LooseModel[];
}

const DEEPEST = 6;
const MOST_FOLDERS = 5000;

interface Walk {
  left: number;
  /** Whether a manifest.json is a list of models: other programs have files of that name. */
  isManifest(path: string): Promise<boolean>;
}

/** What a part of the tree holds. */
interface Found {
  catalogues: ModelFolder[];
  /** The only model below, whose folder may be one of many. */
  single: LooseModel | null;
}

/**
 * Looks through folders; hidden ones, links, runs and installed packages are passed by.
 * @param isManifest whether the file with this absolute path lists models
 */
export async function findModelFolders(home: string, isManifest: Walk["isManifest"]): Promise<{ folders: ModelFolder[]; isCut: boolean }> {
  const walk: Walk = { left: MOST_FOLDERS, isManifest };
  const { catalogues, single } = await visit(home, "", DEEPEST, walk);
  const folders = single === null ? catalogues : [...catalogues, alone(single)];
  return { folders: folders.sort((a, b) => (a.path < b.path ? -1 : 1)), isCut: walk.left <= 0 };
}

/** The models of one folder that has no manifest. */
export async function looseModels(folder: string): Promise<LooseModel[]> {
  const walk: Walk = { left: MOST_FOLDERS, isManifest: async () => false };
  return distinct(await modelsBelow(folder, "", DEEPEST, walk));
}

async function visit(home: string, path: string, depth: number, walk: Walk): Promise<Found> {
  if (walk.left-- <= 0) return { catalogues: [], single: null };
  const { folders, files } = await namesIn(join(home, path));
  if (files.includes(RUN_FILE)) return { catalogues: [], single: null };
  if (files.includes(MANIFEST) && (await walk.isManifest(join(home, path, MANIFEST)))) return { catalogues: [{ path: path || ".", hasManifest: true, models: [] }], single: null };
  const own = modelFiles(files);
  if (own.length > 1) return { catalogues: [await loose(home, path, depth, walk)], single: null };
  const below: Found[] = [];
  if (depth > 0) for (const name of folders) below.push(await visit(home, joined(path, name), depth - 1, walk));
  const catalogues = below.flatMap((found) => found.catalogues);
  const singles = below.flatMap(({ single }) => (single === null ? [] : [single]));
  if (own.length === 1) {
    if (catalogues.length === 0 && singles.length === 0) return { catalogues, single: { id: path, file: joined(path, own[0]!.file) } };
    return { catalogues: [...catalogues, await loose(home, path, depth, walk)], single: null };
  }
  // Many folders with a model each are one catalogue.
  if (singles.length > 1 && catalogues.length === 0) return { catalogues: [await loose(home, path, depth, walk)], single: null };
  if (singles.length === 1 && catalogues.length === 0) return { catalogues, single: singles[0]! };
  return { catalogues: [...catalogues, ...singles.map(alone)], single: null };
}

/** A model that stands for itself: its folder is the catalogue. */
function alone({ file }: LooseModel): ModelFolder {
  const slash = file.lastIndexOf("/");
  const name = basename(file);
  return { path: slash < 0 ? "." : file.slice(0, slash), hasManifest: false, models: [{ id: withoutExtension(name), file: name }] };
}

async function loose(home: string, path: string, depth: number, walk: Walk): Promise<ModelFolder> {
  return { path: path || ".", hasManifest: false, models: distinct(await modelsBelow(join(home, path), "", depth, walk)) };
}

async function modelsBelow(folder: string, path: string, depth: number, walk: Walk): Promise<LooseModel[]> {
  if (walk.left-- <= 0) return [];
  const { folders, files } = await namesIn(join(folder, path));
  if (path !== "" && (files.includes(RUN_FILE) || files.includes(MANIFEST))) return [];
  const own = modelFiles(files);
  const isOwnFolder = own.length === 1 && path !== "";
  const models = own.map(({ stem, file }) => ({ id: isOwnFolder ? path : joined(path, stem), file: joined(path, file) }));
  if (depth > 0 && !isOwnFolder) for (const name of folders) models.push(...(await modelsBelow(folder, joined(path, name), depth - 1, walk)));
  return models;
}

/** `a.glb` and `a/model.glb` would have one id: the latter keeps its whole path. */
function distinct(models: readonly LooseModel[]): LooseModel[] {
  const seen = new Set<string>();
  return models.map(({ id, file }) => {
    const own = seen.has(id) ? file : id;
    seen.add(own);
    return { id: own, file };
  });
}

/** Real folders and files with names that can be written down; links are left out. */
async function namesIn(path: string): Promise<{ folders: string[]; files: string[] }> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  const named = entries.filter(({ name }) => /^[^.\\\p{Cc}][^\\\p{Cc}]*$/u.test(name) && name !== "node_modules");
  const names = (kept: typeof named): string[] => kept.map(({ name }) => name).sort();
  return { folders: names(named.filter((entry) => entry.isDirectory())), files: names(named.filter((entry) => entry.isFile())) };
}

function joined(path: string, name: string): string {
  return path === "" ? name : `${path}/${name}`;
}

function withoutExtension(name: string): string {
  return name.replace(/\.[^.]*$/, "");
}
