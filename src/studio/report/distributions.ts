/** How the values of each field are spread, for several sets of samples in the same bins. */
import { FIELDS, SEPARATOR } from "../table/fields.js";
import type { SampleTable } from "../table/sample-table.js";
import { binOf, binsBetween, type NumberBin } from "./number-bins.js";

/** A set of samples: rows of a table. */
export interface Series {
  name: string;
  table: SampleTable;
  rows: Uint32Array;
}

/** What both kinds of distribution have; lists go by series. */
interface Common {
  name: string;
  title: string;
  /** Samples without a value. */
  missing: number[];
  /**
   * Of the first two series: half the sum of what their shares differ by, 0 where they are alike, 1 where they have nothing
   * in common; null where there are not two, or one has no value.
   */
  difference: number | null;
}

/** Of a field. `counts` go by series. */
export type Distribution =
  | (Common & { kind: "number"; unit: string | null; period: number | null; mean: (number | null)[]; lowest: number; highest: number; bins: (NumberBin & { counts: number[] })[] })
  | (Common & { kind: "choice"; values: { value: string; counts: number[] }[]; more: number });

/** Values that are told apart; the rest is counted. */
const MOST_VALUES = 60;
/** Its number says nothing. */
const LEFT_OUT = new Set(["id"]);

/** Distributions of every field that has a value in any of the series. */
export function distributionsOf(series: readonly Series[]): Distribution[] {
  return FIELDS.flatMap(({ name, title, kind, unit, period }): Distribution[] => {
    if (LEFT_OUT.has(name) || kind === "text") return [];
    if (kind === "choice") return choicesOf(series, name, title);
    const counted = numbersOf(series, name);
    return counted === null ? [] : [{ kind, name, title, unit: unit ?? null, period: period ?? null, ...counted, difference: differenceOf(counted.bins.map(({ counts }) => counts)) }];
  });
}

function numbersOf(series: readonly Series[], name: string): Pick<Extract<Distribution, { kind: "number" }>, "bins" | "missing" | "mean" | "lowest" | "highest"> | null {
  const columns = series.map(({ table }) => table.columns.get(name) as { values: Float64Array });
  let [lowest, highest] = [Infinity, -Infinity];
  series.forEach(({ rows }, at) => {
    const { values } = columns[at]!;
    for (const row of rows) if (!Number.isNaN(values[row]!)) [lowest, highest] = [Math.min(lowest, values[row]!), Math.max(highest, values[row]!)];
  });
  if (lowest > highest) return null;
  const bins = binsBetween(name, lowest, highest).map((bin) => ({ ...bin, counts: series.map(() => 0) }));
  const missing = series.map(() => 0);
  const mean = series.map(({ rows }, at) => {
    const { values } = columns[at]!;
    let sum = 0;
    let count = 0;
    for (const row of rows) {
      const value = values[row]!;
      if (Number.isNaN(value)) {
        missing[at]!++;
        continue;
      }
      bins[binOf(bins, value)]!.counts[at]!++;
      sum += value;
      count++;
    }
    return count === 0 ? null : sum / count;
  });
  return { bins, missing, mean, lowest, highest };
}

function choicesOf(series: readonly Series[], name: string, title: string): Distribution[] {
  const missing = series.map(() => 0);
  const byValue = new Map<string, number[]>();
  series.forEach(({ table, rows }, at) => {
    const { codes, words } = table.columns.get(name) as { codes: Int32Array; words: string[] };
    const counts = new Uint32Array(words.length);
    for (const row of rows) {
      if (codes[row]! < 0) missing[at]!++;
      else counts[codes[row]!]!++;
    }
    words.forEach((word, code) => {
      if (counts[code] === 0) return;
      for (const part of word.split(SEPARATOR)) {
        const sums = byValue.get(part) ?? series.map(() => 0);
        byValue.set(part, sums);
        sums[at]! += counts[code]!;
      }
    });
  });
  if (byValue.size === 0) return [];
  const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
  const values = [...byValue].map(([value, counts]) => ({ value, counts })).sort((a, b) => total(b.counts) - total(a.counts) || (a.value < b.value ? -1 : 1));
  return [{ kind: "choice", name, title, missing, difference: differenceOf([...values.map(({ counts }) => counts), missing]), values: values.slice(0, MOST_VALUES), more: Math.max(0, values.length - MOST_VALUES) }];
}

function differenceOf(counts: readonly (readonly number[])[]): number | null {
  const [first, second] = [0, 1].map((at) => counts.reduce((sum, each) => sum + (each[at] ?? 0), 0)) as [number, number];
  if (first === 0 || second === 0) return null;
  return counts.reduce((sum, each) => sum + Math.abs(each[0]! / first - each[1]! / second), 0) / 2;
}
