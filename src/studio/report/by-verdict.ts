/** Rows of a table by what was said about them. */
import { matching, type Query } from "../table/query.js";
import type { SampleTable } from "../table/sample-table.js";
import type { Series } from "./distributions.js";

/** Names of the sets, in the order in which they are shown; the last have no verdict. */
export const VERDICT_SERIES = ["accepted", "unsure", "rejected", "stale", "not judged"] as const;

/** One set of samples per verdict that there is under the filters; the only set of an empty run has no rows. */
export function seriesByVerdict(table: SampleTable, filters: Query["filters"]): Series[] {
  const keep = matching(table, filters);
  const { codes, words } = table.columns.get("verdict") as { codes: Int32Array; words: string[] };
  const placeOf = words.map((word) => Math.max(0, (VERDICT_SERIES as readonly string[]).indexOf(word)));
  const rows = VERDICT_SERIES.map((): number[] => []);
  for (let row = 0; row < table.length; row++) if (keep[row] === 1) rows[codes[row]! < 0 ? VERDICT_SERIES.length - 1 : placeOf[codes[row]!]!]!.push(row);
  const all = VERDICT_SERIES.map((name, at): Series => ({ name, table, rows: Uint32Array.from(rows[at]!) }));
  const present = all.filter((series) => series.rows.length > 0);
  return present.length > 0 ? present : all.slice(-1);
}
