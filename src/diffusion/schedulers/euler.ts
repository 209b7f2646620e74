/** Euler's method in sigma (Karras et al. 2022, algorithm 2 without churn). Follows diffusers' EulerDiscreteScheduler. */
import * as z from "zod";
import { ZERO_SNR_FLOOR } from "./betas.js";
import { PREDICTION_TYPES, commonOptions, readSchedulerOptions, sigmaOptions } from "./configuration.js";
import { checkLengths, float32, logarithm, weightedSum } from "./float32.js";
import { derivative, originalOfSigma } from "./sigma-schedule.js";
import { SigmaScheduler } from "./sigma-scheduler.js";

const NAME = "EulerDiscreteScheduler";

/** Keys of an Euler configuration. */
export const eulerOptions = z.object({
  ...commonOptions,
  ...sigmaOptions,
  prediction_type: z.enum([...PREDICTION_TYPES, "original_sample"]).default("epsilon"),
  interpolation_type: z.enum(["linear", "log_linear"]).default("linear"),
  timestep_type: z.enum(["discrete", "continuous"]).default("discrete"),
  rescale_betas_zero_snr: z.boolean().default(false),
  final_sigmas_type: z.enum(["zero", "sigma_min"]).default("zero"),
});

/** Plain Euler steps. */
export class EulerScheduler extends SigmaScheduler<z.infer<typeof eulerOptions>> {
  readonly order = 1;
  readonly needsNoise = false;

  constructor(config: Readonly<Record<string, unknown>>) {
    super(NAME, readSchedulerOptions(NAME, eulerOptions, config), ZERO_SNR_FLOOR);
  }

  protected override begin(timesteps: readonly number[], sigmas: Float32Array): void {
    const continuous = this.options.timestep_type === "continuous" && this.options.prediction_type === "v_prediction";
    super.begin(continuous ? [...sigmas.slice(0, -1)].map((sigma) => float32(0.25 * logarithm(sigma))) : timesteps, sigmas);
  }

  step(modelOutput: Float32Array, timestep: number, sample: Float32Array): { prevSample: Float32Array } {
    checkLengths(sample, { modelOutput });
    const index = this.position.current(timestep);
    const sigma = this.sigmas[index]!;
    const prediction = this.options.prediction_type === "original_sample" ? "sample" : this.options.prediction_type;
    const slope = derivative(sample, originalOfSigma(prediction, modelOutput, sample, sigma), sigma);
    this.position.advance();
    return { prevSample: weightedSum([1, sample], [float32(this.sigmas[index + 1]! - sigma), slope]) };
  }
}
