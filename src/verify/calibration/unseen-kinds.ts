/** Rows as models see them that have not seen their kind of defect. */
import type { Measure } from "../signal.js";
import { rocArea } from "../statistics/roc.js";
import { oriented, type Terms } from "./additive-model.js";
import { crossFit, type WeightedRows } from "./cross-fit.js";
import { crossFolds } from "./cross-folds.js";
import { type AnsweredRow, valueOf } from "./row.js";

/** Kinds are left out in as many groups. */
const GROUPS = 3;

type NamedMeasure = Pick<Measure, "name" | "good">;

/** The kinds of planted defects, sorted. */
export function kindsOf(rows: readonly AnsweredRow[]): string[] {
  return [...new Set(rows.flatMap(({ plantedKind, isGood }) => (plantedKind === null || isGood ? [] : [plantedKind])))].sort();
}

/**
 * What models make of each row that have seen neither its part nor its kind of defect, nor those that the same number
 * finds best: near relations would give the answer away. Null with fewer than three kinds.
 */
export function crossFitUnseenKinds(weighted: WeightedRows, measures: readonly NamedMeasure[], penalty: number, seed: number): Terms[] | null {
  const { rows } = weighted;
  const kinds = kindsOf(rows);
  if (kinds.length < GROUPS) return null;
  const related = kinds.map((kind) => ({ kind, finder: finderOf(rows, kind, measures) })).sort((a, b) => (a.finder < b.finder ? -1 : a.finder > b.finder ? 1 : a.kind < b.kind ? -1 : 1));
  const groups = new Map(related.map(({ kind }, at) => [kind, Math.floor((at * GROUPS) / related.length)]));
  const groupOf = ({ plantedKind, isGood }: AnsweredRow): number | undefined => (plantedKind === null || isGood ? undefined : groups.get(plantedKind));
  // Rows without a kind are divided as always; those with one stand in the part of its group.
  const folds = crossFolds(rows, GROUPS, seed);
  const parts = rows.map((row, index) => groupOf(row) ?? folds[index]!);
  return crossFit(weighted, parts, measures, penalty);
}

/** The number that tells a kind best from good pictures. */
function finderOf(rows: readonly AnsweredRow[], kind: string, measures: readonly NamedMeasure[]): string {
  let best = { name: "", area: 0 };
  for (const { name, good } of measures) {
    const scored = rows.flatMap(({ values, isGood, plantedKind }) => {
      const value = isGood || plantedKind === kind ? valueOf(values, name) : null;
      return value === null ? [] : [{ score: oriented(value, good), isGood }];
    });
    const area = rocArea(scored) ?? 0;
    if (area > best.area) best = { name, area };
  }
  return best.name;
}
