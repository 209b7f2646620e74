/** The noise levels and predictions that the multistep solvers (DPM-Solver, UniPC) share. */
import type { BetaOptions } from "./betas.js";
import type { PredictionType } from "./configuration.js";
import { checkLengths, divided, float32, logarithm, root, square, weightedSum } from "./float32.js";
import { evenLogSigmas, exponentialSigmas, interpolated, karrasSigmas, logTable, sigmaTable, timestepOfSigma } from "./sigmas.js";
import { type TIMESTEP_SPACINGS, roundHalfEven, spacedTimesteps } from "./timestep-spacing.js";

/** What the levels depend on. */
export interface MultistepOptions extends BetaOptions {
  timestep_spacing: (typeof TIMESTEP_SPACINGS)[number];
  steps_offset: number;
  use_karras_sigmas: boolean;
  use_exponential_sigmas: boolean;
  use_lu_lambdas?: boolean;
  sigma_min?: number | undefined;
  sigma_max?: number | undefined;
  final_sigmas_type: "zero" | "sigma_min";
}

/** Where the two solvers differ. */
export interface MultistepVariant {
  /** One after the noisiest timestep used. */
  end: number;
  /** Whether timesteps of Karras or Lu sigmas are rounded; others are cut to whole numbers. */
  roundTimesteps: boolean;
  /** Whether "sigma_min" means the last of the respaced sigmas, or the table's first. */
  finalOfRespaced: boolean;
}

/** Whole timesteps from noise to image and their sigmas (float32), which have one more: where the run ends. */
export function multistepSchedule(options: MultistepOptions, variant: MultistepVariant, alphas: Float32Array, steps: number): { timesteps: number[]; sigmas: Float32Array } {
  const trainSteps = options.num_train_timesteps;
  const table = sigmaTable(alphas);
  const logs = logTable(table);
  const lowest = options.sigma_min ?? table[0]!;
  const highest = options.sigma_max ?? table[table.length - 1]!;
  let timesteps: number[];
  let sigmas: number[];
  const respaced = options.use_karras_sigmas || options.use_lu_lambdas === true || options.use_exponential_sigmas;
  if (respaced) {
    if (options.use_karras_sigmas) sigmas = karrasSigmas(lowest, highest, steps);
    else if (options.use_lu_lambdas === true) sigmas = evenLogSigmas(logs[logs.length - 1]!, logs[0]!, steps);
    else sigmas = exponentialSigmas(lowest, highest, steps);
    const rounded = variant.roundTimesteps && (options.use_karras_sigmas || options.use_lu_lambdas === true);
    timesteps = sigmas.map((sigma) => (rounded ? roundHalfEven : Math.trunc)(timestepOfSigma(sigma, logs)));
  } else {
    timesteps = spacedTimesteps({ spacing: options.timestep_spacing, trainSteps, steps, offset: options.steps_offset, extraStep: true, end: variant.end });
    sigmas = timesteps.map((timestep) => interpolated(table, timestep));
  }
  const smallest = variant.finalOfRespaced && respaced ? sigmas[sigmas.length - 1]! : table[0]!;
  return { timesteps, sigmas: Float32Array.from([...sigmas, options.final_sigmas_type === "zero" ? 0 : smallest]) };
}

/** A noise level three ways: share of the image, share of the noise, half the logarithm of their squared ratio. */
export interface NoiseLevel {
  alpha: number;
  sigma: number;
  lambda: number;
}

/** The level of a variance-preserving process that has this ratio of noise to image. */
export function noiseLevel(ratio: number): NoiseLevel {
  const alpha = float32(1 / root(float32(square(ratio) + 1)));
  const sigma = float32(ratio * alpha);
  return { alpha, sigma, lambda: float32(logarithm(alpha) - logarithm(sigma)) };
}

/** alpha·sample + sigma·noise. */
export function withNoiseOfLevel(sample: Float32Array, noise: Float32Array, level: NoiseLevel): Float32Array {
  checkLengths(sample, { noise });
  return weightedSum([level.alpha, sample], [level.sigma, noise]);
}

/** The clean image that the model's output stands for. */
export function originalOfLevel(prediction: PredictionType, output: Float32Array, sample: Float32Array, level: NoiseLevel): Float32Array {
  switch (prediction) {
    case "epsilon": return divided(weightedSum([1, sample], [-level.sigma, output]), level.alpha);
    case "sample": return output;
    case "v_prediction": return weightedSum([level.alpha, sample], [-level.sigma, output]);
  }
}

/** The noise that the model's output stands for. */
export function epsilonOfLevel(prediction: PredictionType, output: Float32Array, sample: Float32Array, level: NoiseLevel): Float32Array {
  switch (prediction) {
    case "epsilon": return output;
    case "sample": return divided(weightedSum([1, sample], [-level.alpha, output]), level.sigma);
    case "v_prediction": return weightedSum([level.alpha, output], [level.sigma, sample]);
  }
}
