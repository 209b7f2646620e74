/** Euler steps below the next noise level and noise up to it. Follows diffusers' EulerAncestralDiscreteScheduler. */
import * as z from "zod";
import { ZERO_SNR_FLOOR, alphasCumprod } from "./betas.js";
import { checkSteps, commonOptions, readSchedulerOptions, requiredNoise } from "./configuration.js";
import { checkLengths, float32, root, square, weightedSum } from "./float32.js";
import type { Scheduler, StepOptions } from "./scheduler.js";
import { derivative, firstSigma, originalOfSigma, scaledForModel, sigmaSchedule, withNoiseOfSigma } from "./sigma-schedule.js";
import { sigmaTable } from "./sigmas.js";
import { StepPosition } from "./step-position.js";

const NAME = "EulerAncestralDiscreteScheduler";

/** Keys of an Euler ancestral configuration. */
export const eulerAncestralOptions = z.object({
  ...commonOptions,
  prediction_type: z.enum(["epsilon", "v_prediction"]).default("epsilon"),
  rescale_betas_zero_snr: z.boolean().default(false),
});

/** Euler steps with fresh noise in each. */
export class EulerAncestralScheduler implements Scheduler {
  readonly className = NAME;
  readonly order = 1;
  readonly needsNoise = true;
  readonly #options: z.infer<typeof eulerAncestralOptions>;
  readonly #alphas: Float32Array;
  readonly #position = new StepPosition(NAME);
  #sigmas: Float32Array;

  constructor(config: Readonly<Record<string, unknown>>) {
    this.#options = readSchedulerOptions(NAME, eulerAncestralOptions, config);
    this.#alphas = alphasCumprod(this.#options, ZERO_SNR_FLOOR);
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
    this.#sigmas = sigmas;
    this.#position.restart(timesteps);
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

  step(modelOutput: Float32Array, timestep: number, sample: Float32Array, options: StepOptions = {}): { prevSample: Float32Array } {
    const noise = requiredNoise(NAME, options.noise);
    checkLengths(sample, { modelOutput, noise });
    const index = this.#position.current(timestep);
    const sigma = this.#sigmas[index]!;
    const next = this.#sigmas[index + 1]!;
    const variance = float32(float32(square(next) * float32(square(sigma) - square(next))) / square(sigma));
    const up = root(variance);
    const down = root(float32(square(next) - square(up)));
    const slope = derivative(sample, originalOfSigma(this.#options.prediction_type, modelOutput, sample, sigma), sigma);
    this.#position.advance();
    return { prevSample: weightedSum([1, sample], [float32(down - sigma), slope], [up, noise]) };
  }
}
