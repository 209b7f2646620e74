/** Noise of the schedulers that count in timesteps, not sigmas. */
import { DatasetError } from "../../core/errors.js";
import { checkLengths, float32, root, weightedSum } from "./float32.js";

/** The table's entry at a training timestep; E_OPTION outside it. */
export function alphaAt(alphas: Float32Array, timestep: number): number {
  const alpha = alphas[timestep];
  if (alpha !== undefined) return alpha;
  throw new DatasetError("E_OPTION", `timestep ${timestep} is not one of the ${alphas.length} that the model was trained on`, { hint: "Give one of scheduler.timesteps." });
}

/** √ᾱ·sample + √(1−ᾱ)·noise. */
export function withNoiseOfTimestep(alphas: Float32Array, sample: Float32Array, noise: Float32Array, timestep: number): Float32Array {
  checkLengths(sample, { noise });
  const alpha = alphaAt(alphas, timestep);
  return weightedSum([root(alpha), sample], [root(float32(1 - alpha)), noise]);
}
