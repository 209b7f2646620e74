/**
 * The curve from a model's log odds to those that hold: a straight line as Platt's ("Probabilistic outputs for support
 * vector machines", 1999), bent at a few knots where there are rows enough, always rising, and drawn to changing nothing.
 */
import { clamp, log } from "../../core/math.js";
import { fitLogistic } from "./logistic.js";
import { logisticOf } from "./log-odds.js";
import { weightedQuantiles } from "./piecewise.js";

/** Plain data. Before the first knot and after the last one the slopes go on. */
export interface Curve {
  /** Ascending; at least one. */
  knots: number[];
  /** Log odds at the first knot. */
  start: number;
  /** Before the first knot, between the knots, after the last one: one more than knots. */
  slopes: number[];
  /** Log odds that the curve does not go beyond: more cannot be known from so many rows. */
  most: number;
}

/** Least slope: another score is always another chance, so that order is kept. */
const LEAST_SLOPE = 0.05;
/** How strongly slopes are drawn to 1. */
const PENALTY = 10;
const KNOT_SHARES = [0.1, 0.3, 0.5, 0.7, 0.9] as const;
/** Rows, good and bad, from which on the curve has more than one knot. */
const LEAST_ROWS_TO_BEND = 100;

/** Fits the curve. @param scores log odds by models that have not seen the rows */
export function fitCurve(scores: Float64Array, good: readonly boolean[], rowWeights: Float64Array): Curve {
  const sorted = [...scores].map((value, index) => ({ value, weight: rowWeights[index]! })).sort((a, b) => a.value - b.value);
  const goodCount = good.filter((each) => each).length;
  const bends = Math.min(goodCount, good.length - goodCount) >= LEAST_ROWS_TO_BEND;
  const knots = weightedQuantiles(sorted, bends ? KNOT_SHARES : [0.5]).filter((knot, at, all) => at === 0 || knot > all[at - 1]!);
  const columns = knots.length + 1;
  const features = new Float64Array(scores.length * columns);
  scores.forEach((score, index) => features.set(lengths(knots, score), index * columns));
  const { bias, weights } = fitLogistic({
    features, columns,
    good: Uint8Array.from(good, (each) => (each ? 1 : 0)),
    rowWeights,
    lowest: new Float64Array(columns).fill(LEAST_SLOPE),
    expected: new Float64Array(columns).fill(1),
    penalty: new Float64Array(columns).fill(PENALTY),
  });
  return { knots, start: bias, slopes: [...weights], most: log(scores.length + 1) };
}

/** How far the score lies in each piece: beyond the first knot downwards (negative), between knots, beyond the last. */
function lengths(knots: readonly number[], score: number): number[] {
  const last = knots.length - 1;
  const inner = knots.slice(1).map((knot, at) => clamp(score - knots[at]!, 0, knot - knots[at]!));
  return [Math.min(0, score - knots[0]!), ...inner, Math.max(0, score - knots[last]!)];
}

/** The chance for a model's log odds. */
export function chanceOf({ knots, start, slopes, most }: Curve, score: number): number {
  let sum = start;
  lengths(knots, score).forEach((length, piece) => (sum += slopes[piece]! * length));
  return logisticOf(clamp(sum, -most, most));
}
