/** The ControlNets of a run: each with its pictures, weight, span and masks; their residuals are added up. */
import { controlActs, residualScales, type ControlSpan, type GuessMode } from "./guidance.js";
import type { ControlFeeds, Part, Residuals, StepFeeds } from "./load.js";
import type { FloatTensor } from "../nn/graph/float-tensor.js";
import type { ControlNetConfig } from "./controlnet.js";
import { repeatBatch, sliceBatch } from "./tensor-batch.js";
import { residualChannels } from "./unet.js";

/** A ControlNet, ready to run. */
export type ControlNetPart = Part<ControlNetConfig, ControlFeeds, Residuals>;

/** What one ControlNet is to follow. */
export interface ControlTask {
  /** [samples, 3, height, width] in pixels, 0 to 1 */
  image: FloatTensor;
  weight: number;
  span: ControlSpan;
  /** [samples, 1, height, width] of the latents, 0 to 1; null = everywhere */
  mask: FloatTensor | null;
}

/** One question to UNet and ControlNets together. */
export interface ControlledQuestion {
  /** With guidance, the unconditional half comes first. */
  feeds: StepFeeds;
  /** One per ControlNet. */
  tasks: readonly ControlTask[];
  /** Which question of the run, from 0, and how many there are. */
  index: number;
  count: number;
  guessMode: GuessMode;
  /** With guess mode: how many entries in front of the batch see no control. */
  unconditional: number;
}

/** Whether a control has a say in a question. */
export function acts({ weight, span }: ControlTask, { index, count }: ControlledQuestion): boolean {
  return weight !== 0 && controlActs(span, index, count);
}

/** Weights of a ControlNet's residuals. */
export function scalesOf({ plan }: ControlNetConfig, { weight }: ControlTask, { guessMode }: ControlledQuestion): number[] {
  return residualScales(residualChannels(plan).length + 1, weight, guessMode);
}

/** The residuals of a step, or null when no control acts in it. */
export async function stackedResiduals(parts: readonly ControlNetPart[], question: ControlledQuestion): Promise<Residuals | null> {
  const { tasks, unconditional } = question;
  const feeds = unconditional === 0 ? question.feeds : conditionalOnly(question.feeds, unconditional);
  const batch = feeds.timesteps.length;
  let sum: Residuals | null = null;
  for (const [place, task] of tasks.entries()) {
    if (!acts(task, question)) continue;
    const part = parts[place]!;
    const scales = scalesOf(part.config, task, question);
    const residuals = await part.run({
      ...feeds,
      image: fillBatch(task.image, batch),
      scales: { data: Float32Array.from(scales), shape: [1, scales.length] },
      ...(task.mask === null ? {} : { mask: fillBatch(task.mask, batch) }),
    });
    sum = sum === null ? residuals : residuals.map((residual, level) => added(residual, sum![level]!));
  }
  return sum === null || unconditional === 0 ? sum : sum.map((residual) => withZerosInFront(residual, unconditional));
}

/** What is the same in both halves of a batch. */
export function fillBatch(tensor: FloatTensor, batch: number): FloatTensor {
  return repeatBatch(tensor, batch / tensor.shape[0]!);
}

function conditionalOnly(feeds: StepFeeds, from: number): StepFeeds {
  const cut = (tensor: FloatTensor): FloatTensor => sliceBatch(tensor, from, feeds.timesteps.length);
  return {
    ...feeds,
    sample: cut(feeds.sample),
    timesteps: feeds.timesteps.slice(from),
    prompt: cut(feeds.prompt),
    ...(feeds.pooled === undefined ? {} : { pooled: cut(feeds.pooled) }),
    ...(feeds.timeIds === undefined ? {} : { timeIds: cut(feeds.timeIds) }),
  };
}

function added(a: FloatTensor, b: FloatTensor): FloatTensor {
  const data = new Float32Array(a.data.length);
  for (let index = 0; index < data.length; index++) data[index] = a.data[index]! + b.data[index]!;
  return { data, shape: a.shape };
}

function withZerosInFront({ data, shape }: FloatTensor, count: number): FloatTensor {
  const each = data.length / shape[0]!;
  const all = new Float32Array(data.length + count * each);
  all.set(data, count * each);
  return { data: all, shape: [shape[0]! + count, ...shape.slice(1)] };
}
