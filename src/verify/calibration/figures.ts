/** How well a calibration does on its own rows, by models that have not seen them. */
import type { Measure } from "../signal.js";
import { bootstrapInterval, type Interval } from "../statistics/bootstrap.js";
import { expectedCalibrationError, reliabilityCurve } from "../statistics/reliability.js";
import { areaOfSorted, rocArea, rocCurve, type Scored } from "../statistics/roc.js";
import { thinned } from "../statistics/thinned.js";
import { oriented } from "./additive-model.js";
import type { Calibration } from "./calibration.js";
import { type AnsweredRow, valueOf } from "./row.js";
import { kindsOf } from "./unseen-kinds.js";

/** The area under the curve with its bootstrap interval over the rows. */
export function areaWithInterval(scored: readonly Scored[], { seed, purpose }: { seed: number; purpose: string }): { auc: number | null; aucInterval: Interval | null } {
  const sorted = [...scored].sort((a, b) => a.score - b.score);
  const auc = areaOfSorted(sorted);
  return { auc, aucInterval: auc === null ? null : bootstrapInterval(sorted.length, (times) => areaOfSorted(sorted, times), { seed, purpose }) };
}

/** Range, gaps and area of each number alone. */
export function measureFigures(rows: readonly AnsweredRow[], measures: readonly Pick<Measure, "name" | "good">[], seed: number): Calibration["measures"] {
  return measures.flatMap(({ name, good }) => {
    const scored: Scored[] = [];
    let low = Infinity;
    let high = -Infinity;
    for (const { values, isGood } of rows) {
      const value = valueOf(values, name);
      if (value === null) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
      scored.push({ score: oriented(value, good), isGood });
    }
    if (scored.length === 0) return [];
    return [{ name, good, low, high, missing: rows.length - scored.length, ...areaWithInterval(scored, { seed, purpose: `measure/${name}` }) }];
  });
}

/** Cross-fitted scores and chances of the rows. */
export interface CrossFitted {
  rows: readonly AnsweredRow[];
  weights: Float64Array;
  scores: Float64Array;
  chances: Float64Array;
  /** Scores by models that have not seen the row's kind of defect; null with too few kinds. */
  unseenScores: Float64Array | null;
}

/** The figures of all rows together. */
export function overallFigures({ rows, weights, scores, chances, unseenScores }: CrossFitted, seed: number): Calibration["figures"] {
  const scoredBy = (by: Float64Array): Scored[] => rows.map(({ isGood }, index) => ({ score: by[index]!, isGood }));
  const forecasts = rows.map(({ isGood }, index) => ({ chance: chances[index]!, isGood, weight: weights[index]! }));
  return {
    ...areaWithInterval(scoredBy(scores), { seed, purpose: "combined" }),
    unseenAuc: unseenScores === null ? null : rocArea(scoredBy(unseenScores)),
    expectedCalibrationError: expectedCalibrationError(forecasts),
    roc: thinned(rocCurve(scoredBy(scores))),
    reliability: reliabilityCurve(forecasts),
  };
}

/** The area of each kind of planted defect against all good rows. */
export function kindFigures({ rows, scores, unseenScores }: CrossFitted): Calibration["kinds"] {
  return kindsOf(rows).map((kind) => {
    const chosen = rows.map((row, index) => ({ row, index })).filter(({ row }) => row.isGood || row.plantedKind === kind);
    const areaBy = (by: Float64Array): number | null => rocArea(chosen.map(({ row, index }) => ({ score: by[index]!, isGood: row.isGood })));
    return { kind, count: rows.filter((row) => !row.isGood && row.plantedKind === kind).length, auc: areaBy(scores), unseenAuc: unseenScores === null ? null : areaBy(unseenScores) };
  });
}
