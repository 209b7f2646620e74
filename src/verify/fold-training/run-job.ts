/** Trains one network and asks it, in whatever process this is. */
import { DatasetError } from "../../core/errors.js";
import { random } from "../../core/random.js";
import { shuffledBatches } from "../../nn/train/batches.js";
import { createTrainer, type Trainer } from "../../nn/train/trainer.js";
import { filesOf, readLosses, writeLosses, writeOutputs, type JobFiles } from "./job-files.js";
import { askNetwork } from "./ask-network.js";
import type { FoldJob, JobOrder } from "./job.js";
import { openSampleFile } from "./sample-file.js";
import { batchOf, type AnyModel, type FoldData, type FoldModel, type FoldTask } from "./task.js";

/** How far a job is. */
export interface JobListener {
  /** Steps of training that are done, those of an earlier process included. */
  step(done: number): void;
}

/** What a job reports as done at its end: batches that it has learnt from, or, where nothing is learnt, that it has looked at. */
export function totalSteps(model: AnyModel, { train, predict }: FoldJob): number {
  return "pretrained" in model ? Math.ceil(predict.length / batchOf(model)) : stepsOf(model, train.length).total;
}

function stepsOf(model: FoldModel, samples: number): { perEpoch: number; epochs: number; total: number } {
  const perEpoch = Math.ceil(samples / batchOf(model));
  const epochs = Math.max(model.epochs, Math.ceil((model.leastSteps ?? 0) / perEpoch));
  return { perEpoch, epochs, total: perEpoch * epochs };
}

/**
 * Trains from the last checkpoint in the folder on, or from the beginning, and writes the answers.
 * @throws DatasetError E_TRAINING when numbers overflow: the last checkpoint is the last good one; the signal's reason
 */
export async function runJob(order: JobOrder, task: FoldTask, listener: JobListener, signal: AbortSignal): Promise<void> {
  const model = await task.open(order.options);
  const files = filesOf(order.folder, order.job.name);
  const data = openSampleFile(order.samples.path, model.layout, order.samples.count);
  try {
    if ("pretrained" in model) return await writeOutputs(files, await askNetwork(order, model, { weights: model.pretrained, data }, listener, signal));
    const trainer = await openTrainer(order, model);
    try {
      await train(order, model, { trainer, data, files }, listener, signal);
      await writeOutputs(files, await askNetwork(order, model, { weights: trainer.weights(), data }, null, signal));
    } finally {
      await trainer.release();
    }
  } finally {
    data.close();
  }
}

/** A number of its own for every job, whatever the order in which they run. */
function seedOf({ seed, job }: JobOrder): number {
  return random(seed, `jobs/${job.name}`, "fold-training").integer(0x7fffffff);
}

async function openTrainer(order: JobOrder, model: FoldModel): Promise<Trainer> {
  const initial = await model.initial?.();
  return createTrainer({
    inputs: { ...model.inputs, ...model.targets },
    network: model.network,
    loss: model.loss,
    optimizer: model.optimizer(stepsOf(model, order.job.train.length)),
    seed: seedOf(order),
    threads: 1,
    device: order.device,
    ...(initial === undefined ? {} : { initial }),
  });
}

async function train(order: JobOrder, model: FoldModel, { trainer, data, files }: { trainer: Trainer; data: FoldData; files: JobFiles }, listener: JobListener, signal: AbortSignal): Promise<void> {
  const { train: samples } = order.job;
  const seed = seedOf(order);
  const { perEpoch, epochs } = stepsOf(model, samples.length);
  const losses = await resume(trainer, files, perEpoch);
  listener.step(trainer.steps);
  for (let epoch = Math.floor(trainer.steps / perEpoch); epoch < epochs; epoch++) {
    let sum = 0;
    for (const places of shuffledBatches(samples.length, batchOf(model), seed, epoch)) {
      signal.throwIfAborted();
      const batch = model.makeBatch({ data, samples: places.map((place) => samples[place]!), train: samples, random: random(seed, `step/${trainer.steps}`, "augmentation"), epoch });
      sum += (await trainer.step(batch).catch((error: unknown) => {
        throw explained(error, order.job.name, epoch, files);
      })).loss;
      listener.step(trainer.steps);
      // Lets signals and messages through: computing itself never yields.
      await new Promise((resolve) => setImmediate(resolve));
    }
    losses.push(sum / perEpoch);
    // The losses first: they may know of an epoch more than the checkpoint, never of one less.
    await writeLosses(files, losses);
    await trainer.save(files.weights);
  }
}

/** Goes on from the checkpoint, if there is a sound one; gives the losses of the epochs that it has. */
async function resume(trainer: Trainer, files: JobFiles, perEpoch: number): Promise<number[]> {
  try {
    await trainer.load(files.weights);
  } catch (error) {
    if (DatasetError.isInstance(error) && (error.code === "E_MODEL" || error.code === "E_STORAGE")) return [];
    throw error;
  }
  return (await readLosses(files)).slice(0, Math.floor(trainer.steps / perEpoch));
}

function explained(error: unknown, job: string, epoch: number, { weights }: JobFiles): unknown {
  if (!DatasetError.isInstance(error) || error.code !== "E_TRAINING") return error;
  const kept = epoch === 0 ? "There is no earlier checkpoint." : `The weights after epoch ${epoch} are in ${weights}.`;
  return new DatasetError("E_TRAINING", `${job}, epoch ${epoch + 1}: ${error.message} ${kept}`, { subject: job, cause: error, ...(error.hint === null ? {} : { hint: error.hint }) });
}
