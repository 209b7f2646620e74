/** The noise levels of one run of the Euler, Euler ancestral and Heun schedulers. */
import type { BetaOptions } from "./betas.js";
import { torchLinspace } from "./betas.js";
import type { PredictionType } from "./configuration.js";
import { checkLengths, divided, exponential, float32, logarithm, root, square, weightedSum } from "./float32.js";
import { exponentialSigmas, interpolated, karrasSigmas, logTable, sigmaTable, timestepOfSigma } from "./sigmas.js";
import { type TIMESTEP_SPACINGS, spacedTimesteps } from "./timestep-spacing.js";

/** What the levels depend on; the later keys exist for Euler only. */
export interface SigmaScheduleOptions extends BetaOptions {
  timestep_spacing: (typeof TIMESTEP_SPACINGS)[number];
  steps_offset: number;
  use_karras_sigmas?: boolean;
  use_exponential_sigmas?: boolean;
  sigma_min?: number | undefined;
  sigma_max?: number | undefined;
  interpolation_type?: "linear" | "log_linear";
  final_sigmas_type?: "zero" | "sigma_min";
}

/** Timesteps (float32) from noise to image and their sigmas (float32), which have one more: where the run ends. */
export function sigmaSchedule(options: SigmaScheduleOptions, alphas: Float32Array, steps: number): { timesteps: number[]; sigmas: Float32Array } {
  const trainSteps = options.num_train_timesteps;
  const table = sigmaTable(alphas);
  let timesteps = spacedTimesteps({ spacing: options.timestep_spacing, trainSteps, steps, offset: options.steps_offset, fractions: true });
  let sigmas =
    options.interpolation_type === "log_linear"
      ? [...torchLinspace(logarithm(table[trainSteps - 1]!), logarithm(table[0]!), steps + 1)].map(exponential)
      : timesteps.map((timestep) => interpolated(table, timestep));
  if (options.use_karras_sigmas === true || options.use_exponential_sigmas === true) {
    const space = options.use_karras_sigmas === true ? karrasSigmas : exponentialSigmas;
    sigmas = space(options.sigma_min ?? sigmas[sigmas.length - 1]!, options.sigma_max ?? sigmas[0]!, steps);
    const logs = logTable(table);
    timesteps = sigmas.map((sigma) => float32(timestepOfSigma(sigma, logs)));
  }
  return { timesteps, sigmas: Float32Array.from([...sigmas, options.final_sigmas_type === "sigma_min" ? table[0]! : 0]) };
}

/** Sigma's largest value, or the length of image and noise together where the run starts below the noisiest timestep. */
export function firstSigma(sigmas: Float32Array, spacing: (typeof TIMESTEP_SPACINGS)[number]): number {
  const highest = sigmas.reduce((most, sigma) => Math.max(most, sigma), 0);
  return spacing === "leading" ? root(float32(square(highest) + 1)) : highest;
}

/** The sample as the model was trained to see it: divided by √(sigma² + 1). */
export function scaledForModel(sample: Float32Array, sigma: number): Float32Array {
  return divided(sample, root(float32(square(sigma) + 1)));
}

/** sample + sigma·noise. */
export function withNoiseOfSigma(sample: Float32Array, noise: Float32Array, sigma: number): Float32Array {
  checkLengths(sample, { noise });
  return weightedSum([1, sample], [sigma, noise]);
}

/** The clean image that the model's output stands for. */
export function originalOfSigma(prediction: PredictionType, output: Float32Array, sample: Float32Array, sigma: number): Float32Array {
  switch (prediction) {
    case "epsilon": return weightedSum([1, sample], [-sigma, output]);
    case "sample": return output;
    case "v_prediction": {
      const sum = float32(square(sigma) + 1);
      return weightedSum([float32(-sigma / root(sum)), output], [1, divided(sample, sum)]);
    }
  }
}

/** How the sample changes per unit of sigma. */
export function derivative(sample: Float32Array, original: Float32Array, sigma: number): Float32Array {
  return divided(weightedSum([1, sample], [-1, original]), sigma);
}
