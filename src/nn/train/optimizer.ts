/** What an optimiser is: how gradients change weights. */
import type { Graph } from "../graph/graph.js";
import type { Value } from "../graph/value.js";
import { constantRate, type Schedule } from "./schedules.js";

/** What every optimiser can be told. */
export interface OptimizerOptions {
  /** One number, or a schedule. */
  learningRate: number | Schedule;
  /** Pulls weights towards 0: matrices and kernels only, not biases and normalisations. */
  weightDecay?: number;
  /** Gradients longer than this, all together, are shortened to it. */
  clipNorm?: number | null;
}

/** Weights of one kind, behind one another in a vector, with all that belongs to them. */
export interface Update {
  weights: Value;
  gradient: Value;
  /** In the order of `moments`. */
  moments: readonly Value[];
  /** The numbers of this step, of shape []. */
  scalars: Readonly<Record<string, Value>>;
  weightDecay: number;
}

export interface Optimizer {
  readonly learningRate: Schedule;
  readonly weightDecay: number;
  readonly clipNorm: number | null;
  /** Names of the vectors, as long as the weights and 0 at first, that it keeps between steps. */
  readonly moments: readonly string[];
  /** Numbers that differ from step to step. @param step counted from 0 */
  scalars(step: number): Readonly<Record<string, number>>;
  /** Writes one step: the new weights, and the new moments in their order. */
  write(graph: Graph, update: Update): { weights: Value; moments: readonly Value[] };
}

/** The part of an optimiser that its options say. */
export function common({ learningRate, weightDecay = 0, clipNorm = null }: OptimizerOptions): Pick<Optimizer, "learningRate" | "weightDecay" | "clipNorm"> {
  return { learningRate: typeof learningRate === "number" ? constantRate(learningRate) : learningRate, weightDecay, clipNorm };
}
