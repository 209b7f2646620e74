/** How much of the image is left at each training timestep: diffusers' float32 tables, in its order of operations. */
import { cos, exp } from "../../core/math.js";
import { float32, root, square } from "./float32.js";

/** Names of ways from the first beta to the last. */
export const BETA_SCHEDULES = ["linear", "scaled_linear", "squaredcos_cap_v2"] as const;

/** What the tables are made from. */
export interface BetaOptions {
  num_train_timesteps: number;
  beta_start: number;
  beta_end: number;
  beta_schedule: (typeof BETA_SCHEDULES)[number] | "exp";
  trained_betas?: number[] | undefined;
  rescale_betas_zero_snr?: boolean;
}

/**
 * torch.linspace in float32: from both ends to the middle, with fused multiply-add (as its x86 and arm64 builds do).
 * @param count at least 1
 */
export function torchLinspace(start: number, end: number, count: number): Float32Array {
  const first = float32(start);
  const last = float32(end);
  const step = float32(float32(last - first) / (count - 1));
  const values = new Float32Array(count);
  const halfway = Math.floor(count / 2);
  for (let i = 0; i < count; i++) values[i] = i < halfway ? first + step * i : last - step * (count - i - 1);
  if (count === 1) values[0] = first;
  return values;
}

/** The noise added at each training timestep, before any rescaling. */
function plainBetas(options: BetaOptions): Float32Array {
  const count = options.num_train_timesteps;
  if (options.trained_betas !== undefined) return Float32Array.from(options.trained_betas);
  switch (options.beta_schedule) {
    case "linear": return torchLinspace(options.beta_start, options.beta_end, count);
    case "scaled_linear":
      return torchLinspace(Math.sqrt(options.beta_start), Math.sqrt(options.beta_end), count).map((value) => value * value);
    case "squaredcos_cap_v2":
      return betasOf(count, (t) => {
        const cosine = cos((((t + 0.008) / 1.008) * Math.PI) / 2);
        return cosine * cosine;
      });
    case "exp": return betasOf(count, (t) => exp(t * -12));
  }
}

/** Betas whose cumulative product follows `alphaBar` (Nichol & Dhariwal 2021), none above 0.999. */
function betasOf(count: number, alphaBar: (time: number) => number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => Math.min(1 - alphaBar((i + 1) / count) / alphaBar(i / count), 0.999));
}

/** Cumulative product of 1 − beta; summed up in double and stored as float, as torch.cumprod on the CPU. */
function cumulativeProduct(betas: Float32Array): Float32Array {
  let product = 1;
  return betas.map((beta) => (product *= float32(1 - beta)));
}

/** Betas of a schedule whose last timestep is pure noise (Lin et al. 2023, algorithm 1). */
function withZeroTerminalSnr(betas: Float32Array): Float32Array {
  const roots = cumulativeProduct(betas).map(root);
  const first = roots[0]!;
  const last = roots[roots.length - 1]!;
  const scale = float32(first / float32(first - last));
  const alphaBars = roots.map((value) => square(float32(float32(value - last) * scale)));
  return alphaBars.map((value, i) => 1 - (i === 0 ? value : float32(value / alphaBars[i - 1]!)));
}

/**
 * Share of the image's variance that is left at each training timestep (`alphas_cumprod`).
 * @param zeroSnrFloor where zero-terminal schedules end instead of at 0, so that sigma stays finite
 */
export function alphasCumprod(options: BetaOptions, zeroSnrFloor?: number): Float32Array {
  const betas = plainBetas(options);
  const zeroSnr = options.rescale_betas_zero_snr === true;
  const result = cumulativeProduct(zeroSnr ? withZeroTerminalSnr(betas) : betas);
  if (zeroSnr && zeroSnrFloor !== undefined) result[result.length - 1] = zeroSnrFloor;
  return result;
}

/** The smallest share of the image that zero-terminal schedules of sigma solvers keep. */
export const ZERO_SNR_FLOOR = 1 / 16777216;
