/** Pseudo numerical methods (Liu et al. 2022), with or without Runge-Kutta start. Follows diffusers' PNDMScheduler. */
import * as z from "zod";
import { alphasCumprod } from "./betas.js";
import { checkSteps, commonOptions, readSchedulerOptions } from "./configuration.js";
import { alphaAt, withNoiseOfTimestep } from "./ddpm-noise.js";
import { checkLengths, divided, float32, root, weightedSum } from "./float32.js";
import type { Scheduler } from "./scheduler.js";
import { DatasetError } from "../../core/errors.js";
import { TIMESTEP_SPACINGS, spacedTimesteps } from "./timestep-spacing.js";

const NAME = "PNDMScheduler";
const RUNGE_KUTTA_STEPS = 4;

/** Keys of a PNDM configuration. */
export const pndmOptions = z.object({
  ...commonOptions,
  timestep_spacing: z.enum(TIMESTEP_SPACINGS).default("leading"),
  prediction_type: z.enum(["epsilon", "v_prediction"]).default("epsilon"),
  skip_prk_steps: z.boolean().default(false),
  set_alpha_to_one: z.boolean().default(false),
});

/** The scheduler that Stable Diffusion 1.5 was published with. */
export class PndmScheduler implements Scheduler {
  readonly className = NAME;
  readonly order = 1;
  readonly initNoiseSigma = 1;
  readonly needsNoise = false;
  readonly #options: z.infer<typeof pndmOptions>;
  readonly #alphas: Float32Array;
  readonly #finalAlpha: number;
  #timesteps: number[] = [];
  #rungeKutta: number[] = [];
  #stride = 1;
  #counter = 0;
  /** The last outputs of the model, at most four, newest last. */
  #outputs: Float32Array[] = [];
  #heldOutput: Float32Array | null = null;
  #heldSample: Float32Array | null = null;

  constructor(config: Readonly<Record<string, unknown>>) {
    this.#options = readSchedulerOptions(NAME, pndmOptions, config);
    this.#alphas = alphasCumprod(this.#options);
    this.#finalAlpha = this.#options.set_alpha_to_one ? 1 : this.#alphas[0]!;
  }

  get timesteps(): readonly number[] {
    return this.#timesteps;
  }

  setTimesteps(steps: number): void {
    const { num_train_timesteps: trainSteps, timestep_spacing: spacing, steps_offset: offset, skip_prk_steps: skip } = this.#options;
    checkSteps(NAME, steps, trainSteps, skip ? 1 : RUNGE_KUTTA_STEPS);
    const spaced = spacedTimesteps({ spacing, trainSteps, steps, offset });
    this.#stride = Math.floor(trainSteps / steps);
    if (skip) {
      // The second timestep is visited twice: once to look ahead.
      this.#rungeKutta = [];
      this.#timesteps = [...spaced.slice(0, 1), ...spaced.slice(1, 2), ...spaced.slice(1)];
    } else {
      // Each Runge-Kutta step asks at its start, twice half-way to the next, and at the next.
      const half = Math.floor(this.#stride / 2);
      const points = spaced.slice(0, RUNGE_KUTTA_STEPS).flatMap((timestep) => [timestep + half, timestep]);
      this.#rungeKutta = points.slice(1).flatMap((timestep) => [timestep, timestep]).slice(1, -1);
      this.#timesteps = [...this.#rungeKutta, ...spaced.slice(3)];
    }
    this.#counter = 0;
    this.#outputs = [];
    this.#heldOutput = null;
    this.#heldSample = null;
  }

  setBeginIndex(): void {
    // Its multistep start is the same wherever a run begins.
  }

  scaleModelInput(sample: Float32Array): Float32Array {
    return sample;
  }

  addNoise(sample: Float32Array, noise: Float32Array, timestep: number): Float32Array {
    return withNoiseOfTimestep(this.#alphas, sample, noise, timestep);
  }

  step(modelOutput: Float32Array, timestep: number, sample: Float32Array): { prevSample: Float32Array } {
    checkLengths(sample, { modelOutput });
    const prevSample =
      this.#counter < this.#rungeKutta.length ? this.#rungeKuttaStep(modelOutput, timestep, sample) : this.#multistep(modelOutput, timestep, sample);
    this.#counter++;
    return { prevSample };
  }

  #rungeKuttaStep(modelOutput: Float32Array, timestep: number, sample: Float32Array): Float32Array {
    const phase = this.#counter % 4;
    const previousTimestep = timestep - (this.#counter % 2 === 1 ? 0 : Math.floor(this.#stride / 2));
    const from = this.#rungeKutta[this.#counter - phase]!;
    const weight = float32(phase === 0 || phase === 3 ? 1 / 6 : 1 / 3);
    let output = modelOutput;
    if (phase === 0) {
      this.#heldOutput = weightedSum([weight, modelOutput]);
      this.#outputs.push(modelOutput);
      this.#heldSample = sample;
    } else {
      const sum = weightedSum([1, this.#heldOutput!], [weight, modelOutput]);
      if (phase === 3) output = sum;
      this.#heldOutput = phase === 3 ? null : sum;
    }
    return this.#previous(this.#heldSample!, from, previousTimestep, output);
  }

  #multistep(modelOutput: Float32Array, timestep: number, sample: Float32Array): Float32Array {
    let from = timestep;
    let to = timestep - this.#stride;
    let start = sample;
    if (this.#counter === 1) {
      to = timestep;
      from = timestep + this.#stride;
    } else {
      this.#outputs = [...this.#outputs.slice(-3), modelOutput];
    }
    const [newest, second, third, fourth] = [...this.#outputs].reverse();
    let output = modelOutput;
    if (newest === undefined) throw new DatasetError("E_OPTION", `${NAME} has no timesteps`, { hint: "Call setTimesteps first." });
    if (second === undefined && this.#counter === 0) {
      this.#heldSample = sample;
    } else if (second === undefined && this.#counter === 1) {
      output = divided(weightedSum([1, modelOutput], [1, newest]), 2);
      start = this.#heldSample!;
      this.#heldSample = null;
    } else if (third === undefined) {
      output = divided(weightedSum([3, newest], [-1, second!]), 2);
    } else if (fourth === undefined) {
      output = divided(weightedSum([23, newest], [-16, second!], [5, third]), 12);
    } else {
      output = weightedSum([float32(1 / 24), weightedSum([55, newest], [-59, second!], [37, third], [-9, fourth])]);
    }
    return this.#previous(start, from, to, output);
  }

  /** Formula (9) of the paper, from timestep `from` to timestep `to`. */
  #previous(sample: Float32Array, from: number, to: number, modelOutput: Float32Array): Float32Array {
    const alpha = alphaAt(this.#alphas, from);
    const previousAlpha = to >= 0 ? alphaAt(this.#alphas, to) : this.#finalAlpha;
    const beta = float32(1 - alpha);
    const previousBeta = float32(1 - previousAlpha);
    const output = this.#options.prediction_type === "v_prediction" ? weightedSum([root(alpha), modelOutput], [root(beta), sample]) : modelOutput;
    const divisor = float32(float32(alpha * root(previousBeta)) + root(float32(float32(alpha * beta) * previousAlpha)));
    const change = divided(weightedSum([float32(previousAlpha - alpha), output]), divisor);
    return weightedSum([root(float32(previousAlpha / alpha)), sample], [-1, change]);
  }
}
