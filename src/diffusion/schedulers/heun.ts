/** Heun's method in sigma (Karras et al. 2022, algorithm 1): two questions to the model a step. Follows diffusers' HeunDiscreteScheduler. */
import * as z from "zod";
import { BETA_SCHEDULES, alphasCumprod } from "./betas.js";
import { checkSteps, commonOptions, readSchedulerOptions, sigmaOptions } from "./configuration.js";
import { checkLengths, clipped, divided, float32, weightedSum } from "./float32.js";
import type { Scheduler } from "./scheduler.js";
import { derivative, firstSigma, originalOfSigma, scaledForModel, sigmaSchedule, withNoiseOfSigma } from "./sigma-schedule.js";
import { sigmaTable } from "./sigmas.js";
import { StepPosition } from "./step-position.js";

const NAME = "HeunDiscreteScheduler";

/** Keys of a Heun configuration. */
export const heunOptions = z.object({
  ...commonOptions,
  ...sigmaOptions,
  beta_start: z.number().positive().default(0.00085),
  beta_end: z.number().positive().default(0.012),
  beta_schedule: z.enum([...BETA_SCHEDULES, "exp"]).default("linear"),
  clip_sample: z.boolean().default(false),
  clip_sample_range: z.number().positive().default(1),
});

/** A first-order try, waiting for the model's answer at its end. */
interface HalfStep {
  sample: Float32Array;
  slope: Float32Array;
  change: number;
}

/** Second-order steps. */
export class HeunScheduler implements Scheduler {
  readonly className = NAME;
  readonly order = 2;
  readonly needsNoise = false;
  readonly #options: z.infer<typeof heunOptions>;
  readonly #alphas: Float32Array;
  readonly #position = new StepPosition(NAME);
  #sigmas: Float32Array;
  #half: HalfStep | null = null;

  constructor(config: Readonly<Record<string, unknown>>) {
    this.#options = readSchedulerOptions(NAME, heunOptions, config);
    this.#alphas = alphasCumprod(this.#options);
    this.#sigmas = sigmaTable(this.#alphas);
  }

  get timesteps(): readonly number[] {
    return this.#position.timesteps;
  }

  get initNoiseSigma(): number {
    return firstSigma(this.#sigmas, this.#options.timestep_spacing);
  }

  setTimesteps(steps: number): void {
    checkSteps(NAME, steps, this.#options.num_train_timesteps);
    const { timesteps, sigmas } = sigmaSchedule(this.#options, this.#alphas, steps);
    const last = sigmas.length - 1;
    this.#sigmas = Float32Array.from([...sigmas].flatMap((sigma, i) => (i === 0 || i === last ? [sigma] : [sigma, sigma])));
    this.#position.restart(timesteps.flatMap((timestep, i) => (i === 0 ? [timestep] : [timestep, timestep])));
    this.#half = null;
  }

  setBeginIndex(index: number): void {
    this.#position.beginAt(index);
  }

  scaleModelInput(sample: Float32Array, timestep: number): Float32Array {
    return scaledForModel(sample, this.#sigmas[this.#position.current(timestep)]!);
  }

  addNoise(sample: Float32Array, noise: Float32Array, timestep: number): Float32Array {
    return withNoiseOfSigma(sample, noise, this.#sigmas[this.#position.forNoise(timestep)]!);
  }

  step(modelOutput: Float32Array, timestep: number, sample: Float32Array): { prevSample: Float32Array } {
    checkLengths(sample, { modelOutput });
    const index = this.#position.current(timestep);
    const sigma = this.#sigmas[index]!;
    const original = originalOfSigma(this.#options.prediction_type, modelOutput, sample, sigma);
    const slope = derivative(sample, this.#options.clip_sample ? clipped(original, this.#options.clip_sample_range) : original, sigma);
    const half = this.#half;
    this.#position.advance();
    if (half === null) {
      const change = float32(this.#sigmas[index + 1]! - sigma);
      this.#half = { sample, slope, change };
      return { prevSample: weightedSum([1, sample], [change, slope]) };
    }
    this.#half = null;
    const mean = divided(weightedSum([1, half.slope], [1, slope]), 2);
    return { prevSample: weightedSum([1, half.sample], [half.change, mean]) };
  }
}
