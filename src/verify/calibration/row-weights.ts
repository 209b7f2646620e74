/** How much each row counts. */
import type { AnsweredRow } from "./row.js";

/** Answers of people from which on they outweigh what was planted. */
export const LEAST_HUMAN_ROWS = 50;
/** How much more all answers of people count than all that was planted, then. */
const HUMAN_FACTOR = 2;

/**
 * Weights with mean 1. Planted rows count so that `badShare` of their weight is bad, whatever share was planted
 * (Elkan, "The foundations of cost-sensitive learning", IJCAI 2001): what is fitted then holds where that share is true.
 * Rows that people have answered are drawn from what there is, so their share stays; from {@link LEAST_HUMAN_ROWS} on they
 * outweigh the planted ones together.
 */
export function rowWeightsOf(rows: readonly AnsweredRow[], badShare: number): Float64Array {
  const count = (wanted: (row: AnsweredRow) => boolean): number => rows.filter(wanted).length;
  const planted = count(({ source }) => source === "planted");
  const human = rows.length - planted;
  const plantedBad = count(({ source, isGood }) => source === "planted" && !isGood);
  const mixed = plantedBad > 0 && plantedBad < planted;
  const humanWeight = human >= LEAST_HUMAN_ROWS ? Math.max(1, (HUMAN_FACTOR * planted) / human) : 1;
  const weights = Float64Array.from(rows, ({ source, isGood }) => {
    if (source === "human") return humanWeight;
    if (!mixed) return 1;
    return isGood ? ((1 - badShare) * planted) / (planted - plantedBad) : (badShare * planted) / plantedBad;
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => (weight * rows.length) / total);
}
