/** Features of all samples by a network that is not trained, computed once before the folds. */
import type { FoldSample } from "../fold-training/task.js";
import { trainFolds, type TrainingContext } from "../fold-training/train-folds.js";
import type { BackboneKind } from "./backbone.js";
import { readCrops, type CropRequest } from "./crops.js";
import { featuresTask, type FeaturesTaskOptions } from "./features-task.js";
import { hashOfNetwork } from "./network-files.js";

/** Samples of a job: what is lost when it is interrupted. */
const PER_JOB = 256;

/** Which network, and how many pictures it looks at together. */
export interface FrozenNetwork {
  network: BackboneKind;
  weights: string;
  batch: number;
}

/**
 * The samples as {@link readCrops} gives them, with features in place of pixels behind their numbers.
 * @throws DatasetError as openBackbone
 */
export async function readFeatures(request: CropRequest, { network, weights, batch }: FrozenNetwork, context: TrainingContext): Promise<FoldSample[]> {
  const numbers: Float32Array[] = [];
  const options: FeaturesTaskOptions = { network, weights, sha256: await hashOfNetwork(network, weights), ...request.layout, batch };
  const { results } = await trainFolds({ task: featuresTask, options, samples: pictures(request, numbers), jobs: () => jobsOver(numbers.length) }, context);
  const perSample = numbers.length === 0 ? 0 : results.reduce((sum, { outputs }) => sum + outputs.length, 0) / numbers.length;
  const features = results.flatMap(({ outputs }) => Array.from({ length: outputs.length / perSample }, (_, row) => outputs.subarray(row * perSample, (row + 1) * perSample)));
  return numbers.map((own, place) => ({ bytes: new Uint8Array(0), numbers: joined(own, features[place]!) }));
}

/** Keeps the numbers for later; the network reads pictures only. */
async function* pictures(request: CropRequest, numbers: Float32Array[]): AsyncGenerator<FoldSample> {
  for await (const sample of readCrops(request)) {
    numbers.push(sample.numbers);
    yield { bytes: sample.bytes, numbers: new Float32Array(0) };
  }
}

function jobsOver(count: number): { name: string; train: number[]; predict: number[] }[] {
  return Array.from({ length: Math.ceil(count / PER_JOB) }, (_, job) => ({
    name: `part-${job}`,
    train: [],
    predict: Array.from({ length: Math.min(PER_JOB, count - job * PER_JOB) }, (__, index) => job * PER_JOB + index),
  }));
}

function joined(a: Float32Array, b: Float32Array): Float32Array {
  const all = new Float32Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}
