/**
 * One update of DPM-Solver (Lu et al. 2022a), DPM-Solver++ (2022b) and their stochastic forms, of first to third
 * order: the weights of sample, differences of predictions, and noise. Every operation is float32, as in diffusers.
 */
import { type Term, exponential, float32, root, square, weightedSum } from "./float32.js";
import type { NoiseLevel } from "./multistep-schedule.js";

/** Names of the update formulas. */
export const DPM_ALGORITHMS = ["dpmsolver++", "dpmsolver", "sde-dpmsolver++", "sde-dpmsolver"] as const;

/** Which formulas. */
export interface DpmFormula {
  algorithm: (typeof DPM_ALGORITHMS)[number];
  solver: "midpoint" | "heun";
}

/** What an update is made from. */
export interface DpmStep {
  sample: Float32Array;
  /** Only the stochastic algorithms have it. */
  noise: Float32Array | undefined;
  /** Predictions (of image or noise), newest first; as many as the order. */
  predictions: Float32Array[];
  /** The level to reach, then those of the predictions. */
  levels: NoiseLevel[];
}

/** The sample at `levels[0]`. */
export function dpmUpdate({ algorithm, solver }: DpmFormula, { sample, noise, predictions, levels }: DpmStep): Float32Array {
  const [target, start] = levels as [NoiseLevel, NoiseLevel];
  const h = float32(target.lambda - start.lambda);
  const differences = dividedDifferences(predictions, levels, h);
  const third = predictions.length === 3;
  const expanded = third || solver === "heun"; // the exact integrals instead of the midpoint's estimate
  const terms: Term[] = [];
  const weigh = (first: number, second: () => number, last: () => number): void => {
    terms.push([first, differences[0]!]);
    if (differences.length > 1) terms.push([second(), differences[1]!]);
    if (third) terms.push([last(), differences[2]!]);
  };
  switch (algorithm) {
    case "dpmsolver++": {
      const decay = float32(exponential(-h) - 1);
      const first = float32(target.alpha * decay);
      terms.push([float32(target.sigma / start.sigma), sample]);
      weigh(
        -first,
        () => (expanded ? float32(target.alpha * float32(float32(decay / h) + 1)) : float32(-0.5 * first)),
        () => -float32(target.alpha * float32(float32(float32(decay + h) / square(h)) - 0.5)),
      );
      break;
    }
    case "dpmsolver": {
      const growth = float32(exponential(h) - 1);
      const first = float32(target.sigma * growth);
      terms.push([float32(target.alpha / start.alpha), sample]);
      weigh(
        -first,
        () => (expanded ? -float32(target.sigma * float32(float32(growth / h) - 1)) : float32(-0.5 * first)),
        () => -float32(target.sigma * float32(float32(float32(growth - h) / square(h)) - 0.5)),
      );
      break;
    }
    case "sde-dpmsolver++": {
      const double = float32(2 * h);
      const decay = float32(1 - exponential(-double));
      const first = float32(target.alpha * decay);
      terms.push([float32(float32(target.sigma / start.sigma) * exponential(-h)), sample]);
      weigh(
        first,
        () => (expanded ? float32(target.alpha * float32(float32(decay / -double) + 1)) : float32(0.5 * first)),
        () => float32(target.alpha * float32(float32(float32(decay - double) / square(double)) - 0.5)),
      );
      terms.push([float32(target.sigma * root(decay)), noise!]);
      break;
    }
    case "sde-dpmsolver": {
      const growth = float32(exponential(h) - 1);
      const first = float32(target.sigma * growth);
      terms.push([float32(target.alpha / start.alpha), sample]);
      weigh(
        -2 * first,
        () => (expanded ? -2 * float32(target.sigma * float32(float32(growth / h) - 1)) : -first),
        () => 0, // there is no third order of it; its configuration is refused
      );
      terms.push([float32(target.sigma * root(float32(exponential(float32(2 * h)) - 1))), noise!]);
      break;
    }
  }
  return weightedSum(...terms);
}

/** The newest prediction and its first and second derivatives by lambda, in units of the step h. */
function dividedDifferences(predictions: Float32Array[], levels: NoiseLevel[], h: number): Float32Array[] {
  const [newest, second, third] = predictions;
  if (second === undefined) return [newest!];
  const ratio0 = float32(float32(levels[1]!.lambda - levels[2]!.lambda) / h);
  const slope0 = weightedSum([float32(1 / ratio0), weightedSum([1, newest!], [-1, second])]);
  if (third === undefined) return [newest!, slope0];
  const ratio1 = float32(float32(levels[2]!.lambda - levels[3]!.lambda) / h);
  const slope1 = weightedSum([float32(1 / ratio1), weightedSum([1, second], [-1, third])]);
  const bend = weightedSum([1, slope0], [-1, slope1]);
  const sum = float32(ratio0 + ratio1);
  return [newest!, weightedSum([1, slope0], [float32(ratio0 / sum), bend]), weightedSum([float32(1 / sum), bend])];
}
