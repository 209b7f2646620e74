/** What the studio's pages and its server say to each other about recipes that are tried out. Types only. */
import type { OptionNode } from "../../recipe/option-node.js";
import type { OutputName } from "../../recipe/output-names.js";
import type { LocatedProblem } from "../../recipe/problem.js";
import type { PlanSummary } from "../../pipeline/plan-summary.js";
import type { SampleLabels } from "../protocol.js";

/** `GET api/recipes/options` */
export interface RecipeOptions {
  /** Of the recipe as a whole. */
  root: OptionNode;
  /** Words that an option takes, by its path, where its type says no more than text; `N` stands for a position. */
  suggestions: Readonly<Record<string, readonly string[]>>;
}

/** Body of `POST api/recipes/check`, `plan` and `speed`. */
export interface RecipeText {
  text: string;
  /** Run whose folder relative paths start from; null: the studio's folder. */
  run: string | null;
}

/** Answer of `POST api/recipes/check`. */
export interface RecipeCheck {
  problems: readonly LocatedProblem[];
  /** Null where there are problems. */
  recipe: { name: string; count: number } | null;
}

/** One sampled camera. */
export interface PreviewedViewpoint {
  index: number;
  category: string;
  azimuthRadians: number;
  elevationRadians: number;
  distance: number;
}

/** Answer of `POST api/recipes/plan`. */
export interface PreviewedPlan {
  summary: PlanSummary;
  /** How many samples the distributions in `summary` are of; counts, files and bytes are of all. */
  lookedAt: number;
  viewpoints: readonly PreviewedViewpoint[];
  /** Pictures that can be shown of a sample, those that steer the generator first after the image. */
  outputs: readonly OutputName[];
  generator: string;
  /** False where a model or a server paints the image: the render stands in for it. */
  isImageExact: boolean;
}

/** Body of `POST api/recipes/preview`. */
export interface SampleAsk extends RecipeText {
  index: number;
  /** Longest side in pixels. */
  side: number;
  outputs: readonly OutputName[];
}

/** Answer of `POST api/recipes/preview`. */
export interface PreviewedSample {
  index: number;
  width: number;
  height: number;
  /** Addresses (`data:`) of the pictures by output. */
  pictures: Readonly<Record<string, string>>;
  labels: SampleLabels;
  category: string;
  shape: string | null;
  environment: string | null;
  prompt: string | null;
  /** What is wrong with it on purpose. */
  planted: string | null;
  warnings: readonly string[];
  /** How long it took. */
  milliseconds: number;
}

/** Answer of `POST api/recipes/speed`; null where a model or a server paints, which nobody can foretell. */
export interface PreviewedSpeed {
  secondsPerSample: number | null;
  workers: number;
}

/** `GET api/runs/RUN/recipe` */
export interface RunRecipe {
  /** As the run keeps it, with every default. */
  full: string;
  /** What differs from the defaults. */
  short: string;
}
