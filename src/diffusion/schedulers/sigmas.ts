/** Noise levels (sigma: noise per unit of image) of the k-diffusion family and their way from and to timesteps. */
import { exp, log, pow } from "../../core/math.js";
import { float32, logarithm, root } from "./float32.js";
import { linspace } from "./timestep-spacing.js";

/** Sigma at each training timestep, float32. */
export function sigmaTable(alphas: Float32Array): Float32Array {
  return alphas.map((alpha) => root(float32(float32(1 - alpha) / alpha)));
}

/** Natural logarithms of a table, float32. */
export function logTable(sigmas: Float32Array): Float32Array {
  return sigmas.map(logarithm);
}

/** The table at a fractional index, linear between entries, held at its ends (numpy.interp). */
export function interpolated(table: Float32Array, index: number): number {
  const last = table.length - 1;
  if (index <= 0) return table[0]!;
  if (index >= last) return table[last]!;
  const below = Math.floor(index);
  if (index === below) return table[below]!;
  return (table[below + 1]! - table[below]!) * (index - below) + table[below]!;
}

/** Sigmas from the highest to the lowest as Karras et al. 2022 space them (rho 7). */
export function karrasSigmas(lowest: number, highest: number, count: number): number[] {
  const from = pow(highest, 1 / 7);
  const to = pow(lowest, 1 / 7);
  return linspace(0, 1, count).map((share) => pow(from + share * (to - from), 7));
}

/** Sigmas whose logarithms lie evenly between two logarithms. */
export function evenLogSigmas(logHighest: number, logLowest: number, count: number): number[] {
  return linspace(logHighest, logLowest, count).map(exp);
}

/** Sigmas from the highest to the lowest in even ratios. */
export function exponentialSigmas(lowest: number, highest: number, count: number): number[] {
  return evenLogSigmas(log(highest), log(lowest), count);
}

/** The (fractional) training timestep that has this sigma, by its logarithm. */
export function timestepOfSigma(sigma: number, logSigmas: Float32Array): number {
  const target = log(Math.max(sigma, 1e-10));
  let lowIndex = 0;
  for (let i = 0; i < logSigmas.length; i++) if (target - logSigmas[i]! >= 0) lowIndex = i;
  lowIndex = Math.min(lowIndex, logSigmas.length - 2);
  const low = logSigmas[lowIndex]!;
  const high = logSigmas[lowIndex + 1]!;
  const share = Math.min(1, Math.max(0, (low - target) / float32(low - high)));
  return (1 - share) * lowIndex + share * (lowIndex + 1);
}
