/** The catalogues of a studio: opened when they are asked for, kept until their manifests change. */
import { realpath, stat } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { DatasetError } from "../../core/errors.js";
import { inTurn } from "../../core/in-turn.js";
import { readRecipeText, RECIPE_FILE } from "../../dataset/run-file.js";
import { type FoundShape, inspectCatalogues, inspectShapes, type ShapeInspection } from "../../pipeline/inspect-shapes.js";
import { parseRecipeYaml } from "../../recipe/read.js";
import type { Shape } from "../../sample/shape.js";
import { builtinCatalogue, builtinCategories } from "../../shapes/builtin.js";
import { catalogueOfManifest, MANIFEST } from "../../shapes/folder.js";
import { readManifest } from "../../shapes/manifest.js";
import type { Studio } from "../studio.js";
import type { CatalogueEntry, CatalogueList, ShapeList, ShapeRow } from "./answers.js";
import { folderBelow, isBelow } from "./confined-path.js";
import { readFolderManifest, saveAxes } from "./folder-manifest.js";
import { findModelFolders } from "./model-folders.js";
import type { ShapeAxes } from "../../shapes/box-faces.js";

/** An open catalogue. */
export interface OpenCatalogue {
  list: ShapeList;
  inspection: ShapeInspection;
  /** Where its files lie; null where they lie in several places or none. */
  folder: string | null;
  /** Of the manifest's file when it was read. */
  stamp: string;
  /** Place of a shape. @throws DatasetError E_NOT_FOUND */
  indexOf(id: string): number;
}

const KEPT = 8;
const BUILTIN = "builtin";
const FOLDER = "folder:";
const RUN = "run:";

/** See the head of this file. */
export class CatalogueShelf {
  readonly #open = new Map<string, Promise<OpenCatalogue>>();
  readonly #saveInTurn = inTurn();
  #lastShape: { key: string; shape: Promise<{ shape: Shape; warnings: string[] }> } | null = null;

  constructor(readonly studio: Studio) {}

  /** All that there is. @param run whose recipe's shapes come first; null = none */
  async all(run: string | null): Promise<CatalogueList> {
    const home = this.studio.folder;
    const { folders, isCut } = await findModelFolders(home, async (path) => (await manifestKind(path, home)) !== "other");
    const catalogues: CatalogueEntry[] = [];
    if (run !== null) {
      const key = RUN + run;
      const read = await this.get(key, { isFresh: true }).then(({ list }) => counted(list.shapes)).catch(problemOf);
      catalogues.push({ key, kind: "run", label: `recipe of ${run}`, ...read, hasManifest: true });
    }
    for (const { path, hasManifest, models } of folders) {
      const read = hasManifest ? await readFolderManifest(resolve(home, path), home).then(({ text }) => counted(readManifest(text, join(path, MANIFEST)))).catch(problemOf) : counted(models);
      catalogues.push({ key: FOLDER + path, kind: "folder", label: path === "." ? "this folder" : path, ...read, hasManifest });
    }
    catalogues.push({ key: BUILTIN, kind: "builtin", label: "built-in shapes", ...counted(builtinCategories.map((id) => ({ id }))), hasManifest: true });
    return { folder: home, catalogues, isCut };
  }

