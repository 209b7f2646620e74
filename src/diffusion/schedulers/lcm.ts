/** Latent consistency models (Luo et al. 2023): few steps, each to the image and back. Follows diffusers' LCMScheduler. */
import * as z from "zod";
import { BETA_SCHEDULES, alphasCumprod } from "./betas.js";
import { checkSteps, commonOptions, onlyFalse, readSchedulerOptions, requiredNoise } from "./configuration.js";
import { alphaAt, withNoiseOfTimestep } from "./ddpm-noise.js";
import { checkLengths, clipped, divided, float32, root, square, weightedSum } from "./float32.js";
import type { Scheduler, StepOptions } from "./scheduler.js";
import { StepPosition } from "./step-position.js";

const NAME = "LCMScheduler";

/** Keys of an LCM configuration. */
export const lcmOptions = z.object({
  ...commonOptions,
  beta_start: z.number().positive().default(0.00085),
  beta_end: z.number().positive().default(0.012),
  beta_schedule: z.enum(BETA_SCHEDULES).default("scaled_linear"),
  original_inference_steps: z.int().min(1).default(50),
  timestep_scaling: z.number().positive().default(10),
  clip_sample: z.boolean().default(false),
  clip_sample_range: z.number().positive().default(1),
  set_alpha_to_one: z.boolean().default(true),
  thresholding: onlyFalse(),
  rescale_betas_zero_snr: z.boolean().default(false),
});

/** The scheduler of LCM-LoRA. */
export class LcmScheduler implements Scheduler {
  readonly className = NAME;
  readonly order = 1;
  readonly initNoiseSigma = 1;
  readonly needsNoise = true;
  readonly #options: z.infer<typeof lcmOptions>;
  readonly #alphas: Float32Array;
  readonly #position = new StepPosition(NAME);

  constructor(config: Readonly<Record<string, unknown>>) {
    this.#options = readSchedulerOptions(NAME, lcmOptions, config);
    this.#alphas = alphasCumprod(this.#options);
    checkSteps(`${NAME}: original_inference_steps`, this.#options.original_inference_steps, this.#options.num_train_timesteps);
  }

  get timesteps(): readonly number[] {
    return this.#position.timesteps;
  }

  setTimesteps(steps: number): void {
    const { num_train_timesteps: trainSteps, original_inference_steps: originalSteps } = this.#options;
    checkSteps(NAME, steps, originalSteps);
    const stride = Math.floor(trainSteps / originalSteps);
    const skip = originalSteps / steps;
    this.#position.restart(Array.from({ length: steps }, (_, i) => (originalSteps - Math.floor(i * skip)) * stride - 1));
  }

  setBeginIndex(index: number): void {
    this.#position.beginAt(index);
  }

  scaleModelInput(sample: Float32Array): Float32Array {
    return sample;
  }

  addNoise(sample: Float32Array, noise: Float32Array, timestep: number): Float32Array {
    return withNoiseOfTimestep(this.#alphas, sample, noise, timestep);
  }

  step(modelOutput: Float32Array, timestep: number, sample: Float32Array, options: StepOptions = {}): { prevSample: Float32Array } {
    checkLengths(sample, { modelOutput, ...(options.noise ? { noise: options.noise } : {}) });
    const index = this.#position.current(timestep);
    const next = this.timesteps[index + 1];
    const alpha = alphaAt(this.#alphas, timestep);
    const original = this.#original(modelOutput, sample, root(alpha), root(float32(1 - alpha)));
    const clean = this.#options.clip_sample ? clipped(original, this.#options.clip_sample_range) : original;

    // Boundary scalings with sigma_data = 0.5: the model is exact at timestep 0.
    const scaled = float32(timestep * float32(this.#options.timestep_scaling));
    const sum = float32(square(scaled) + 0.25);
    const denoised = weightedSum([float32(scaled / root(sum)), clean], [float32(0.25 / sum), sample]);
    let prevSample = denoised;
    if (next !== undefined) {
      const nextAlpha = alphaAt(this.#alphas, next);
      prevSample = weightedSum([root(nextAlpha), denoised], [root(float32(1 - nextAlpha)), requiredNoise(NAME, options.noise)]);
    }
    this.#position.advance();
    return { prevSample };
  }

  #original(output: Float32Array, sample: Float32Array, rootAlpha: number, rootBeta: number): Float32Array {
    switch (this.#options.prediction_type) {
      case "epsilon": return divided(weightedSum([1, sample], [-rootBeta, output]), rootAlpha);
      case "sample": return output;
      case "v_prediction": return weightedSum([rootAlpha, sample], [-rootBeta, output]);
    }
  }
}
