/** How many samples each value of a field has, under the filters of all other fields. */
import { FIELDS, SEPARATOR } from "./fields.js";
import { matching, type Query } from "./query.js";
import type { SampleTable } from "./sample-table.js";

/** What there is of a field. */
export type Facet =
  | { name: string; title: string; kind: "choice"; unit: null; choices: { value: string; count: number }[]; missing: number; more: number }
  | { name: string; title: string; kind: "number"; unit: string | null; low: number | null; high: number | null; bins: number[]; missing: number }
  | { name: string; title: string; kind: "text"; unit: null; missing: number };

const BINS = 36;
/** Choices that are told apart; the rest is counted. */
const MOST_CHOICES = 200;

/** Facets of every field that has a value somewhere. Ranges are those of the whole table, so that they hold still. */
export function facetsOf(table: SampleTable, filters: Query["filters"]): Facet[] {
  return FIELDS.flatMap(({ name, title, kind, unit = null }): Facet[] => {
    const column = table.columns.get(name)!;
    if (name === "id") return [];
    const keep = matching(table, filters, name);
    let missing = 0;
    if (column.kind === "number") {
      let [low, high] = [Infinity, -Infinity];
      for (const value of column.values) if (!Number.isNaN(value)) [low, high] = [Math.min(low, value), Math.max(high, value)];
      if (low > high) return [];
      const bins = Array.from({ length: BINS }, () => 0);
      column.values.forEach((value, row) => {
        if (keep[row] !== 1) return;
        if (Number.isNaN(value)) missing++;
        else bins[high === low ? 0 : Math.min(BINS - 1, Math.floor(((value - low) / (high - low)) * BINS))]!++;
      });
      return [{ name, title, kind: "number", unit, low, high, bins, missing }];
    }
    if (column.words.length === 0) return [];
    const counts = new Uint32Array(column.words.length);
    column.codes.forEach((code, row) => {
      if (keep[row] !== 1) return;
      if (code < 0) missing++;
      else counts[code]!++;
    });
    if (kind === "text") return [{ name, title, kind, unit: null, missing }];
    const byValue = new Map<string, number>();
    column.words.forEach((word, code) => {
      for (const part of word.split(SEPARATOR)) byValue.set(part, (byValue.get(part) ?? 0) + counts[code]!);
    });
    const choices = [...byValue].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
    return [{ name, title, kind: "choice", unit: null, choices: choices.slice(0, MOST_CHOICES), missing, more: Math.max(0, choices.length - MOST_CHOICES) }];
  });
}
