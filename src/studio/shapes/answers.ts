/** What pages and server say to each other about shapes. Types only: pages import them. */
import type { SerializedError } from "../../core/errors.js";
import type { Vector3 } from "../../geometry/vector.js";
import type { Axis } from "../../shapes/normalize.js";

/** A catalogue in the list of all. */
export interface CatalogueEntry {
  /** As addresses and questions name it. */
  key: string;
  kind: "run" | "folder" | "builtin";
  label: string;
  /** Null where it cannot be read. */
  count: number | null;
  /** False for a folder of models that nothing has been said about yet. */
  hasManifest: boolean;
  problem: string | null;
  /** A few of its shapes, to be shown beside its name. */
  examples: string[];
}

/** `GET api/shapes?run=NAME` */
export interface CatalogueList {
  /** Absolute: below it catalogues were looked for. */
  folder: string;
  catalogues: CatalogueEntry[];
  /** The folder holds more than was looked through. */
  isCut: boolean;
}

/** A shape as its catalogue lists it. */
export interface ShapeRow {
  id: string;
  category: string;
  licence: string | null;
  author: string | null;
  /** In the file's axes; null where nobody knows it, or where the catalogue does not say. */
  front: Axis | null;
  up: Axis | null;
  frontKnown: boolean;
  /** Why it is not to be had, where that is known without loading it. */
  problem: string | null;
}

/** `GET api/shapes/list?catalogue=KEY` */
export interface ShapeList {
  key: string;
  kind: CatalogueEntry["kind"];
  label: string;
  shapes: ShapeRow[];
  /** Whether fronts can be saved: a folder here, and `--write`. */
  canSave: boolean;
  /** Where fronts of these shapes can be mended instead: keys of folders. */
  mendIn: string[];
  /** How a recipe names it; null for a run. */
  recipe: string | null;
  /** Of the manifest as it was read; null where there is none yet. */
  manifestSha256: string | null;
}

/** What the file itself shows. */
export interface ShapeContent {
  sha256: string;
  file: string;
  /** Of the model's own file; null for a built-in shape. */
  fileBytes: number | null;
  triangles: number;
  vertices: number;
  parts: readonly string[];
  materials: readonly string[];
  textures: number;
  /** Side lengths in the object frame, the longest is 1. */
  dimensions: Vector3;
  sizeMeters: { longest: number; source: string } | null;
  /** Axes of revolution, and how many turns and mirrorings beside the identity leave it as it is. */
  symmetry: { continuous: readonly { axis: Vector3; offset: Vector3 }[]; discrete: number };
  keypoints: readonly { name: string; position: Vector3 }[];
  clips: readonly string[];
  warnings: readonly string[];
}

/** `GET api/shapes/details?catalogue=KEY&id=ID` */
export interface ShapeDetails {
  row: ShapeRow;
  /** Null where it does not load; then `error` says why. */
  content: ShapeContent | null;
  error: SerializedError | null;
  manifestSha256: string | null;
}

/** `PUT api/shapes/axes` */
export interface AxesChange {
  catalogue: string;
  id: string;
  up: Axis;
  front: Axis | null;
  /** Of the manifest that the person has seen; null: there was none. */
  manifestSha256: string | null;
}

/** What it answers. */
export interface AxesSaved {
  manifestSha256: string;
  /** Whether the manifest is new. */
  isNew: boolean;
}
