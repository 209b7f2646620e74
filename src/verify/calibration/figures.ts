/** How well a calibration does on its own rows, by models that have not seen them. */
import type { Measure } from "../signal.js";
import { bootstrapInterval, bootstrapIntervals, type Interval } from "../statistics/bootstrap.js";
import { expectedCalibrationError, reliabilityCurve } from "../statistics/reliability.js";
import { drawnArea, rocArea, rocCurve, type Scored } from "../statistics/roc.js";
import { thinned } from "../../plots/thinned.js";
import { oriented } from "./additive-model.js";
import type { Calibration } from "./calibration.js";
import { type AnsweredRow, valueOf } from "./row.js";
import { kindsOf } from "./unseen-kinds.js";

/** The area under the curve with its bootstrap interval over the rows. */
export function areaWithInterval(scored: readonly Scored[], { seed, purpose }: { seed: number; purpose: string }): { auc: number | null; aucInterval: Interval | null } {
  const auc = rocArea(scored);
  return { auc, aucInterval: auc === null ? null : bootstrapInterval(scored.length, drawnArea(scored), { seed, purpose }) };
}

/** Range, gaps and area of each number alone; those that no row has are left out. */
export function measureFigures(rows: readonly AnsweredRow[], measures: readonly Pick<Measure, "name" | "good">[], seed: number): Calibration["measures"] {
  const found = measures.flatMap(({ name, good }) => {
    const scored = rows.map(({ values, isGood }): Scored | null => {
      const value = valueOf(values, name);
      return value === null ? null : { score: oriented(value, good), isGood };
    });
    const present = scored.filter((row) => row !== null);
    return present.length === 0 ? [] : [{ name, good, scored, present }];
  });
  const intervals = bootstrapIntervals(rows.length, found.map(({ scored }) => drawnArea(scored)), { seed, purpose: "measures" });
  return found.map(({ name, good, present }, at) => {
    const ends = present.reduce(({ low, high }, { score }) => ({ low: Math.min(low, score), high: Math.max(high, score) }), { low: Infinity, high: -Infinity });
    const [low, high] = good === "high" ? [ends.low, ends.high] : [oriented(ends.high, good), oriented(ends.low, good)];
    const auc = rocArea(present);
    return { name, good, low, high, missing: rows.length - present.length, auc, aucInterval: auc === null ? null : intervals[at]! };
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
