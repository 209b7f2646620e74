/** Shapes in a folder with a `manifest.json`. */
import { readFile, realpath, stat } from "node:fs/promises";
import { isAbsolute, join, relative, resolve } from "node:path";
import * as z from "zod";
import { DatasetError } from "../core/errors.js";
import { radians } from "../core/math.js";
import { nearest } from "../core/nearest.js";
import type { Random } from "../core/random.js";
import { canonicalCategory } from "../sample/category-table.js";
import type { Shape } from "../sample/shape.js";
import type { Catalogue, CatalogueEntry } from "./catalogue.js";
import { hashShape, loadShape, type LoadShapeOptions } from "./load-shape.js";
import { readManifest, type ManifestModel } from "./manifest.js";
import { AXES, type Axis } from "./normalize.js";

const axis = z.enum(AXES);

/** What a recipe says about a folder of models. */
export const folderOptions = z.strictObject({
  folder: z.string().min(1).describe("folder with a manifest.json that lists models: id, category, file, up, front, licence"),
  categories: z.array(z.string()).min(1, "an empty list would leave no shapes").optional().describe("only these categories; any name of the category table"),
  ids: z.array(z.string()).min(1, "an empty list would leave no shapes").optional().describe("only these models"),
  licenceKnown: z.boolean().default(false).describe("only models whose licence the manifest names"),
  front: axis.optional().describe("which way models face where the manifest does not say, in the file's own axes"),
  up: axis.optional().describe("which way is up where the manifest does not say; default +Y"),
  allowExternal: z.boolean().default(false).describe("lets models refer to files outside their own folder"),
});

/** Options of {@link folderCatalogue}, as a recipe gives them or with defaults filled in. */
export type FolderOptions = z.input<typeof folderOptions>;

const MANIFEST = "manifest.json";

/**
 * Opens a folder of models. Only the manifest is read.
 * @param baseFolder where a relative `options.folder` starts
 * @throws DatasetError E_MANIFEST for a missing or wrong manifest; E_OPTION for categories and ids that it does not have
 */
export async function folderCatalogue(options: FolderOptions, baseFolder: string): Promise<Catalogue> {
  const folder = resolve(baseFolder, options.folder);
  const models = await readFolder(folder, options.folder);
  const chosen = choose(models, options);
  return new FolderCatalogue(options, folder, chosen);
}

async function readFolder(folder: string, asGiven: string): Promise<ManifestModel[]> {
  const path = join(folder, MANIFEST);
  let text: string;
  try {
    text = await readFile(path, "utf8");
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
  const models = readManifest(text, path);
  await Promise.all(models.map((model) => checkFile(folder, model, path)));
  return models.sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function checkFile(folder: string, model: ManifestModel, manifest: string): Promise<void> {
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
  // A model that is not there fails when it is loaded: the others can go on.
  const actual = await realpath(path).catch(() => null);
  if (actual !== null && outside(await realpath(folder), actual)) fail("is a link that leaves the folder", "Put the model itself into the folder.");
}

function choose(models: readonly ManifestModel[], options: FolderOptions): readonly ManifestModel[] {
  const label = `The folder ${options.folder}`;
  const known = [...new Set(models.map((model) => canonicalCategory(model.category)))].sort();
  const categories = options.categories?.map((name) => {
    const canonical = canonicalCategory(name);
    if (!known.includes(canonical)) throw unknown(label, "shapes of category", name, nearest(canonical, known), known);
    return canonical;
  });
  const ids = models.map((model) => model.id);
  for (const id of options.ids ?? []) if (!ids.includes(id)) throw unknown(label, "model", id, nearest(id, ids), ids);
  const chosen = models.filter(
    (model) =>
      (categories === undefined || categories.includes(canonicalCategory(model.category))) &&
      (options.ids === undefined || options.ids.includes(model.id)) &&
      (options.licenceKnown !== true || model.licence != null),
  );
  if (chosen.length > 0) return chosen;
  throw new DatasetError("E_OPTION", `${label} has no model that fits categories, ids and licenceKnown together.`, {
    hint: `It lists ${models.length} models; ask for less at once.`,
    subject: options.folder,
  });
}

function unknown(label: string, what: string, name: string, guess: string | null, known: readonly string[]): DatasetError {
  const all = known.slice(0, 40).join(", ") + (known.length > 40 ? ", …" : "");
  return new DatasetError("E_OPTION", `${label} has no ${what} ${JSON.stringify(name)}.`, {
    hint: guess === null ? `It has: ${all}.` : `Did you mean ${JSON.stringify(guess)}? It has: ${all}.`,
    subject: name,
  });
}

class FolderCatalogue implements Catalogue {
  readonly label: string;
  readonly varies = false;
  readonly #models: ReadonlyMap<string, ManifestModel>;
  readonly #hashes = new Map<string, Promise<string>>();

  constructor(
    readonly options: FolderOptions,
    readonly folder: string,
    models: readonly ManifestModel[],
  ) {
    this.label = `folder ${options.folder}`;
    this.#models = new Map(models.map((model) => [model.id, model]));
  }

  async entries(): Promise<readonly CatalogueEntry[]> {
    return [...this.#models.values()].map((model) => ({
      id: model.id,
      category: canonicalCategory(model.category),
      licence: model.licence ?? null,
      author: model.author ?? null,
      source: model.file,
      facts: { front: this.#front(model), up: this.#up(model), sizeMeters: model.sizeMeters ?? null },
      viewpointOffset: { azimuthRadians: radians(model.azimuth), elevationRadians: radians(model.elevation), distance: model.distance },
    }));
  }

  async load(id: string, _random: Random): Promise<Shape> {
    const model = this.#model(id);
    const shape = await loadShape(resolve(this.folder, model.file), {
      id,
      category: canonicalCategory(model.category),
      front: this.#front(model),
      up: this.#up(model),
      licence: model.licence ?? null,
      author: model.author ?? null,
      sizeMeters: model.sizeMeters ?? null,
      sizeSource: "manifest",
      sourceName: model.file,
      ...this.#access(),
    });
    this.#hashes.set(id, Promise.resolve(shape.source.sha256));
    return shape;
  }

  hash(id: string): Promise<string> {
    let hash = this.#hashes.get(id);
    if (hash === undefined) {
      hash = hashShape(resolve(this.folder, this.#model(id).file), this.#access());
      this.#hashes.set(id, hash);
    }
    return hash;
  }

  #front(model: ManifestModel): Axis | null {
    return model.front === undefined ? (this.options.front ?? null) : model.front;
  }

  #up(model: ManifestModel): Axis {
    return model.up ?? this.options.up ?? "+Y";
  }

  #access(): Pick<LoadShapeOptions, "allowExternal"> {
    return { allowExternal: this.options.allowExternal ?? false };
  }

  #model(id: string): ManifestModel {
    const model = this.#models.get(id);
    if (model === undefined) throw unknown(`The ${this.label}`, "model", id, nearest(id, [...this.#models.keys()]), [...this.#models.keys()]);
    return model;
  }
}
