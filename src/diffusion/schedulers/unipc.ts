/** UniPC (Zhao et al. 2023): every step corrects the one before at no cost. Follows diffusers' UniPCMultistepScheduler. */
import * as z from "zod";
import { ZERO_SNR_FLOOR, alphasCumprod } from "./betas.js";
import { checkSteps, commonOptions, onlyFalse, readSchedulerOptions, sigmaOptions } from "./configuration.js";
import { checkLengths } from "./float32.js";
import { epsilonOfLevel, multistepSchedule, noiseLevel, originalOfLevel, withNoiseOfLevel } from "./multistep-schedule.js";
import type { Scheduler } from "./scheduler.js";
import { StepPosition } from "./step-position.js";
import { type UniPcFormula, correct, predict } from "./unipc-updates.js";

const NAME = "UniPCMultistepScheduler";

/** Keys of a UniPC configuration; solver types of related schedulers mean what diffusers makes of them. */
export const unipcOptions = z.object({
  ...commonOptions,
  ...sigmaOptions,
  solver_order: z.int().min(1).default(2),
  predict_x0: z.boolean().default(true),
  solver_type: z.enum(["bh1", "bh2", "midpoint", "heun", "logrho"]).default("bh2").transform((name): UniPcFormula["solver"] => (name === "bh1" ? name : "bh2")),
  lower_order_final: z.boolean().default(true),
  disable_corrector: z.array(z.int()).default([]),
  solver_p: z.undefined({ error: "another predictor is not supported" }).optional(),
  use_flow_sigmas: onlyFalse(),
  use_dynamic_shifting: onlyFalse(),
  thresholding: onlyFalse(),
  final_sigmas_type: z.enum(["zero", "sigma_min"]).default("zero"),
  rescale_betas_zero_snr: z.boolean().default(false),
});

/** Predictor and corrector in one pass. */
export class UniPcScheduler implements Scheduler {
  readonly className = NAME;
  readonly order = 1;
  readonly initNoiseSigma = 1;
  readonly needsNoise = false;
  readonly #options: z.infer<typeof unipcOptions>;
  readonly #alphas: Float32Array;
  readonly #position = new StepPosition(NAME);
  #sigmas: Float32Array = new Float32Array(0);
  /** Newest first. */
  #predictions: Float32Array[] = [];
  #lastSample: Float32Array | null = null;
  #lastOrder = 0;

  constructor(config: Readonly<Record<string, unknown>>) {
    this.#options = readSchedulerOptions(NAME, unipcOptions, config);
    this.#alphas = alphasCumprod(this.#options, ZERO_SNR_FLOOR);
  }

  get timesteps(): readonly number[] {
    return this.#position.timesteps;
  }

  setTimesteps(steps: number): void {
    checkSteps(NAME, steps, this.#options.num_train_timesteps);
    const variant = { end: this.#options.num_train_timesteps, roundTimesteps: true, finalOfRespaced: true };
    const { timesteps, sigmas } = multistepSchedule(this.#options, variant, this.#alphas, steps);
    this.#sigmas = sigmas;
    this.#position.restart(timesteps);
    this.#predictions = [];
    this.#lastSample = null;
  }

  setBeginIndex(index: number): void {
    this.#position.beginAt(index);
  }

  scaleModelInput(sample: Float32Array): Float32Array {
    return sample;
  }

  addNoise(sample: Float32Array, noise: Float32Array, timestep: number): Float32Array {
    return withNoiseOfLevel(sample, noise, noiseLevel(this.#sigmas[this.#position.forNoise(timestep)]!));
  }

  step(modelOutput: Float32Array, timestep: number, sample: Float32Array): { prevSample: Float32Array } {
    checkLengths(sample, { modelOutput });
    const { solver_type: solver, predict_x0: predictsOriginal, solver_order: highest, prediction_type: prediction } = this.#options;
    const formula: UniPcFormula = { solver, predictsOriginal };
    const index = this.#position.current(timestep);
    const convert = predictsOriginal ? originalOfLevel : epsilonOfLevel;
    const output = convert(prediction, modelOutput, sample, noiseLevel(this.#sigmas[index]!));

    let corrected = sample;
    if (index > 0 && this.#lastSample !== null && !this.#options.disable_corrector.includes(index - 1)) {
      const step = { sample: this.#lastSample, ...this.#history(index - 1, this.#lastOrder), target: noiseLevel(this.#sigmas[index]!) };
      corrected = correct(formula, step, output);
    }
    this.#predictions = [output, ...this.#predictions].slice(0, highest);
    const allowed = this.#options.lower_order_final ? Math.min(highest, this.timesteps.length - index) : highest;
    this.#lastOrder = Math.min(allowed, this.#predictions.length);
    this.#lastSample = corrected;
    const prevSample = predict(formula, { sample: corrected, ...this.#history(index, this.#lastOrder), target: noiseLevel(this.#sigmas[index + 1]!) });
    this.#position.advance();
    return { prevSample };
  }

  /** The newest predictions, made at `index` and before, and their levels. */
  #history(index: number, order: number) {
    return { predictions: this.#predictions.slice(0, order), levels: Array.from({ length: order }, (_, i) => noiseLevel(this.#sigmas[index - i]!)) };
  }
}
