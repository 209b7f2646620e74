/** Fits all parts of a calibration's model, and says what they make of rows that they have not seen. */
import type { Measure } from "../signal.js";
import { type AdditiveModel, type Terms } from "./additive-model.js";
import { combined, fitCombination, type JudgedRow, withCombination } from "./combine.js";
import { crossFit, type WeightedRows } from "./cross-fit.js";
import { crossFolds } from "./cross-folds.js";
import { chanceOf, type Curve, fitCurve } from "./curve.js";
import { fitAdditive } from "./fit-additive.js";
import { surprise } from "./logistic.js";
import { crossFitUnseenKinds } from "./unseen-kinds.js";

/** Strengths of the penalty that are tried. */
const PENALTIES = [0.5, 3, 20] as const;

/** How much models count that do not know a row's kind of defect, where the parts of the model are weighed. */
const UNSEEN_SHARE = 0.1;

/** What was fitted. */
export interface FittedModel {
  penalty: number;
  model: AdditiveModel;
  curve: Curve;
  /** Per row, by models, combinations and curves that have not seen it: log odds and chance. */
  scores: Float64Array;
  chances: Float64Array;
  /** Log odds by models that have not seen the row's kind of defect either; null with too few kinds. */
  unseenScores: Float64Array | null;
}

interface Judged {
  penalty: number;
  seen: Terms[];
  unseen: Terms[] | null;
}

/** Fits the model to rows; everything that is said of the rows themselves is cross-fitted. */
export function fitModel(weighted: WeightedRows, measures: readonly Pick<Measure, "name" | "good">[], { folds: foldCount, seed }: { folds: number; seed: number }): FittedModel {
  const { rows, weights } = weighted;
  const folds = crossFolds(rows, foldCount, seed);
  const judged = bestJudged(weighted, measures, folds, seed);
  const scores = new Float64Array(rows.length);
  const chances = new Float64Array(rows.length);
  const unseenScores = judged.unseen === null ? null : new Float64Array(rows.length);
  for (const fold of new Set(folds)) {
    const { combination, curve } = fitTop(weighted, judged, (index) => folds[index] !== fold);
    rows.forEach((_, index) => {
      if (folds[index] !== fold) return;
      scores[index] = combined(combination, judged.seen[index]!);
      chances[index] = chanceOf(curve, scores[index]!);
      if (unseenScores !== null) unseenScores[index] = combined(combination, judged.unseen![index]!);
    });
  }
  const { combination, curve } = fitTop(weighted, judged, () => true);
  return { penalty: judged.penalty, model: withCombination(fitAdditive(rows, weights, measures, judged.penalty), combination), curve, scores, chances, unseenScores };
}

/** The penalty with the least surprise over rows of kinds that were seen and of kinds that were not. */
function bestJudged(weighted: WeightedRows, measures: readonly Pick<Measure, "name" | "good">[], folds: readonly number[], seed: number): Judged {
  let best: { judged: Judged; loss: number } | null = null;
  for (const penalty of PENALTIES) {
    const judged: Judged = { penalty, seen: crossFit(weighted, folds, measures, penalty), unseen: crossFitUnseenKinds(weighted, measures, penalty, seed) };
    const judgedRows = rowsOf(weighted, judged, () => true);
    const combination = fitCombination(judgedRows);
    const loss = judgedRows.reduce((sum, { terms, isGood, weight }) => sum + weight * surprise(combined(combination, terms), isGood), 0);
    if (best === null || loss < best.loss) best = { judged, loss };
  }
  return best!.judged;
}

/** Combination and curve of some rows. The curve is that of kinds that were seen: chances are those of what was planted. */
function fitTop(weighted: WeightedRows, judged: Judged, isIn: (index: number) => boolean): { combination: ReturnType<typeof fitCombination>; curve: Curve } {
  const combination = fitCombination(rowsOf(weighted, judged, isIn));
  const chosen = rowsOf(weighted, { ...judged, unseen: null }, isIn);
  const curve = fitCurve(Float64Array.from(chosen, ({ terms }) => combined(combination, terms)), chosen.map(({ isGood }) => isGood), Float64Array.from(chosen, ({ weight }) => weight));
  return { combination, curve };
}

/** Rows as models see them, each counted once; where there are models that do not know its kind, partly by those. */
function rowsOf({ rows, weights }: WeightedRows, { seen, unseen }: Judged, isIn: (index: number) => boolean): JudgedRow[] {
  return rows.flatMap(({ isGood }, index): JudgedRow[] => {
    if (!isIn(index)) return [];
    const weight = weights[index]!;
    const first = { terms: seen[index]!, isGood, weight };
    return unseen === null ? [first] : [{ ...first, weight: weight * (1 - UNSEEN_SHARE) }, { terms: unseen[index]!, isGood, weight: weight * UNSEEN_SHARE }];
  });
}
