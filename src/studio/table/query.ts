/** Filters and orders of a table, as they stand in an address: `category=car&azimuth=330..30&prompt=red&sort=-score`. */
import { DatasetError } from "../../core/errors.js";
import { nearest } from "../../core/nearest.js";
import { FIELDS, type Field, SEPARATOR } from "./fields.js";
import type { Column, SampleTable } from "./sample-table.js";

/** What is asked of a table. */
export interface Query {
  /** By field: any of these may hold; all fields must. */
  filters: Readonly<Record<string, readonly string[]>>;
  /** Field to sort by; null: by id. */
  sort: string | null;
  descending: boolean;
}

/** How the absence of a value is written. */
export const NOTHING = "none";

const byName = new Map(FIELDS.map((field) => [field.name, field]));

/**
 * A query from the parameters of an address; parameters in `others` are not looked at.
 * @throws DatasetError E_OPTION for a field that there is not and a range that is none
 */
export function parseQuery(parameters: URLSearchParams, others: readonly string[] = []): Query {
  const filters: Record<string, string[]> = {};
  let sort: string | null = null;
  let descending = false;
  for (const [name, value] of parameters) {
    if (others.includes(name) || value === "") continue;
    if (name === "sort") {
      descending = value.startsWith("-");
      sort = fieldNamed(descending ? value.slice(1) : value).name;
      continue;
    }
    const field = fieldNamed(name);
    if (field.kind === "number" && value !== NOTHING) parseRange(field, value);
    (filters[name] ??= []).push(value);
  }
  return { filters, sort, descending };
}

/** A query as parameters of an address. */
export function formatQuery({ filters, sort, descending }: Query): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const [name, values] of Object.entries(filters)) for (const value of values) parameters.append(name, value);
  if (sort !== null) parameters.set("sort", descending ? `-${sort}` : sort);
  return parameters;
}

function fieldNamed(name: string): Omit<Field, "of"> {
  const field = byName.get(name);
  if (field !== undefined) return field;
  const meant = nearest(name, [...byName.keys()]);
  throw new DatasetError("E_OPTION", `there is no field ${JSON.stringify(name)} to filter or sort by`, { hint: meant === null ? `Fields are ${[...byName.keys()].join(", ")}.` : `Did you mean ${meant}?`, subject: name });
}

/** `30..90`, `30..`, `..90` or `45`. */
function parseRange(field: Omit<Field, "of">, text: string): [number, number] {
  const [low, high, extra] = text.includes("..") ? text.split("..") : [text, text];
  const from = low === "" ? -Infinity : Number(low);
  const to = high === "" ? Infinity : Number(high);
  if (extra !== undefined || Number.isNaN(from) || Number.isNaN(to)) {
    throw new DatasetError("E_OPTION", `${field.name}: ${JSON.stringify(text)} is no range`, { hint: `Write ${field.name}=10..20, ${field.name}=10.. or ${field.name}=..20.`, subject: field.name });
  }
  return [from, to];
}

/**
 * Rows that a query finds, in its order; rows without a value of the field that is sorted by come last.
 * @returns places of rows in the table
 */
export function runQuery(table: SampleTable, query: Query): Uint32Array {
  const keep = matching(table, query.filters);
  let count = 0;
  for (let row = 0; row < table.length; row++) count += keep[row]!;
  const rows = new Uint32Array(count);
  for (let row = 0, at = 0; row < table.length; row++) if (keep[row] === 1) rows[at++] = row;
  if (query.sort !== null && query.sort !== "id") {
    const ranks = ranksOf(table.columns.get(query.sort)!, query.descending);
    rows.sort((a, b) => ranks[a]! - ranks[b]! || a - b);
  } else if (query.descending) rows.reverse();
  return rows;
}

/** Per row 1 where all filters but `without`'s hold, else 0. */
export function matching(table: SampleTable, filters: Query["filters"], without: string | null = null): Uint8Array {
  const keep = new Uint8Array(table.length).fill(1);
  for (const [name, values] of Object.entries(filters)) {
    if (name === without || values.length === 0) continue;
    const column = table.columns.get(name)!;
    const test = column.kind === "number" ? numberTest(byName.get(name)!, column.values, values) : wordTest(column, values);
    for (let row = 0; row < table.length; row++) if (keep[row] === 1 && !test(row)) keep[row] = 0;
  }
  return keep;
}

function numberTest(field: Omit<Field, "of">, numbers: Float64Array, ranges: readonly string[]): (row: number) => boolean {
  const wantsNothing = ranges.includes(NOTHING);
  const parsed = ranges.filter((range) => range !== NOTHING).map((range) => parseRange(field, range));
  const isWithin = (value: number, [from, to]: [number, number]): boolean => (field.period !== undefined && from > to ? value >= from || value <= to : value >= from && value <= to);
  return (row) => (Number.isNaN(numbers[row]!) ? wantsNothing : parsed.some((range) => isWithin(numbers[row]!, range)));
}

/** Words are looked at once each, not once per row. */
function wordTest({ kind, codes, words }: Exclude<Column, { kind: "number" }>, wanted: readonly string[]): (row: number) => boolean {
  const wantsNothing = wanted.includes(NOTHING);
  const chosen = new Set(wanted);
  const searches = wanted.map((text) => text.toLowerCase().split(/\s+/).filter((word) => word !== ""));
  const found = words.map((word) => {
    if (kind === "choice") return chosen.has(word) || word.split(SEPARATOR).some((part) => chosen.has(part));
    const text = word.toLowerCase();
    return searches.some((search) => search.every((part) => text.includes(part)));
  });
  return (row) => (codes[row]! < 0 ? wantsNothing : found[codes[row]!]!);
}

function ranksOf(column: Column, descending: boolean): Float64Array {
  const sign = descending ? -1 : 1;
  if (column.kind === "number") return column.values.map((value) => (Number.isNaN(value) ? Infinity : sign * value));
  const order = column.words.map((_, code) => code).sort((a, b) => (column.words[a]! < column.words[b]! ? -1 : 1));
  const rank = new Float64Array(order.length);
  order.forEach((code, place) => (rank[code] = sign * place));
  return Float64Array.from(column.codes, (code) => (code < 0 ? Infinity : rank[code]!));
}
