/** Fits rising functions of single numbers to pictures of which the answer is known; what is shared comes on top, in combine.ts. */
import type { Measure } from "../signal.js";
import { type AdditiveModel, evidenceOf, type MeasurePart, oriented, SHARED, type Shared, sharedEvidence } from "./additive-model.js";
import { fitLogistic } from "./logistic.js";
import { rises, weightedQuantiles } from "./piecewise.js";
import { type AnsweredRow, valueOf } from "./row.js";
import { fitTail } from "./tail.js";

/** Where the straight pieces of a number's function meet, as shares of all pictures. */
const KNOT_SHARES = [0.05, 0.2, 0.4] as const;
/** Rows with and rows without a number from which on its absence may say something. */
const LEAST_MISSING = 10;

type NamedMeasure = Pick<Measure, "name" | "good">;

interface Prepared extends NamedMeasure {
  knots: number[];
  tail: MeasurePart["tail"];
  /** Mean rise of the pieces over the rows that have the number: what stands in for a missing one. */
  meanRises: number[];
  saysMissing: boolean;
}

/**
 * Fits the functions; the evidence that all numbers share has no weight yet.
 * @param rowWeights how much each row counts, 1 on average
 * @param penalty how strongly functions are drawn to nothing
 */
export function fitAdditive(rows: readonly AnsweredRow[], rowWeights: ArrayLike<number>, measures: readonly NamedMeasure[], penalty: number): AdditiveModel {
  const prepared = measures.flatMap((measure) => prepare(rows, rowWeights, measure) ?? []);
  const columns = prepared.reduce((sum, { knots, saysMissing }) => sum + Math.max(0, knots.length - 1) + (saysMissing ? 1 : 0), 0);
  const features = new Float64Array(rows.length * columns);
  rows.forEach(({ values }, index) => {
    let at = index * columns;
    for (const { name, good, knots, meanRises, saysMissing } of prepared) {
      const value = valueOf(values, name);
      for (const rise of value === null ? meanRises : rises(knots, oriented(value, good))) features[at++] = rise;
      if (saysMissing) features[at++] = value === null ? 1 : 0;
    }
  });
  const lowest = new Float64Array(columns);
  let column = 0;
  for (const { knots, saysMissing } of prepared) {
    column += Math.max(0, knots.length - 1);
    if (saysMissing) lowest[column++] = -Infinity;
  }
  const good = Uint8Array.from(rows, ({ isGood }) => (isGood ? 1 : 0));
  const { bias, weights } = fitLogistic({ features, columns, good, rowWeights: Float64Array.from(rowWeights), lowest, expected: new Float64Array(columns), penalty: new Float64Array(columns).fill(penalty) });
  const sharedMissing = meanShared(rows.map(({ values }) => sharedEvidence(evidenceOf(prepared, values))), rowWeights);
  return { bias, measures: assemble(rows, rowWeights, prepared, weights), shared: { worst: 0, worstThree: 0, all: 0 }, sharedMissing };
}

function prepare(rows: readonly AnsweredRow[], rowWeights: ArrayLike<number>, { name, good }: NamedMeasure): Prepared | null {
  const present: { value: number; weight: number; isGood: boolean }[] = [];
  rows.forEach((row, index) => {
    const value = valueOf(row.values, name);
    if (value !== null) present.push({ value: oriented(value, good), weight: rowWeights[index]!, isGood: row.isGood });
  });
  const goodOnes = present.filter(({ isGood }) => isGood);
  if (goodOnes.length === 0) return null;
  const sorted = [...present].sort((a, b) => a.value - b.value);
  const knots = weightedQuantiles(sorted, KNOT_SHARES).filter((knot, at, all) => at === 0 || knot > all[at - 1]!);
  // A number that takes few values, such as 0 and 1, may have its rare one beyond the shares.
  if (knots.length === 1) knots.splice(0, 1, ...new Set([sorted[0]!.value, knots[0]!, sorted[sorted.length - 1]!.value]));
  const total = present.reduce((sum, { weight }) => sum + weight, 0);
  const meanRises = new Array<number>(knots.length - 1).fill(0);
  for (const { value, weight } of present) rises(knots, value).forEach((rise, piece) => (meanRises[piece]! += (rise * weight) / total));
  const missing = rows.length - present.length;
  return {
    name, good,
    knots: knots.length < 2 ? [] : knots,
    tail: fitTail(goodOnes, sorted[sorted.length - 1]!.value - sorted[0]!.value),
    meanRises,
    saysMissing: missing >= LEAST_MISSING && present.length >= LEAST_MISSING,
  };
}

function meanShared(shared: readonly (Shared | null)[], rowWeights: ArrayLike<number>): Shared {
  const sums: Shared = { worst: 0, worstThree: 0, all: 0 };
  let total = 0;
  shared.forEach((each, index) => {
    if (each === null) return;
    total += rowWeights[index]!;
    for (const name of SHARED) sums[name] += each[name] * rowWeights[index]!;
  });
  for (const name of SHARED) sums[name] /= total || 1;
  return sums;
}

function assemble(rows: readonly AnsweredRow[], rowWeights: ArrayLike<number>, prepared: readonly Prepared[], weights: Float64Array): MeasurePart[] {
  let column = 0;
  return prepared.map(({ name, good, knots, tail, meanRises, saysMissing }): MeasurePart => {
    const logOdds = knots.length === 0 ? [] : [0];
    let missing = 0;
    for (const meanRise of meanRises) {
      logOdds.push(logOdds[logOdds.length - 1]! + weights[column]!);
      missing += meanRise * weights[column++]!;
    }
    if (saysMissing) missing += weights[column++]!;
    return { name, good, knots, logOdds, missing, typical: typicalOf(rows, rowWeights, { name, good, knots }, logOdds), tail };
  });
}

/** Mean log odds that the number gives to good pictures. */
function typicalOf(rows: readonly AnsweredRow[], rowWeights: ArrayLike<number>, { name, good, knots }: NamedMeasure & { knots: readonly number[] }, logOdds: readonly number[]): number {
  if (knots.length === 0) return 0;
  let sum = 0;
  let total = 0;
  rows.forEach((row, index) => {
    const value = row.isGood ? valueOf(row.values, name) : null;
    if (value === null) return;
    const weight = rowWeights[index]!;
    rises(knots, oriented(value, good)).forEach((rise, piece) => (sum += weight * rise * (logOdds[piece + 1]! - logOdds[piece]!)));
    total += weight;
  });
  return sum / total;
}
