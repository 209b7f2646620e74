/** Heun's method in sigma (Karras et al. 2022, algorithm 1): two questions to the model a step. Follows diffusers' HeunDiscreteScheduler. */
import * as z from "zod";
import { BETA_SCHEDULES } from "./betas.js";
import { commonOptions, readSchedulerOptions, sigmaOptions } from "./configuration.js";
import { checkLengths, clipped, divided, float32, weightedSum } from "./float32.js";
import { derivative, originalOfSigma } from "./sigma-schedule.js";
import { SigmaScheduler } from "./sigma-scheduler.js";

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
export class HeunScheduler extends SigmaScheduler<z.infer<typeof heunOptions>> {
  readonly order = 2;
  readonly needsNoise = false;
  #half: HalfStep | null = null;

  constructor(config: Readonly<Record<string, unknown>>) {
    super(NAME, readSchedulerOptions(NAME, heunOptions, config));
  }

  protected override begin(timesteps: readonly number[], sigmas: Float32Array): void {
    const last = sigmas.length - 1;
    const twice = <T>(list: Iterable<T>, isOnce: (place: number) => boolean): T[] => [...list].flatMap((value, place) => (isOnce(place) ? [value] : [value, value]));
    super.begin(twice(timesteps, (place) => place === 0), Float32Array.from(twice(sigmas, (place) => place === 0 || place === last)));
    this.#half = null;
  }

  step(modelOutput: Float32Array, timestep: number, sample: Float32Array): { prevSample: Float32Array } {
    checkLengths(sample, { modelOutput });
    const index = this.position.current(timestep);
    const sigma = this.sigmas[index]!;
    const original = originalOfSigma(this.options.prediction_type, modelOutput, sample, sigma);
    const slope = derivative(sample, this.options.clip_sample ? clipped(original, this.options.clip_sample_range) : original, sigma);
    const half = this.#half;
    this.position.advance();
    if (half === null) {
      const change = float32(this.sigmas[index + 1]! - sigma);
      this.#half = { sample, slope, change };
      return { prevSample: weightedSum([1, sample], [change, slope]) };
    }
    this.#half = null;
    const mean = divided(weightedSum([1, half.slope], [1, slope]), 2);
    return { prevSample: weightedSum([1, half.sample], [half.change, mean]) };
  }
}
