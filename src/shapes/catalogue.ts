/** The interface of every source of shapes. One file per kind in this folder; the file's name is the recipe's key. */
import type { Random } from "../core/random.js";
import type { Shape } from "../sample/shape.js";

/** What is known about a shape before it is loaded. */
export interface CatalogueEntry {
  id: string;
  /** Canonical category id. */
  category: string;
  licence: string | null;
  author: string | null;
  /** Whether it is known which way the shape faces; absent: no. */
  frontKnown?: boolean;
  /** Names and tags that its makers gave it, for prompts; from strangers, never trusted. */
  keywords?: readonly string[];
  /** File relative to the catalogue; absent where the id says it all. */
  source?: string;
  /** What labels depend on beside the file (front, up, size): other facts are another dataset. */
  facts?: Readonly<Record<string, string | number | null>>;
  /**
   * The original's per-model viewpoint corrections (its CSV): the camera is drawn, then turned by these; canonical
   * labels undo them. Zero for aligned shapes. `distance` replaces the recipe's when not null.
   */
  viewpointOffset: {
    azimuthRadians: number;
    elevationRadians: number;
    distance: number | null;
    /** The original's `sampling`: replaces the recipe's preset, where the recipe draws viewpoints by preset. */
    preset?: number;
  };
}

/** Something about a catalogue that does not stop the rest of it. */
export interface CatalogueProblem {
  /** Of the model that it is about. */
  id: string;
  /** What is wrong, ending in a full stop. */
  message: string;
  /** True: it is in the plan all the same, and its samples fail until it is there. Absent: left out. */
  isPlanned?: boolean;
}

/** A list of shapes that can be loaded one by one. */
export interface Catalogue {
  /** What the user calls it in messages, for example `folder ../models` or `builtin`. */
  label: string;
  /** True when each load draws another shape (parametric shapes), so that loads may not be shared between scenes. */
  varies: boolean;
  /** All entries, sorted by id, without loading any shape. */
  entries(): Promise<readonly CatalogueEntry[]>;
  /** Models that are listed but cannot be had (missing files, wrong kinds), known without loading any. Absent: none. */
  problems?(): Promise<readonly CatalogueProblem[]>;
  /**
   * Loads one shape in its rest pose.
   * @param random drawn from by parametric shapes only
   * @param warn told about what is left out or replaced
   */
  load(id: string, random: Random, warn?: (message: string) => void): Promise<Shape>;
  /** sha256 of everything a shape is loaded from (files referred to included), without decoding it. */
  hash(id: string): Promise<string>;
}
