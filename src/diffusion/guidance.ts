/** How strongly prompt and control steer a step: classifier-free guidance, its rescaling, and the weights of residuals. */
import * as z from "zod";
import { cos, pow, sin } from "../core/math.js";
import { DatasetError } from "../core/errors.js";
import { checkLengths, exponential, float32, logarithm, weightedSum } from "./schedulers/float32.js";

/** Classifier-free guidance (Ho & Salimans 2022): unconditional + scale·(conditional − unconditional). */
export function guided(unconditional: Float32Array, conditional: Float32Array, scale: number): Float32Array {
  checkLengths(conditional, { unconditional });
  return weightedSum([1, unconditional], [float32(scale), weightedSum([1, conditional], [-1, unconditional])]);
}

/** Standard deviation of a sample's elements (n − 1), summed up in double. */
function deviation(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) * (value - mean);
  return Math.sqrt(squares / (values.length - 1));
}

/**
 * Guidance with the contrast of the conditional output (Lin et al. 2023, section 3.4), against over-exposed images.
 * @param combined what {@link guided} gave, a batch of samples one after the other
 * @param rescale 0 leaves it, 1 gives the conditional output's standard deviation
 * @param sampleLength elements of one sample
 */
export function rescaledGuidance(combined: Float32Array, conditional: Float32Array, rescale: number, sampleLength: number): Float32Array {
  checkLengths(combined, { conditional });
  if (rescale === 0) return combined;
  const result = new Float32Array(combined.length);
  for (let start = 0; start < combined.length; start += sampleLength) {
    const sample = combined.subarray(start, start + sampleLength);
    const ratio = float32(float32(deviation(conditional.subarray(start, start + sampleLength))) / float32(deviation(sample)));
    const contrasted = weightedSum([ratio, sample]);
    result.set(weightedSum([float32(rescale), contrasted], [float32(1 - rescale), sample]), start);
  }
  return result;
}

/**
 * Guidance as an input of models that were distilled from it (LCM's `time_cond_proj_dim`): sines, then cosines.
 * @param scale the guidance scale, as for {@link guided}
 * @param length elements of the embedding
 */
export function guidanceEmbedding(scale: number, length: number): Float32Array {
  const embedding = new Float32Array(length);
  const half = Math.floor(length / 2);
  const position = float32(float32(scale - 1) * 1000);
  const decay = float32(logarithm(10000) / (half - 1));
  for (let i = 0; i < half; i++) {
    const angle = float32(position * exponential(float32(i * -decay)));
    embedding[i] = sin(angle);
    embedding[half + i] = cos(angle);
  }
  return embedding;
}

/** Names of ways to weigh a ControlNet's residuals in guess mode, in which the unconditional half sees no control. */
export const GUESS_MODES = ["original", "diffusers"] as const;

/** Which ladder, if any. */
export type GuessMode = (typeof GUESS_MODES)[number] | null;

/**
 * Weights of a ControlNet's residuals, from the first to the middle block.
 * Plain: all `scale`. Guess mode: the original's 0.825^(n−1−i), or diffusers' even ratios from 0.1 to 1, times `scale`.
 * @param count residuals with the middle one: 13 in SD 1.5 and 2.1, 10 in SDXL
 */
export function residualScales(count: number, scale: number, guessMode: GuessMode): number[] {
  switch (guessMode) {
    case null: return new Array<number>(count).fill(scale);
    case "original": return Array.from({ length: count }, (_, i) => pow(0.825, count - 1 - i) * scale);
    case "diffusers": return Array.from({ length: count }, (_, i) => pow(10, i / (count - 1) - 1) * scale);
  }
}

/** When in a run a control acts: shares of its steps, from `start` up to `end`. */
export const controlSpan = z
  .strictObject({
    start: z.number().min(0).max(1).default(0).describe("share of the steps before the controls begin"),
    end: z.number().min(0).max(1).default(1).describe("share of the steps after which they end"),
  })
  .refine(({ start, end }) => start < end, { error: "start must be below end" });

/** A span of {@link controlSpan}. */
export type ControlSpan = z.infer<typeof controlSpan>;

/** Whether a control acts on a question to the model; steps that lie only partly in the span are left out. */
export function controlActs({ start, end }: ControlSpan, index: number, count: number): boolean {
  return !(index / count < start || (index + 1) / count > end);
}

/**
 * Where in `scheduler.timesteps` an image-to-image run begins.
 * @param strength share of the steps that are taken: 1 all, from pure noise; above 0
 * @param order of the scheduler
 */
export function firstTimestepIndex(steps: number, strength: number, order: number): number {
  const taken = Math.min(Math.floor(steps * strength), steps);
  if (strength > 0 && strength <= 1 && taken >= 1) return (steps - taken) * order;
  throw new DatasetError("E_OPTION", `strength ${strength} of ${steps} steps leaves no step to take`, { hint: "Give a strength from above 0 to 1, or more steps.", subject: "strength" });
}
