/** All samples of a run as columns: small enough to hold 100,000 of them, fast enough to look through at each key press. */
import { FIELDS, type FieldKind, type FieldValue, JUDGEMENT_FIELDS, RECORD_FIELDS } from "./fields.js";
import type { SampleRecord } from "../../sample/record.js";

/** Rows of one shard, by columns; what the index on disk holds. */
export interface PackedRows {
  /** Sample indices, ascending. */
  index: number[];
  /** sha256 of each image; empty where the record names none. */
  imageSha256: string[];
  /** By the names of RECORD_FIELDS. */
  values: Record<string, FieldValue[]>;
}

/** What was said about a sample. */
export interface Judgement {
  verdict: string | null;
  score: number | null;
  /** `person` or `calibration`; null where nothing was said. */
  decided: string | null;
}

/** A column: numbers, NaN where there is none; or places in a dictionary, −1 where there is none. */
export type Column = { kind: "number"; values: Float64Array } | { kind: "choice" | "text"; codes: Int32Array; words: string[] };

/** See the head of this file. */
export interface SampleTable {
  length: number;
  imageSha256: readonly string[];
  columns: ReadonlyMap<string, Column>;
}

/** A row as it is shown. */
export interface SampleRow {
  id: number;
  imageSha256: string;
  values: Record<string, FieldValue>;
}

export function emptyRows(): PackedRows {
  return { index: [], imageSha256: [], values: Object.fromEntries(RECORD_FIELDS.map(({ name }) => [name, []])) };
}

/** Adds a record; records come in the order of their indices. */
export function addRecord(rows: PackedRows, record: SampleRecord): void {
  rows.index.push(record.index);
  rows.imageSha256.push(record.files["image"]?.sha256 ?? "");
  for (const { name, of } of RECORD_FIELDS) rows.values[name]!.push(of(record));
}

function column(kind: FieldKind, length: number, valueAt: (fill: (value: FieldValue) => void) => void): Column {
  let at = 0;
  if (kind === "number") {
    const values = new Float64Array(length).fill(Number.NaN);
    valueAt((value) => (values[at++] = typeof value === "number" ? value : Number.NaN));
    return { kind, values };
  }
  const codes = new Int32Array(length);
  const words: string[] = [];
  const known = new Map<string, number>();
  valueAt((value) => {
    let code = -1;
    if (value !== null) {
      const word = String(value);
      code = known.get(word) ?? -1;
      if (code < 0) {
        known.set(word, (code = words.length));
        words.push(word);
      }
    }
    codes[at++] = code;
  });
  return { kind, codes, words };
}

/**
 * One table of the rows of all shards.
 * @param shards in the order of their indices
 * @param judgementOf what was said about a sample, given its index and its image's sha256
 */
export function makeTable(shards: readonly PackedRows[], judgementOf: (index: number, imageSha256: string) => Judgement | null): SampleTable {
  const length = shards.reduce((sum, { index }) => sum + index.length, 0);
  const columns = new Map<string, Column>();
  columns.set("id", column("number", length, (fill) => shards.forEach(({ index }) => index.forEach(fill))));
  const imageSha256 = shards.flatMap((shard) => shard.imageSha256);
  const judgements = shards.flatMap((shard) => shard.index.map((index, at) => judgementOf(index, shard.imageSha256[at]!)));
  for (const { name, kind } of JUDGEMENT_FIELDS) columns.set(name, column(kind, length, (fill) => judgements.forEach((judgement) => fill(judgement?.[name as keyof Judgement] ?? null))));
  for (const { name, kind } of RECORD_FIELDS) columns.set(name, column(kind, length, (fill) => shards.forEach(({ values }) => values[name]!.forEach(fill))));
  return { length, imageSha256, columns };
}

/** The value of a field in a row. */
export function valueAt(table: SampleTable, name: string, row: number): FieldValue {
  const found = table.columns.get(name);
  if (found === undefined) return null;
  if (found.kind === "number") return Number.isNaN(found.values[row]!) ? null : found.values[row]!;
  const code = found.codes[row]!;
  return code < 0 ? null : found.words[code]!;
}

/** A row as it is shown; fields without a value are left out. */
export function rowAt(table: SampleTable, row: number): SampleRow {
  const values: Record<string, FieldValue> = {};
  for (const { name } of FIELDS) {
    const value = valueAt(table, name, row);
    if (value !== null && name !== "id") values[name] = value;
  }
  return { id: valueAt(table, "id", row) as number, imageSha256: table.imageSha256[row]!, values };
}

/** The row of a sample; null where the table has none. */
export function rowOf(table: SampleTable, index: number): number | null {
  const { values } = table.columns.get("id") as { values: Float64Array };
  let [low, high] = [0, table.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (values[middle] === index) return middle;
    if (values[middle]! < index) low = middle + 1;
    else high = middle - 1;
  }
  return null;
}
