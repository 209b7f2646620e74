/** A catalogue over a list of model files: what all sources of files share. */
import { resolve } from "node:path";
import { DatasetError } from "../core/errors.js";
import { nearest } from "../core/nearest.js";
import type { Random } from "../core/random.js";
import type { Shape } from "../sample/shape.js";
import type { Catalogue, CatalogueEntry, CatalogueProblem } from "./catalogue.js";
import { hashShape, loadShape, type LoadShapeOptions } from "./load-shape.js";
import type { Axis } from "./normalize.js";

/** One model file with what is known about it. */
export interface ListedModel {
  id: string;
  /** Canonical. */
  category: string;
  /** Relative to the catalogue's folder, with forward slashes. */
  source: string;
  front: Axis | null;
  up: Axis;
  licence: string | null;
  author: string | null;
  sizeMeters: number | null;
  offset: CatalogueEntry["viewpointOffset"];
  /** Names and tags, from strangers. */
  keywords?: readonly string[];
  /** Folder that the files which the model refers to may lie in, relative to the catalogue's; absent: the model's own. */
  root?: string;
  /** Of which data set it is, where the list joins several; absent: {@link ModelListSource.kind}. */
  kind?: string;
}

/** No correction of the camera. */
export const NO_OFFSET: CatalogueEntry["viewpointOffset"] = { azimuthRadians: 0, elevationRadians: 0, distance: null };

/** Which models of a catalogue are wanted. */
export interface Selection {
  categories?: readonly string[] | undefined;
  ids?: readonly string[] | undefined;
  licenceKnown?: boolean | undefined;
}

/** The model as one of a folder further up: its paths get the folder's name in front. */
export function placedIn(model: ListedModel, folder: string): ListedModel {
  const below = (path: string): string => `${folder.replaceAll("\\", "/").replace(/\/+$/, "")}/${path}`;
  return { ...model, source: below(model.source), ...(model.root === undefined ? {} : { root: below(model.root) }) };
}

/** What a list is called and where its files lie. */
export interface ModelListSource {
  /** For messages: `shapenet ../ShapeNetCore.v2`. */
  label: string;
  folder: string;
  /** {@link LoadShapeOptions.sourceKind}; default `file`. */
  kind?: string;
  /** Where sizes come from. */
  sizeSource?: string;
  allowExternal?: boolean;
  problems?: readonly CatalogueProblem[];
}

/**
 * @param models sorted by id here
 * @throws DatasetError E_MANIFEST when two have one id
 */
export function modelListCatalogue(source: ModelListSource, models: readonly ListedModel[]): Catalogue {
  const files = new Map<string, string>();
  for (const model of models) {
    const other = files.get(model.id);
    if (other !== undefined) {
      throw new DatasetError("E_MANIFEST", `The ${source.label} has the id ${JSON.stringify(model.id)} twice: ${other} and ${model.source}.`, { hint: "Rename or remove one of the two.", subject: model.id });
    }
    files.set(model.id, model.source);
  }
  return new ModelListCatalogue(source, [...models].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)));
}

class ModelListCatalogue implements Catalogue {
  readonly label: string;
  readonly varies = false;
  readonly #models: ReadonlyMap<string, ListedModel>;
  readonly #hashes = new Map<string, Promise<string>>();

  constructor(
    readonly source: ModelListSource,
    models: readonly ListedModel[],
  ) {
    this.label = source.label;
    this.#models = new Map(models.map((model) => [model.id, model]));
  }

  async entries(): Promise<readonly CatalogueEntry[]> {
    return [...this.#models.values()].map(({ id, category, licence, author, source, front, up, sizeMeters, offset, keywords }) => ({
      id, category, licence, author, source, facts: { front, up, sizeMeters }, frontKnown: front !== null, viewpointOffset: offset, ...(keywords === undefined ? {} : { keywords }),
    }));
  }

  async problems(): Promise<readonly CatalogueProblem[]> {
    return this.source.problems ?? [];
  }

  async load(id: string, _random: Random, warn?: (message: string) => void): Promise<Shape> {
    const { category, source, front, up, licence, author, sizeMeters, ...model } = this.#model(id);
    const shape = await loadShape(resolve(this.source.folder, source), {
      id, category, front, up, licence, author, sizeMeters,
      sizeSource: this.source.sizeSource ?? "catalogue",
      sourceName: source,
      sourceKind: model.kind ?? this.source.kind ?? "file",
      ...(warn === undefined ? {} : { onWarning: warn }),
      ...this.#access(model.root),
    });
    this.#hashes.set(id, Promise.resolve(shape.source.sha256));
    return shape;
  }

  hash(id: string): Promise<string> {
    let hash = this.#hashes.get(id);
    if (hash === undefined) {
      const { source, root } = this.#model(id);
      hash = hashShape(resolve(this.source.folder, source), this.#access(root));
      this.#hashes.set(id, hash);
    }
    return hash;
  }

  #access(root: string | undefined): Pick<LoadShapeOptions, "allowExternal" | "root"> {
    return { allowExternal: this.source.allowExternal ?? false, ...(root === undefined ? {} : { root: resolve(this.source.folder, root) }) };
  }

  #model(id: string): ListedModel {
    const model = this.#models.get(id);
    if (model === undefined) throw unknownName(`The ${this.label}`, "model", id, [...this.#models.keys()]);
    return model;
  }
}

/** A name that a catalogue does not have, with what it has. */
export function unknownName(label: string, what: string, name: string, known: readonly string[], guessFrom = name): DatasetError {
  const all = known.slice(0, 40).join(", ") + (known.length > 40 ? ", …" : "");
  const guess = nearest(guessFrom, known.slice(0, 5000));
  return new DatasetError("E_OPTION", `${label} has no ${what} ${JSON.stringify(name)}.`, {
    hint: guess === null ? `It has: ${all}.` : `Did you mean ${JSON.stringify(guess)}? It has: ${all}.`,
    subject: name,
  });
}
