/** Euler steps below the next noise level and noise up to it. Follows diffusers' EulerAncestralDiscreteScheduler. */
import * as z from "zod";
import { ZERO_SNR_FLOOR } from "./betas.js";
import { commonOptions, readSchedulerOptions, requiredNoise } from "./configuration.js";
import { checkLengths, float32, root, square, weightedSum } from "./float32.js";
import type { StepOptions } from "./scheduler.js";
import { derivative, originalOfSigma } from "./sigma-schedule.js";
import { SigmaScheduler } from "./sigma-scheduler.js";

const NAME = "EulerAncestralDiscreteScheduler";

/** Keys of an Euler ancestral configuration. */
export const eulerAncestralOptions = z.object({
  ...commonOptions,
  prediction_type: z.enum(["epsilon", "v_prediction"]).default("epsilon"),
  rescale_betas_zero_snr: z.boolean().default(false),
});

/** Euler steps with fresh noise in each. */
export class EulerAncestralScheduler extends SigmaScheduler<z.infer<typeof eulerAncestralOptions>> {
  readonly order = 1;
  readonly needsNoise = true;

  constructor(config: Readonly<Record<string, unknown>>) {
    super(NAME, readSchedulerOptions(NAME, eulerAncestralOptions, config), ZERO_SNR_FLOOR);
  }

  step(modelOutput: Float32Array, timestep: number, sample: Float32Array, options: StepOptions = {}): { prevSample: Float32Array } {
    const noise = requiredNoise(NAME, options.noise);
    checkLengths(sample, { modelOutput, noise });
    const index = this.position.current(timestep);
    const sigma = this.sigmas[index]!;
    const next = this.sigmas[index + 1]!;
    const variance = float32(float32(square(next) * float32(square(sigma) - square(next))) / square(sigma));
    const up = root(variance);
    const down = root(float32(square(next) - square(up)));
    const slope = derivative(sample, originalOfSigma(this.options.prediction_type, modelOutput, sample, sigma), sigma);
    this.position.advance();
    return { prevSample: weightedSum([1, sample], [float32(down - sigma), slope], [up, noise]) };
  }
}
