/** The ControlNets of a run: each with its picture, weight, span and mask; their residuals are added up. */
import { controlActs, residualScales, type ControlSpan, type GuessMode } from "./guidance.js";
import type { ControlFeeds, FloatTensor, Part, Residuals, StepFeeds } from "./load.js";
import type { ControlNetConfig } from "./controlnet.js";
import { repeatBatch } from "./tensor-batch.js";
import { residualChannels } from "./unet.js";

/** A ControlNet, ready to run. */
export type ControlNetPart = Part<ControlNetConfig, ControlFeeds, Residuals>;

/** What one ControlNet is to follow. */
export interface ControlTask {
  part: ControlNetPart;
  /** [1, 3, height, width] in pixels, 0 to 1 */
  image: FloatTensor;
  weight: number;
  span: ControlSpan;
  /** [1, 1, height, width] of the latents, 0 to 1; null = everywhere */
  mask: FloatTensor | null;
}

/**
 * The residuals of a step, or null when no control acts in it.
 * @param index which question to the model, of `count`
 * @param unconditional with guess mode: how many entries in front of the batch see no control and get zeros
 */
export async function stackedResiduals(tasks: readonly ControlTask[], feeds: StepFeeds, index: number, count: number, guessMode: GuessMode, unconditional: number): Promise<Residuals | null> {
  let sum: Residuals | null = null;
  const batch = feeds.timesteps.length;
  for (const { part, image, weight, span, mask } of tasks) {
    if (weight === 0 || !controlActs(span, index, count)) continue;
    const scales = residualScales(residualChannels(part.config.plan).length + 1, weight, guessMode);
    const residuals = await part.run({
      ...feeds,
      image: repeatBatch(image, batch),
      scales: { data: Float32Array.from(scales), shape: [1, scales.length] },
      ...(mask === null ? {} : { mask }),
    });
    sum = sum === null ? residuals : residuals.map((residual, level) => added(residual, sum![level]!));
  }
  return sum === null || unconditional === 0 ? sum : sum.map((residual) => withZerosInFront(residual, unconditional));
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
