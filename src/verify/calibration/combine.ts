/**
 * How much the functions of single numbers count beside the evidence that all numbers share. It is learnt from models
 * that have not seen the row (stacking; Wolpert, "Stacked generalization", Neural Networks 5(2), 1992), and partly from
 * models that have not seen its kind of defect: what is unusual must count for more than those that saw it would say.
 */
import { type AdditiveModel, SHARED, type Shared, type Terms } from "./additive-model.js";
import { fitLogistic } from "./logistic.js";

/** Raw log odds = bias + own · log odds of the numbers − Σ shared · evidence */
export interface Combination {
  bias: number;
  own: number;
  shared: Shared;
}

/** The weights are few: they are hardly drawn to their starting point. */
const PENALTY = 1;
const COLUMNS = 1 + SHARED.length;

/** A row as a model sees that has not seen it. */
export interface JudgedRow {
  terms: Terms;
  isGood: boolean;
  weight: number;
}

/** Fits the weights; none is below 0. */
export function fitCombination(rows: readonly JudgedRow[]): Combination {
  const features = new Float64Array(rows.length * COLUMNS);
  rows.forEach(({ terms }, index) => features.set([terms.logOdds, ...SHARED.map((name) => -terms.evidence[name])], index * COLUMNS));
  const { bias, weights } = fitLogistic({
    features,
    columns: COLUMNS,
    good: Uint8Array.from(rows, ({ isGood }) => (isGood ? 1 : 0)),
    rowWeights: Float64Array.from(rows, ({ weight }) => weight),
    lowest: new Float64Array(COLUMNS),
    expected: Float64Array.of(1, 0, 0, 0),
    penalty: new Float64Array(COLUMNS).fill(PENALTY),
  });
  const [own, worst, worstThree, all] = weights;
  return { bias, own: own!, shared: { worst: worst!, worstThree: worstThree!, all: all! } };
}

export function combined({ bias, own, shared }: Combination, { logOdds, evidence }: Terms): number {
  return SHARED.reduce((sum, name) => sum - shared[name] * evidence[name], bias + own * logOdds);
}

/** The model with the combination worked in. */
export function withCombination(model: AdditiveModel, { bias, own, shared }: Combination): AdditiveModel {
  const measures = model.measures.map((part) => ({ ...part, logOdds: part.logOdds.map((value) => own * value), missing: own * part.missing, typical: own * part.typical }));
  return { ...model, bias: bias + own * model.bias, measures, shared };
}
