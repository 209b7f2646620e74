/** What the server tells the thread that makes previews, and what it answers. */
import type { SerializedError } from "../../core/errors.js";
import type { OutputName, Recipe } from "../../recipe/schema.js";
import type { PreviewedPlan, PreviewedSample, PreviewedSpeed } from "./preview.js";

/** A recipe that is tried out. */
export interface PreviewedRecipe {
  recipe: Recipe;
  /** Absolute folder that its relative paths start from. */
  folder: string;
}

/** One piece of work. */
export type PreviewOrder = PreviewedRecipe & ({ kind: "plan" } | { kind: "speed" } | { kind: "sample"; index: number; side: number; outputs: readonly OutputName[] });

/** Answers by the kind of the order. */
export interface PreviewAnswers {
  plan: PreviewedPlan;
  speed: PreviewedSpeed;
  sample: PreviewedSample;
}

/** Server → thread. */
export interface PreviewTurn {
  turn: number;
  order: PreviewOrder;
}

/** Thread → server. */
export type PreviewReply = { turn: number; answer: PreviewAnswers[keyof PreviewAnswers] } | { turn: number; error: SerializedError };