  /**
   * An open catalogue.
   * @param isFresh looks again at what may have changed beside a manifest
   * @throws DatasetError E_NOT_FOUND for a key that is none of here, and of the catalogue
   */
  async get(key: string, { isFresh = false }: { isFresh?: boolean } = {}): Promise<OpenCatalogue> {
    const known = this.#open.get(key);
    if (known !== undefined && !isFresh) {
      const opened = await known;
      if (opened.folder === null || opened.stamp === (await stampOf(opened.folder))) return opened;
    }
    const opening = this.#read(key);
    this.#open.delete(key);
    this.#open.set(key, opening);
    opening.catch(() => {
      if (this.#open.get(key) === opening) this.#open.delete(key);
    });
    const [oldest] = this.#open.keys();
    if (this.#open.size > KEPT && oldest !== undefined) this.#open.delete(oldest);
    return opening;
  }

  /** Writes up and front into the manifest of a folder. @throws DatasetError as {@link saveAxes}; E_OPTION for what is no folder here */
  async save(key: string, id: string, axes: ShapeAxes, seenSha256: string | null): Promise<{ manifestSha256: string; isNew: boolean }> {
    if (!key.startsWith(FOLDER)) throw new DatasetError("E_OPTION", "only folders of models have a manifest that can be changed", { hint: "Choose the folder from the list of catalogues.", subject: key });
    const folder = await folderBelow(this.studio.folder, key.slice(FOLDER.length));
    return this.#saveInTurn(() => saveAxes(folder, this.studio.folder, id, axes, seenSha256)).finally(() => this.#open.delete(key));
  }

  /** A shape itself. The last one is kept: a page asks for its numbers and then for its surface. */
  async shape(key: string, id: string): Promise<{ shape: Shape; warnings: string[] }> {
    const opened = await this.get(key);
    const index = opened.indexOf(id);
    const shapeKey = await this.shapeKey(opened, index);
    if (this.#lastShape?.key !== shapeKey) {
      const warnings: string[] = [];
      const kept = { key: shapeKey, shape: opened.inspection.load(index, (message) => warnings.push(message)).then((shape) => ({ shape, warnings })) };
      this.#lastShape = kept;
      // What it refers to may be there the next time.
      kept.shape.catch(() => {
        if (this.#lastShape === kept) this.#lastShape = null;
      });
    }
    return this.#lastShape.shape;
  }

  /** All that a shape's look depends on, as far as that is known without reading its file. */
  async shapeKey({ list, inspection, folder }: OpenCatalogue, index: number): Promise<string> {
    const { id, catalogue, facts, source } = inspection.shapes[index]!;
    const status = folder === null || source === undefined ? null : await stat(resolve(folder, source)).catch(() => null);
    return JSON.stringify([list.key, catalogue, id, facts, status === null ? null : [status.mtimeMs, status.size]]);
  }

  async #read(key: string): Promise<OpenCatalogue> {
    if (key === BUILTIN) {
      const inspection = await inspectCatalogues([builtinCatalogue({ builtin: [...builtinCategories] })], 0);
      return opened({ key, kind: "builtin", label: "built-in shapes", canSave: false, mendIn: [], recipe: `builtin: [${builtinCategories.join(", ")}]`, manifestSha256: null }, inspection, null, "");
    }
    if (key.startsWith(FOLDER)) return this.#readFolder(key);
    if (key.startsWith(RUN)) return this.#readRun(key);
    throw new DatasetError("E_NOT_FOUND", `there is no catalogue ${JSON.stringify(key)}`, { hint: "Choose one from the list of catalogues.", subject: key });
  }

  async #readFolder(key: string): Promise<OpenCatalogue> {
    const path = key.slice(FOLDER.length);
    const home = this.studio.folder;
    const folder = await folderBelow(home, path);
    const stamp = await stampOf(folder);
    const { text, sha256 } = await readFolderManifest(folder, home);
    const inspection = await inspectCatalogues([await catalogueOfManifest(text, { folder: path }, folder)], 0);
    return opened({ key, kind: "folder", label: path === "." ? "this folder" : path, canSave: this.studio.write, mendIn: [], recipe: `folder: ${path}`, manifestSha256: sha256 }, inspection, folder, stamp);
  }

  async #readRun(key: string): Promise<OpenCatalogue> {
    const { workspace, folder: home } = this.studio;
    const { root, files, name } = await workspace.run(key.slice(RUN.length));
    const text = await readRecipeText(root, files);
    if (text === null) throw new DatasetError("E_NOT_FOUND", `the run ${name} has no ${RECIPE_FILE}`, { hint: "Its shapes are not known: it was imported, or made by another program.", subject: name });
    const recipe = parseRecipeYaml(text, join(root, RECIPE_FILE));
    const inspection = await inspectShapes(recipe, root);
    const mendIn: string[] = [];
    for (const source of recipe.shapes) {
      const folder = "folder" in source ? resolve(root, source.folder) : null;
      if (folder !== null && (await isBelow(home, folder, { orSame: true }))) mendIn.push(FOLDER + (relative(await realpath(home), await realpath(folder)).split(sep).join("/") || "."));
    }
    return opened({ key, kind: "run", label: `recipe of ${name}`, canSave: false, mendIn, recipe: null, manifestSha256: null }, inspection, null, "");
  }
}

function opened(list: Omit<ShapeList, "shapes">, inspection: ShapeInspection, folder: string | null, stamp: string): OpenCatalogue {
  const problems = new Map(inspection.problems.map(({ id, message }) => [id, message]));
  const places = new Map(inspection.shapes.map(({ id }, index) => [id, index]));
  return {
    list: { ...list, shapes: inspection.shapes.map((shape) => rowOf(shape, problems.get(shape.id) ?? null)) },
    inspection, folder, stamp,
    indexOf(id) {
      const index = places.get(id);
      if (index === undefined) throw new DatasetError("E_NOT_FOUND", `the catalogue ${list.label} has no shape ${JSON.stringify(id)}`, { hint: "Go back to its list.", subject: id });
      return index;
    },
  };
}

function rowOf({ id, category, licence, author, facts, frontKnown }: FoundShape, problem: string | null): ShapeRow {
  return { id, category, licence, author, front: (facts?.["front"] ?? null) as ShapeRow["front"], up: (facts?.["up"] ?? null) as ShapeRow["up"], frontKnown: frontKnown ?? false, problem };
}

/** Changes whenever the manifest is replaced. */
async function stampOf(folder: string): Promise<string> {
  const status = await stat(join(folder, MANIFEST)).catch(() => null);
  return status === null ? "none" : `${status.mtimeMs} ${status.size} ${status.ino}`;
}

/** Other programs have files of that name: only a list, even a broken one, is a manifest. */
async function manifestKind(path: string, home: string): Promise<"list" | "other"> {
  try {
    const { text, sha256 } = await readFolderManifest(join(path, ".."), home);
    return sha256 !== null && text.replace(/^\uFEFF/, "").trimStart().startsWith("[") ? "list" : "other";
  } catch {
    return "list";
  }
}

type Counted = Pick<CatalogueEntry, "count" | "problem" | "examples">;

const EXAMPLES = 4;

/** A few of all, evenly spread. */
function counted(models: readonly { id: string }[]): Counted {
  const shown = Math.min(EXAMPLES, models.length);
  return { count: models.length, problem: null, examples: Array.from({ length: shown }, (_, at) => models[Math.floor(((at + 0.5) * models.length) / shown)]!.id) };
}

function problemOf(error: unknown): Counted {
  if (!DatasetError.isInstance(error)) throw error;
  return { count: null, problem: error.message, examples: [] };
}
