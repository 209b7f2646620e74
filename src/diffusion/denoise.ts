/** The loop of diffusion: from noise to latents, step by step. Knows neither files nor networks; it is given functions. */
import { guided, rescaledGuidance } from "./guidance.js";
import type { FloatTensor } from "../nn/graph/float-tensor.js";
import { drawBatch, type NoiseSource } from "./noise.js";
import type { Scheduler } from "./schedulers/scheduler.js";
import { repeatBatch, sliceBatch } from "./tensor-batch.js";

/** One question to the model. */
export interface ModelQuestion {
  /** [batch or 2 × batch, channels, height, width]; with guidance the unconditional half comes first */
  sample: FloatTensor;
  timestep: number;
  /** Which question of the run, from 0, and how many there are. */
  index: number;
  count: number;
}

/** What a run of the loop is made of. */
export interface DenoiseOptions {
  scheduler: Scheduler;
  /** Pure noise times `initNoiseSigma`, or a noisy image; [batch, channels, height, width]. */
  latents: FloatTensor;
  /** Where in `scheduler.timesteps` to begin. */
  begin: number;
  /** Classifier-free guidance; null asks without the unconditional half. */
  guidance: number | null;
  /** See {@link rescaledGuidance}. */
  rescale: number;
  /** Where each sample's noise comes from, for schedulers that need it. */
  noise: readonly NoiseSource[];
  /** The model's output for a question, as large as its sample. */
  ask(question: ModelQuestion): Promise<FloatTensor>;
  signal?: AbortSignal;
  /** Told before the first question, when all is loaded, and after each. */
  onStep?(done: number, count: number): void;
}

/**
 * Takes all steps of the scheduler, which `setTimesteps` was called on.
 * @returns the latents, as large as those given
 */
export async function denoise(options: DenoiseOptions): Promise<FloatTensor> {
  const { scheduler, begin, guidance, noise } = options;
  const { shape } = options.latents;
  const timesteps = scheduler.timesteps.slice(begin);
  let latents = options.latents.data;
  const each = latents.length / shape[0]!;
  options.onStep?.(0, timesteps.length);
  for (let index = 0; index < timesteps.length; index++) {
    options.signal?.throwIfAborted();
    const timestep = timesteps[index]!;
    const input: FloatTensor = { data: scheduler.scaleModelInput(latents, timestep), shape };
    const question = { sample: guidance === null ? input : repeatBatch(input, 2), timestep, index, count: timesteps.length };
    const answer = await options.ask(question);
    const output = guidance === null ? answer.data : combined(answer, guidance, options.rescale, each);
    const given = scheduler.needsNoise ? { noise: drawBatch(noise, each) } : {};
    latents = scheduler.step(output, timestep, latents, given).prevSample;
    options.onStep?.(index + 1, timesteps.length);
  }
  return { data: latents, shape };
}

function combined(answer: FloatTensor, guidance: number, rescale: number, each: number): Float32Array {
  const half = answer.shape[0]! / 2;
  const conditional = sliceBatch(answer, half, 2 * half).data;
  const mixed = guided(sliceBatch(answer, 0, half).data, conditional, guidance);
  return rescaledGuidance(mixed, conditional, rescale, each);
}
