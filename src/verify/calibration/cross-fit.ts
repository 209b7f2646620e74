/** Rows as models see them that have not seen them. */
import type { Measure } from "../signal.js";
import { termsOf, type Terms } from "./additive-model.js";
import { fitAdditive } from "./fit-additive.js";
import type { AnsweredRow } from "./row.js";

/** Rows with how much they count. */
export interface WeightedRows {
  rows: readonly AnsweredRow[];
  weights: Float64Array;
}

/**
 * What models make of each row that have not seen its part.
 * @param parts of every row; the model for part p learns from all rows outside it for which `trains` is true
 */
export function crossFit({ rows, weights }: WeightedRows, parts: readonly number[], measures: readonly Pick<Measure, "name" | "good">[], penalty: number, trains: (row: AnsweredRow, part: number) => boolean = () => true): Terms[] {
  const terms = new Array<Terms>(rows.length);
  for (const part of new Set(parts)) {
    const train = rows.map((_, index) => index).filter((index) => parts[index] !== part && trains(rows[index]!, part));
    const model = fitAdditive(train.map((index) => rows[index]!), train.map((index) => weights[index]!), measures, penalty);
    rows.forEach(({ values }, index) => {
      if (parts[index] === part) terms[index] = termsOf(model, values);
    });
  }
  return terms;
}
