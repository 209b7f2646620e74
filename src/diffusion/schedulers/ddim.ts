/** DDIM (Song et al. 2021), formulas (12) and (16); eta 1 is DDPM's noise. Follows diffusers' DDIMScheduler. */
import * as z from "zod";
import { alphasCumprod } from "./betas.js";
import { PREDICTION_TYPES, checkSteps, commonOptions, onlyFalse, readSchedulerOptions, requiredNoise } from "./configuration.js";
import { alphaAt, withNoiseOfTimestep } from "./ddpm-noise.js";
import { checkLengths, clipped, divided, float32, root, square, weightedSum } from "./float32.js";
import type { Scheduler, StepOptions } from "./scheduler.js";
import { TIMESTEP_SPACINGS, spacedTimesteps } from "./timestep-spacing.js";

const NAME = "DDIMScheduler";

/** Keys of a DDIM configuration; `eta` is ours, diffusers takes it at each step. */
export const ddimOptions = z.object({
  ...commonOptions,
  timestep_spacing: z.enum(TIMESTEP_SPACINGS).default("leading"),
  prediction_type: z.enum(PREDICTION_TYPES).default("epsilon"),
  clip_sample: z.boolean().default(true),
  clip_sample_range: z.number().positive().default(1),
  set_alpha_to_one: z.boolean().default(true),
  thresholding: onlyFalse(),
  rescale_betas_zero_snr: z.boolean().default(false),
  eta: z.number().min(0).default(0),
});

/** The scheduler of the paper's images. */
export class DdimScheduler implements Scheduler {
  readonly className = NAME;
  readonly order = 1;
  readonly initNoiseSigma = 1;
  readonly needsNoise: boolean;
  readonly #options: z.infer<typeof ddimOptions>;
  readonly #alphas: Float32Array;
  readonly #finalAlpha: number;
  #timesteps: number[] = [];
  #stride = 1;

  constructor(config: Readonly<Record<string, unknown>>) {
    this.#options = readSchedulerOptions(NAME, ddimOptions, config);
    this.#alphas = alphasCumprod(this.#options);
    this.#finalAlpha = this.#options.set_alpha_to_one ? 1 : this.#alphas[0]!;
    this.needsNoise = this.#options.eta > 0;
  }

  get timesteps(): readonly number[] {
    return this.#timesteps;
  }

  setTimesteps(steps: number): void {
    const { num_train_timesteps: trainSteps, timestep_spacing: spacing, steps_offset: offset } = this.#options;
    checkSteps(NAME, steps, trainSteps);
    this.#timesteps = spacedTimesteps({ spacing, trainSteps, steps, offset });
    this.#stride = Math.floor(trainSteps / steps);
  }

  setBeginIndex(): void {
    // Each step knows its place by its timestep.
  }

  scaleModelInput(sample: Float32Array): Float32Array {
    return sample;
  }

  addNoise(sample: Float32Array, noise: Float32Array, timestep: number): Float32Array {
    return withNoiseOfTimestep(this.#alphas, sample, noise, timestep);
  }

  step(modelOutput: Float32Array, timestep: number, sample: Float32Array, options: StepOptions = {}): { prevSample: Float32Array } {
    checkLengths(sample, { modelOutput, ...(options.noise ? { noise: options.noise } : {}) });
    const eta = float32(options.eta ?? this.#options.eta);
    const alpha = alphaAt(this.#alphas, timestep);
    const previousTimestep = timestep - this.#stride;
    const previousAlpha = previousTimestep >= 0 ? alphaAt(this.#alphas, previousTimestep) : this.#finalAlpha;
    const beta = float32(1 - alpha);

    const { original, epsilon } = this.#predictions(modelOutput, sample, root(alpha), root(beta));
    const clean = this.#options.clip_sample ? clipped(original, this.#options.clip_sample_range) : original;

    const betaRatio = float32(float32(1 - previousAlpha) / beta);
    const variance = float32(betaRatio * float32(1 - float32(alpha / previousAlpha)));
    const deviation = float32(eta * root(variance));
    // Where all of the noise is renewed, rounding can leave a negative rest, of which diffusers' root is NaN.
    const direction = root(Math.max(0, float32(float32(1 - previousAlpha) - square(deviation))));
    const prevSample = weightedSum([root(previousAlpha), clean], [direction, epsilon]);
    if (eta === 0) return { prevSample };
    return { prevSample: weightedSum([1, prevSample], [deviation, requiredNoise(NAME, options.noise)]) };
  }

  #predictions(output: Float32Array, sample: Float32Array, rootAlpha: number, rootBeta: number): { original: Float32Array; epsilon: Float32Array } {
    switch (this.#options.prediction_type) {
      case "epsilon": return { original: divided(weightedSum([1, sample], [-rootBeta, output]), rootAlpha), epsilon: output };
      case "sample": return { original: output, epsilon: divided(weightedSum([1, sample], [-rootAlpha, output]), rootBeta) };
      case "v_prediction":
        return { original: weightedSum([rootAlpha, sample], [-rootBeta, output]), epsilon: weightedSum([rootAlpha, output], [rootBeta, sample]) };
    }
  }
}
