/** Euler's method in sigma (Karras et al. 2022, algorithm 2 without churn). Follows diffusers' EulerDiscreteScheduler. */
import * as z from "zod";
import { ZERO_SNR_FLOOR, alphasCumprod } from "./betas.js";
import { PREDICTION_TYPES, checkSteps, commonOptions, readSchedulerOptions, sigmaOptions } from "./configuration.js";
import { checkLengths, float32, logarithm, weightedSum } from "./float32.js";
import type { Scheduler } from "./scheduler.js";
import { derivative, firstSigma, originalOfSigma, scaledForModel, sigmaSchedule, withNoiseOfSigma } from "./sigma-schedule.js";
import { sigmaTable } from "./sigmas.js";
import { StepPosition } from "./step-position.js";

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
export class EulerScheduler implements Scheduler {
  readonly className = NAME;
  readonly order = 1;
  readonly needsNoise = false;
  readonly #options: z.infer<typeof eulerOptions>;
  readonly #alphas: Float32Array;
  readonly #position = new StepPosition(NAME);
  #sigmas: Float32Array;

  constructor(config: Readonly<Record<string, unknown>>) {
    this.#options = readSchedulerOptions(NAME, eulerOptions, config);
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
    const continuous = this.#options.timestep_type === "continuous" && this.#options.prediction_type === "v_prediction";
    this.#position.restart(continuous ? [...sigmas.slice(0, -1)].map((sigma) => float32(0.25 * logarithm(sigma))) : timesteps);
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
    const prediction = this.#options.prediction_type === "original_sample" ? "sample" : this.#options.prediction_type;
    const slope = derivative(sample, originalOfSigma(prediction, modelOutput, sample, sigma), sigma);
    this.#position.advance();
    return { prevSample: weightedSum([1, sample], [float32(this.#sigmas[index + 1]! - sigma), slope]) };
  }
}
