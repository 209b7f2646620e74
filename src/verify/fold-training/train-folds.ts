/** Trains several networks, some at a time, each in a process of its own; what is finished is not done again. */
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { DatasetError } from "../../core/errors.js";
import { ONNX_RUNTIME_VERSION, type Device } from "../../nn/session/onnx-runtime.js";
import { makeFolder } from "../../storage/make-folder.js";
import { replaceFile, sweepPartialFiles } from "../../storage/replace-file.js";
import { sha256Hex } from "../../storage/sha256.js";
import { canonicalJson } from "../../dataset/canonical-json.js";
import type { SignalContext } from "../signal.js";
import { runInProcess } from "./child-process.js";
import { filesOf, readResult } from "./job-files.js";
import type { FoldJob, JobOrder, JobResult } from "./job.js";
import { runJob, totalSteps, type JobListener } from "./run-job.js";
import { writeSampleFile, type SampleStream } from "./sample-file.js";
import type { FoldTask } from "./task.js";

/** What is to be trained. */
export interface FoldTraining {
  task: FoldTask;
  /** The task's; they survive JSON. */
  options: unknown;
  /** Every sample that jobs name by its place. */
  samples: SampleStream;
  /** A function is asked when all samples have been written, for those who only then know which can be used. */
  jobs: readonly FoldJob[] | (() => readonly FoldJob[]);
}

/** What of a signal's context a training needs. `step` names it in the progress. */
export type TrainingContext = Pick<SignalContext, "seed" | "folder" | "processes" | "device" | "signal" | "progress"> & { step: string };

/** What was trained. */
export interface TrainedFolds {
  jobs: readonly FoldJob[];
  /** In the order of the jobs. */
  results: JobResult[];
  /** Where the checkpoints are. */
  folder: string;
}

/**
 * Runs every job; the result depends on task, options, samples, jobs, seed and device, not on the number of processes nor
 * on interruptions. A checkpoint is written after every epoch, into a folder named by all that matters: the same call
 * goes on there, another one never does.
 * With one process all happens in this one.
 * @throws DatasetError E_OPTION for a job without samples; E_TRAINING where numbers overflow; the other jobs are then stopped. The signal's reason
 */
export async function trainFolds({ task, options, samples, jobs: asked }: FoldTraining, context: TrainingContext): Promise<TrainedFolds> {
  const model = await task.open(options);
  await makeFolder(context.folder);
  await sweepPartialFiles(context.folder);
  const written = await writeSampleFile(context.folder, model.layout, samples);
  const jobs = typeof asked === "function" ? asked() : asked;
  const empty = "pretrained" in model ? undefined : jobs.find(({ train }) => train.length === 0);
  if (empty !== undefined) throw new DatasetError("E_OPTION", `${empty.name} has no sample to learn from.`, { hint: "Use fewer folds, or make more samples.", subject: empty.name });
  const settings = { task: task.name, version: task.version, options, jobs, seed: context.seed, device: context.device, runtime: ONNX_RUNTIME_VERSION, samples: written.sha256 };
  const folder = join(context.folder, `${task.name}-${sha256Hex(canonicalJson(settings)).slice(0, 16)}`);
  await makeFolder(folder);
  await sweepPartialFiles(folder);
  const path = join(folder, "samples.bin");
  await rename(written.path, path);
  try {
    const counts = jobs.map(({ predict }) => predict.length * model.outputs);
    const steps = jobs.map((job) => totalSteps(model, job));
    const progress = progressOf(steps, context);
    const results = await Promise.all(jobs.map(({ name }, index) => readResult(filesOf(folder, name), counts[index]!)));
    results.forEach((result, index) => result !== null && progress(index, steps[index]!));
    const orders = jobs.map((job): JobOrder => ({ job, task: task.name, options, seed: context.seed, device: context.device as Device, samples: { path, count: written.count }, folder }));
    const missing = orders.map((_, index) => index).filter((index) => results[index] === null);
    await runSome(missing, context, (index, signal) => {
      const listener: JobListener = { step: (done) => progress(index, done) };
      return context.processes <= 1 ? runJob(orders[index]!, task, listener, signal) : runInProcess(orders[index]!, listener, signal);
    });
    for (const index of missing) results[index] = await readResult(filesOf(folder, jobs[index]!.name), counts[index]!);
    const finished = results.map((result) => result!);
    await replaceFile(join(folder, "loss.json"), `${JSON.stringify(Object.fromEntries(jobs.map(({ name }, index) => [name, finished[index]!.losses])), null, 1)}\n`);
    return { jobs, results: finished, folder };
  } finally {
    await rm(path, { force: true });
  }
}

function progressOf(steps: readonly number[], { step, progress }: TrainingContext): (job: number, done: number) => void {
  const total = steps.reduce((sum, each) => sum + each, 0);
  const done = steps.map(() => 0);
  return (job, now) => {
    done[job] = now;
    progress(step, done.reduce((sum, each) => sum + each, 0), total);
  };
}

/** Some at a time; the first error stops the others, and is thrown when all have ended. */
async function runSome(jobs: readonly number[], { processes, signal }: TrainingContext, run: (job: number, signal: AbortSignal) => Promise<void>): Promise<void> {
  const broken = new AbortController();
  const stop = AbortSignal.any([signal, broken.signal]);
  const waiting = [...jobs];
  const line = async (): Promise<void> => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      stop.throwIfAborted();
      await run(job, stop);
    }
  };
  const errors: unknown[] = [];
  await Promise.all(Array.from({ length: Math.max(1, Math.min(processes, jobs.length)) }, () => line().catch((error: unknown) => {
    errors.push(error);
    broken.abort(error);
  })));
  if (errors.length > 0) throw errors[0];
}
