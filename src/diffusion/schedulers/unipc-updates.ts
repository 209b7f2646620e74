/**
 * Predictor and corrector of UniPC (Zhao et al. 2023), B(h) form: weights from a small linear system. Every operation
 * is float32, as in diffusers.
 */
import { divided, exponentialLessOne, float32, square, weightedSum } from "./float32.js";
import type { NoiseLevel } from "./multistep-schedule.js";

/** Which formulas. */
export interface UniPcFormula {
  solver: "bh1" | "bh2";
  /** Whether predictions are of the image or of the noise. */
  predictsOriginal: boolean;
}

/** What predictor and corrector are made from. */
export interface UniPcStep {
  /** The sample at `levels[0]`. */
  sample: Float32Array;
  /** Predictions at `levels`, newest first; as many as the order. */
  predictions: Float32Array[];
  levels: NoiseLevel[];
  /** The level to reach. */
  target: NoiseLevel;
}

/** The sample at the target. */
export function predict(formula: UniPcFormula, step: UniPcStep): Float32Array {
  const { base, weight, matrix, right, slopes } = prepare(formula, step);
  if (slopes.length === 0) return base;
  const unknowns = slopes.length;
  const rhos = unknowns === 1 ? [0.5] : solve(matrix.slice(0, unknowns).map((row) => row.slice(0, unknowns)), right.slice(0, unknowns));
  return weightedSum([1, base], [-weight, weightedSum(...slopes.map((slope, k) => [rhos[k]!, slope] as const))]);
}

/** The sample at the target once more, now that the model's prediction there is known. */
export function correct(formula: UniPcFormula, step: UniPcStep, predictionAtTarget: Float32Array): Float32Array {
  const { base, weight, matrix, right, slopes } = prepare(formula, step);
  const rhos = slopes.length === 0 ? [0.5] : solve(matrix, right);
  const change = weightedSum([1, predictionAtTarget], [-1, step.predictions[0]!]);
  const last = [rhos[slopes.length]!, change] as const;
  const sum = slopes.length === 0 ? weightedSum(last) : weightedSum([1, weightedSum(...slopes.map((slope, k) => [rhos[k]!, slope] as const))], last);
  return weightedSum([1, base], [-weight, sum]);
}

/** The first-order part, the weight of the rest, and the linear system of the rest. */
function prepare({ solver, predictsOriginal }: UniPcFormula, { sample, predictions, levels, target }: UniPcStep) {
  const start = levels[0]!;
  const newest = predictions[0]!;
  const h = float32(target.lambda - start.lambda);
  const ratios: number[] = [];
  const slopes: Float32Array[] = [];
  for (let i = 1; i < predictions.length; i++) {
    const ratio = float32(float32(levels[i]!.lambda - start.lambda) / h);
    ratios.push(ratio);
    slopes.push(divided(weightedSum([1, predictions[i]!], [-1, newest]), ratio));
  }
  ratios.push(1);

  const signed = predictsOriginal ? -h : h;
  const phi1 = exponentialLessOne(signed);
  const scale = solver === "bh1" ? signed : phi1;
  let phi = float32(float32(phi1 / signed) - 1);
  let factorial = 1;
  const matrix: number[][] = [];
  const right: number[] = [];
  let powers = ratios.map(() => 1);
  for (let i = 1; i <= predictions.length; i++) {
    matrix.push(powers);
    right.push(float32(float32(phi * factorial) / scale));
    factorial *= i + 1;
    phi = float32(float32(phi / signed) - float32(1 / factorial));
    powers = i === 1 ? ratios : i === 2 ? ratios.map(square) : powers.map((power, k) => float32(power * ratios[k]!));
  }
  const [kept, drawn, share] = predictsOriginal ? [target.sigma, start.sigma, target.alpha] : [target.alpha, start.alpha, target.sigma];
  const base = weightedSum([float32(kept / drawn), sample], [-float32(share * phi1), newest]);
  return { base, weight: float32(share * scale), matrix, right, slopes };
}

/** Gaussian elimination with row exchange. */
function solve(matrix: number[][], right: number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++) if (Math.abs(rows[row]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = row;
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    for (let row = column + 1; row < size; row++) {
      const factor = float32(rows[row]![column]! / rows[column]![column]!);
      for (let k = column; k <= size; k++) rows[row]![k] = float32(rows[row]![k]! - float32(factor * rows[column]![k]!));
    }
  }
  const solution = new Array<number>(size).fill(0);
  for (let row = size - 1; row >= 0; row--) {
    let rest = rows[row]![size]!;
    for (let k = row + 1; k < size; k++) rest = float32(rest - float32(rows[row]![k]! * solution[k]!));
    solution[row] = float32(rest / rows[row]![row]!);
  }
  return solution;
}
