/** One network to be trained: what it learns from, and what it is asked about afterwards. */
import type { Device } from "../../nn/session/onnx-runtime.js";

/** Samples by their place in the file. Folds have disjoint ones; a reference set may be asked about another set. */
export interface FoldJob {
  /** Unique among the jobs, usable in file names, such as `fold-0`. */
  name: string;
  train: readonly number[];
  predict: readonly number[];
}

/** Everything that a process needs, as plain data. */
export interface JobOrder {
  job: FoldJob;
  task: string;
  options: unknown;
  seed: number;
  device: Device;
  /** The samples. */
  samples: { path: string; count: number };
  /** Where checkpoints and answers go; nothing of other settings lies there. */
  folder: string;
}

/** What a job has given. */
export interface JobResult {
  /** Mean loss of every epoch. */
  losses: number[];
  /** Answers for the job's `predict`, in its order. */
  outputs: Float32Array;
  /** The trained weights, a safetensors file. */
  weights: string;
}

/**
 * One job per fold: it learns from all other folds and is asked about its own.
 * @param folds number of the fold of every sample
 * @param learnsFrom whether a sample, by its place, may be learnt from at all
 */
export function jobsOfFolds(folds: readonly number[], learnsFrom: (sample: number) => boolean = () => true): FoldJob[] {
  const count = folds.reduce((most, fold) => Math.max(most, fold + 1), 0);
  const samples = folds.map((_, sample) => sample);
  return Array.from({ length: count }, (_, fold) => ({
    name: `fold-${fold}`,
    train: samples.filter((sample) => folds[sample] !== fold && learnsFrom(sample)),
    predict: samples.filter((sample) => folds[sample] === fold),
  }));
}
