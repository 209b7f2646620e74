/**
 * What is trained on folds: a network, its batches, and what it says of samples that it has not seen. One file per task,
 * named in registry.ts, so that a process finds it by name; everything else that a process needs is plain data.
 */
import type { Random } from "../../core/random.js";
import type { FloatTensor } from "../../nn/graph/float-tensor.js";
import type { WeightSource } from "../../nn/graph/weight-source.js";
import type { InputShapes, Network } from "../../nn/train/network.js";
import type { Optimizer } from "../../nn/train/optimizer.js";
import type { Loss } from "../../nn/train/step-graph.js";
import type { Batch } from "../../nn/train/trainer.js";

/** A task by name. */
export interface FoldTask {
  readonly name: string;
  /** Raised when the same options and samples give other numbers than before, so that no older work counts. */
  readonly version: number;
  /** Makes the model ready, in any process. @param options as JSON gives them back; the task checks them with its schema */
  open(options: unknown): AnyModel | Promise<AnyModel>;
}

/** What is kept of every sample, in one file that all processes read. */
export interface SampleLayout {
  /** Bytes: crops, planes of labels. */
  bytes: number;
  /** Numbers of 32 bits: targets, features. */
  numbers: number;
}

/** One sample of the file; both arrays are the reader's own. */
export interface FoldSample {
  bytes: Uint8Array;
  numbers: Float32Array;
}

/** The samples of the file, by their place in it. */
export interface FoldData {
  readonly count: number;
  sample(index: number): FoldSample;
  /** The numbers of a sample alone, without reading its bytes. */
  numbers(index: number): Float32Array;
}

/** What a batch of training is made of. */
export interface BatchRequest {
  data: FoldData;
  /** As many places as a batch has; the first ones of a pass may come twice at its end. */
  samples: readonly number[];
  /** All samples that this network may learn from, for batches that compare samples. */
  train: readonly number[];
  /** For augmentation; its own at every step. */
  random: Random;
  /** Passes before this one. */
  epoch: number;
}

/** Runs the trained network on a batch of any size. */
export type RunNetwork = (batch: Batch) => Promise<Record<string, FloatTensor>>;

/** A network and how it is asked. */
export interface AskedModel {
  layout: SampleLayout;
  /** What the network reads; the first size is the batch of training. */
  inputs: InputShapes;
  network: Network;
  /** How many numbers {@link predict} gives per sample. */
  outputs: number;
  /**
   * By what layers of batch normalisation normalise when asked: running averages, or, as the original filter does, the
   * batch itself, so that a sample's numbers depend on its neighbours.
   */
  statistics: "running" | "batch";
  /**
   * What the network says of some samples that it has not learnt from.
   * @param samples at most one batch, in the order of the job
   * @returns samples · outputs numbers
   */
  predict(run: RunNetwork, data: FoldData, samples: readonly number[]): Promise<Float32Array>;
}

/** A network that others have trained: jobs only ask it. */
export interface PretrainedModel extends AskedModel {
  pretrained: WeightSource;
}

/** A network that is trained by a task. */
export interface FoldModel extends AskedModel {
  /** Passes over the samples of a job. */
  epochs: number;
  /** Where these passes have fewer steps, there are more passes. */
  leastSteps?: number;
  /** What only the loss reads. */
  targets: InputShapes;
  loss: Loss;
  optimizer(steps: { perEpoch: number; total: number }): Optimizer;
  /** Weights to begin with, by name; null draws all of them. */
  initial?(): Promise<ReadonlyMap<string, FloatTensor>>;
  /** Everything that inputs and targets name. */
  makeBatch(request: BatchRequest): Batch;
}

/** What a task can be. */
export type AnyModel = FoldModel | PretrainedModel;

/** Samples of a batch. */
export function batchOf(model: AskedModel): number {
  return Object.values(model.inputs)[0]!.shape[0]!;
}
