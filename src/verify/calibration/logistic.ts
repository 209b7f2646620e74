/** Logistic regression with bounds and priors on its weights. */
import { exp, log } from "../../core/math.js";
import { logisticOf } from "./log-odds.js";

/** Rows and what is asked of the weights. The bias is no column: it is free. */
export interface LogisticProblem {
  /** Row-major, rows × columns. */
  features: Float64Array;
  columns: number;
  /** 1 where the row is good. */
  good: Uint8Array;
  /** How much each row counts. */
  rowWeights: Float64Array;
  /** Smallest weight of each column; −Infinity for none. */
  lowest: Float64Array;
  /** Where the penalty draws each weight to. */
  expected: Float64Array;
  /** Half of this times the squared distance from `expected` is added to the loss. */
  penalty: Float64Array;
}

/** log odds of good = bias + Σ weight · feature */
export interface LogisticModel {
  bias: number;
  weights: Float64Array;
}

const MOST_STEPS = 60;
const MOST_SWEEPS = 2000;
/** As many as addSquares takes. */
const ROWS_AT_ONCE = 4;

/**
 * Fits by Newton steps, each one a quadratic problem with bounds that is solved by going round its coordinates
 * (as Friedman, Hastie and Tibshirani, "Regularization paths for generalized linear models via coordinate descent",
 * J. Stat. Softw. 33(1), 2010), and halved until the loss falls. The loss is convex: there is one best answer.
 */
export function fitLogistic(given: LogisticProblem): LogisticModel {
  const { problem, means } = centered(given);
  const { columns, good, rowWeights } = problem;
  const count = good.length;
  const size = columns + 1; // the bias stands last
  const model = new Float64Array(size);
  for (let column = 0; column < columns; column++) model[column] = Math.max(problem.lowest[column]!, problem.expected[column]!);
  let scores = scoresOf(problem, model);
  let loss = lossOf(problem, model, scores);
  for (let step = 0; step < MOST_STEPS; step++) {
    const gradient = new Float64Array(size);
    const curvature = new Float64Array(size * size);
    for (let column = 0; column < columns; column++) {
      gradient[column] = problem.penalty[column]! * (model[column]! - problem.expected[column]!);
      curvature[column * size + column] = problem.penalty[column]! + 1e-9;
    }
    curvature[size * size - 1] = 1e-9;
    const block = new Float64Array(size * ROWS_AT_ONCE);
    const bends = new Float64Array(ROWS_AT_ONCE);
    for (let first = 0; first < count; first += ROWS_AT_ONCE) {
      const rows = Math.min(ROWS_AT_ONCE, count - first);
      bends.fill(0); // rows beyond the last count nothing
      for (let at = 0; at < rows; at++) {
        const index = first + at;
        const chance = logisticOf(scores[index]!);
        const slope = rowWeights[index]! * (chance - good[index]!);
        bends[at] = rowWeights[index]! * Math.max(1e-6, chance * (1 - chance));
        block.set(problem.features.subarray(index * columns, (index + 1) * columns), at * size);
        block[at * size + columns] = 1;
        for (let a = 0; a < size; a++) gradient[a]! += slope * block[at * size + a]!;
      }
      addSquares(curvature, block, bends, size);
    }
    for (let a = 0; a < size; a++) for (let b = 0; b < a; b++) curvature[a * size + b] = curvature[b * size + a]!;
    const change = quadraticStep(gradient, curvature, model, problem.lowest);
    let share = 1;
    let next = model;
    let nextScores = scores;
    let nextLoss = loss;
    for (let halvings = 0; halvings < 30; halvings++, share /= 2) {
      next = model.map((value, at) => value + share * change[at]!);
      nextScores = scoresOf(problem, next);
      nextLoss = lossOf(problem, next, nextScores);
      if (nextLoss < loss) break;
    }
    if (!(nextLoss < loss)) break;
    const gain = loss - nextLoss;
    model.set(next);
    scores = nextScores;
    loss = nextLoss;
    if (gain < 1e-10 * (1 + Math.abs(loss))) break;
  }
  const weights = model.slice(0, columns);
  return { bias: weights.reduce((sum, weight, column) => sum - weight * means[column]!, model[columns]!), weights };
}

/** Adds bend · row · rowᵀ of a block of rows to the upper half: the matrix is read and written once for all of them. */
function addSquares(curvature: Float64Array, block: Float64Array, bends: Float64Array, size: number): void {
  const [second, third, fourth] = [size, 2 * size, 3 * size];
  for (let a = 0; a < size; a++) {
    const bent0 = bends[0]! * block[a]!;
    const bent1 = bends[1]! * block[second + a]!;
    const bent2 = bends[2]! * block[third + a]!;
    const bent3 = bends[3]! * block[fourth + a]!;
    for (let b = a, at = a * size + a; b < size; b++, at++) {
      curvature[at]! += bent0 * block[b]! + bent1 * block[second + b]! + bent2 * block[third + b]! + bent3 * block[fourth + b]!;
    }
  }
}

/** Columns less their means: the same problem with another bias, in which the bias hardly moves the weights. */
function centered(problem: LogisticProblem): { problem: LogisticProblem; means: Float64Array } {
  const { columns, rowWeights } = problem;
  const total = rowWeights.reduce((sum, weight) => sum + weight, 0);
  const means = new Float64Array(columns);
  problem.features.forEach((value, at) => (means[at % columns]! += (value * rowWeights[Math.floor(at / columns)]!) / total));
  return { problem: { ...problem, features: problem.features.map((value, at) => value - means[at % columns]!) }, means };
}

/** The step that makes gradient · step + ½ step · curvature · step least, within the bounds. */
function quadraticStep(gradient: Float64Array, curvature: Float64Array, model: Float64Array, lowest: Float64Array): Float64Array {
  const size = gradient.length;
  const step = new Float64Array(size);
  const slope = Float64Array.from(gradient);
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let most = 0;
    for (let at = 0; at < size; at++) {
      const bend = curvature[at * size + at]!;
      const least = at < lowest.length ? lowest[at]! - model[at]! : -Infinity;
      const wanted = Math.max(least, step[at]! - slope[at]! / bend);
      const change = wanted - step[at]!;
      if (change === 0) continue;
      step[at] = wanted;
      for (let other = 0; other < size; other++) slope[other]! += change * curvature[at * size + other]!;
      most = Math.max(most, change * change * bend);
    }
    if (most < 1e-14) break;
  }
  return step;
}

function scoresOf({ features, columns, good }: LogisticProblem, model: Float64Array): Float64Array {
  const scores = new Float64Array(good.length);
  for (let index = 0; index < scores.length; index++) {
    let sum = model[columns]!;
    for (let column = 0; column < columns; column++) sum += model[column]! * features[index * columns + column]!;
    scores[index] = sum;
  }
  return scores;
}

function lossOf({ good, rowWeights, columns, penalty, expected }: LogisticProblem, model: Float64Array, scores: Float64Array): number {
  let loss = 0;
  for (let index = 0; index < scores.length; index++) loss += rowWeights[index]! * surprise(scores[index]!, good[index] === 1);
  for (let column = 0; column < columns; column++) {
    const off = model[column]! - expected[column]!;
    loss += 0.5 * penalty[column]! * off * off;
  }
  return loss;
}

/** −log of the chance that log odds give to what is so. */
export function surprise(logOdds: number, isGood: boolean): number {
  const toward = isGood ? -logOdds : logOdds;
  return Math.max(0, toward) + log(1 + exp(-Math.abs(toward)));
}
