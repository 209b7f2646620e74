/** DPM-Solver++ (2M and relatives; Lu et al. 2022). Follows diffusers' DPMSolverMultistepScheduler. */
import * as z from "zod";
import { DatasetError } from "../../core/errors.js";
import { ZERO_SNR_FLOOR, alphasCumprod } from "./betas.js";
import { checkSteps, commonOptions, onlyFalse, readSchedulerOptions, requiredNoise, sigmaOptions } from "./configuration.js";
import { DPM_ALGORITHMS, dpmUpdate } from "./dpm-solver-updates.js";
import { checkLengths, float32, logarithm, root } from "./float32.js";
import { epsilonOfLevel, multistepSchedule, noiseLevel, originalOfLevel, withNoiseOfLevel } from "./multistep-schedule.js";
import type { Scheduler, StepOptions } from "./scheduler.js";
import { StepPosition } from "./step-position.js";

const NAME = "DPMSolverMultistepScheduler";

/** Below so many steps the last ones are taken with lower order. */
const FEW_STEPS = 15;

/** Keys of a DPM-Solver configuration; values of related schedulers mean what diffusers makes of them. */
export const dpmSolverMultistepOptions = z.object({
  ...commonOptions,
  ...sigmaOptions,
  solver_order: z.int().min(1).max(3).default(2),
  algorithm_type: z.enum([...DPM_ALGORITHMS, "deis"]).default("dpmsolver++").transform((name) => (name === "deis" ? "dpmsolver++" : name)),
  solver_type: z.enum(["midpoint", "heun", "logrho", "bh1", "bh2"]).default("midpoint").transform((name) => (name === "heun" ? name : "midpoint")),
  lower_order_final: z.boolean().default(true),
  euler_at_final: z.boolean().default(false),
  use_lu_lambdas: z.boolean().default(false),
  use_flow_sigmas: onlyFalse(),
  use_dynamic_shifting: onlyFalse(),
  thresholding: onlyFalse(),
  final_sigmas_type: z.enum(["zero", "sigma_min"]).default("zero"),
  // JSON has no infinity: readers of diffusers' files may hand it on as a number, as text, or leave it out.
  lambda_min_clipped: z.union([z.number(), z.literal([-Infinity]), z.enum(["-Infinity", "-inf"]).transform(() => -Infinity)]).default(-Infinity),
  variance_type: z.undefined({ error: "learned variances are not supported" }).optional(),
  rescale_betas_zero_snr: z.boolean().default(false),
});

/** The usual choice at ten to thirty steps. */
export class DpmSolverMultistepScheduler implements Scheduler {
  readonly className = NAME;
  readonly order = 1;
  readonly initNoiseSigma = 1;
  readonly needsNoise: boolean;
  readonly #options: z.infer<typeof dpmSolverMultistepOptions>;
  readonly #alphas: Float32Array;
  readonly #position = new StepPosition(NAME);
  #sigmas: Float32Array = new Float32Array(0);
  /** Newest first. */
  #predictions: Float32Array[] = [];

  constructor(config: Readonly<Record<string, unknown>>) {
    this.#options = readSchedulerOptions(NAME, dpmSolverMultistepOptions, config);
    const { algorithm_type: algorithm, final_sigmas_type: final, solver_order: order } = this.#options;
    if (!algorithm.endsWith("++") && final === "zero") {
      throw new DatasetError("E_MODEL", `${NAME}: algorithm_type ${algorithm} cannot end at sigma zero`, { hint: "Set final_sigmas_type to sigma_min.", subject: "final_sigmas_type" });
    }
    if (algorithm === "sde-dpmsolver" && order === 3) {
      throw new DatasetError("E_MODEL", `${NAME}: algorithm_type sde-dpmsolver has no solver_order 3`, { hint: "Set solver_order to 2.", subject: "solver_order" });
    }
    this.#alphas = alphasCumprod(this.#options, ZERO_SNR_FLOOR);
    this.needsNoise = algorithm.startsWith("sde");
  }

  get timesteps(): readonly number[] {
    return this.#position.timesteps;
  }

  setTimesteps(steps: number): void {
    const options = this.#options;
    checkSteps(NAME, steps, options.num_train_timesteps);
    // The noisiest timesteps may be left out: those whose lambda is below the limit.
    const skipped = this.#alphas.filter((alpha) => float32(logarithm(root(alpha)) - logarithm(root(float32(1 - alpha)))) < float32(options.lambda_min_clipped)).length;
    const variant = { end: options.num_train_timesteps - skipped, roundTimesteps: options.beta_schedule !== "squaredcos_cap_v2", finalOfRespaced: false };
    const { timesteps, sigmas } = multistepSchedule(options, variant, this.#alphas, steps);
    this.#sigmas = sigmas;
    this.#position.restart(timesteps);
    this.#predictions = [];
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

  step(modelOutput: Float32Array, timestep: number, sample: Float32Array, options: StepOptions = {}): { prevSample: Float32Array } {
    const noise = this.needsNoise ? requiredNoise(NAME, options.noise) : undefined;
    checkLengths(sample, { modelOutput, ...(noise ? { noise } : {}) });
    const { algorithm_type: algorithm, solver_type: solver, solver_order: highest, prediction_type: prediction } = this.#options;
    const index = this.#position.current(timestep);
    const here = noiseLevel(this.#sigmas[index]!);
    const convert = algorithm.endsWith("++") ? originalOfLevel : epsilonOfLevel;
    this.#predictions = [convert(prediction, modelOutput, sample, here), ...this.#predictions].slice(0, highest);
    const order = Math.min(this.#predictions.length, this.#orderAt(index));
    const levels = Array.from({ length: order + 1 }, (_, i) => noiseLevel(this.#sigmas[index + 1 - i]!));
    const prevSample = dpmUpdate({ algorithm, solver }, { sample, noise, predictions: this.#predictions.slice(0, order), levels });
    this.#position.advance();
    return { prevSample };
  }

  /** The highest order that is stable here: lower in the last steps of short runs, and where noise ends. */
  #orderAt(index: number): number {
    const { lower_order_final: lower, euler_at_final: euler, final_sigmas_type: final } = this.#options;
    const left = this.timesteps.length - index;
    const few = lower && this.timesteps.length < FEW_STEPS;
    if (left === 1 && (euler || few || final === "zero")) return 1;
    return left === 2 && few ? 2 : 3;
  }
}
