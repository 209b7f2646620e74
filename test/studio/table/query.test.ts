import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FieldValue } from "../../../src/studio/table/fields.js";
import { RECORD_FIELDS } from "../../../src/studio/table/fields.js";
import { formatQuery, parseQuery, runQuery } from "../../../src/studio/table/query.js";
import { makeTable, type PackedRows, rowAt, rowOf, type SampleTable, valueAt } from "../../../src/studio/table/sample-table.js";

/** A table of rows given by what matters of them. */
function tableOf(rows: readonly Partial<Record<string, FieldValue>>[], judged: (index: number) => string | null = () => null): SampleTable {
  const packed: PackedRows = {
    index: rows.map((_, at) => at * 2),
    imageSha256: rows.map((_, at) => `hash${at}`),
    values: Object.fromEntries(RECORD_FIELDS.map(({ name }) => [name, rows.map((row) => row[name] ?? null)])),
  };
  const half = Math.floor(rows.length / 2);
  const part = (from: number, to: number): PackedRows => ({ index: packed.index.slice(from, to), imageSha256: packed.imageSha256.slice(from, to), values: Object.fromEntries(Object.entries(packed.values).map(([name, values]) => [name, values.slice(from, to)])) });
  return makeTable([part(0, half), part(half, rows.length)], (index) => ({ verdict: judged(index), score: null, decided: null }));
}

const find = (table: SampleTable, query: string): number[] => Array.from(runQuery(table, parseQuery(new URLSearchParams(query))), (row) => valueAt(table, "id", row) as number);

const CARS = tableOf(
  [
    { category: "car", azimuth: 10, prompt: "A red car in the rain" },
    { category: "chair", azimuth: 350, prompt: "a chair" },
    { category: "car + chair", azimuth: 90, prompt: "Cars, red chairs" },
    { category: "bus", azimuth: null },
  ],
  (index) => (index === 2 ? "rejected" : null),
);

describe("filters", () => {
  test("of one field any may hold, of several fields all must", () => {
    expect(find(CARS, "category=car&category=bus")).toEqual([0, 4, 6]);
    expect(find(CARS, "category=car&prompt=rain")).toEqual([0]);
    expect(find(CARS, "verdict=rejected")).toEqual([2]);
  });
  test("a scene of several categories is found by each of them, and never by a part of a word", () => {
    expect(find(CARS, "category=chair")).toEqual([2, 4]);
    expect(find(CARS, "category=ca")).toEqual([]);
  });
  test("texts contain all words, in any case and order", () => {
    expect(find(CARS, "prompt=RED+car")).toEqual([0, 4]);
  });
  test("ranges may be open, and go over the seam of an angle", () => {
    expect(find(CARS, "azimuth=..90")).toEqual([0, 4]);
    expect(find(CARS, "azimuth=340..20")).toEqual([0, 2]);
    expect(find(CARS, "azimuth=none")).toEqual([6]);
    expect(find(CARS, "azimuth=10")).toEqual([0]);
  });
});

describe("orders", () => {
  test("by words and numbers, both ways; what has no value comes last", () => {
    expect(find(CARS, "sort=azimuth")).toEqual([0, 4, 2, 6]);
    expect(find(CARS, "sort=-azimuth")).toEqual([2, 4, 0, 6]);
    expect(find(CARS, "sort=category")).toEqual([6, 0, 4, 2]);
    expect(find(CARS, "sort=-id")).toEqual([6, 4, 2, 0]);
  });
});

test("a misspelt field is refused with the nearest, a range that is none with an example", () => {
  expect(() => parseQuery(new URLSearchParams("azimut=3"))).toThrow(expect.objectContaining({ code: "E_OPTION", hint: "Did you mean azimuth?" }));
  expect(() => parseQuery(new URLSearchParams("azimuth=a..b"))).toThrow(expect.objectContaining({ code: "E_OPTION" }));
  expect(() => parseQuery(new URLSearchParams("sort=azimut"))).toThrow(expect.objectContaining({ code: "E_OPTION" }));
});

const value = fc.option(fc.constantFrom("car", "bus", "a + b", "x"), { nil: null });
const rows = fc.array(fc.record({ category: value, azimuth: fc.option(fc.integer({ min: 0, max: 359 }), { nil: null }) }), { maxLength: 40 });

test("every query finds exactly the rows that hold, whatever the table", () => {
  fc.assert(fc.property(rows, fc.constantFrom("car", "a", "none"), fc.tuple(fc.integer({ min: 0, max: 359 }), fc.integer({ min: 0, max: 359 })), fc.constantFrom("id", "azimuth", "category", "-azimuth"), (all, category, [from, to], sort) => {
    const table = tableOf(all);
    const expected = all.flatMap((row, at) => {
      const isKind = row.category === null ? category === "none" : row.category.split(" + ").includes(category);
      const isThere = row.azimuth !== null && (from <= to ? row.azimuth >= from && row.azimuth <= to : row.azimuth >= from || row.azimuth <= to);
      return isKind && isThere ? [at * 2] : [];
    });
    const found = find(table, `category=${category}&azimuth=${from}..${to}&sort=${sort}`);
    expect([...found].sort((a, b) => a - b)).toEqual(expected);
    if (sort === "azimuth") expect(found.map((id) => all[id / 2]!.azimuth!)).toEqual(found.map((id) => all[id / 2]!.azimuth!).sort((a, b) => a - b));
  }));
});

test("a query survives its address", () => {
  const query = parseQuery(new URLSearchParams("category=a%26b&category=c&azimuth=1..2&sort=-score"));
  expect(parseQuery(formatQuery(query))).toEqual(query);
});

test("rows are found by their sample's number, and only those that are there", () => {
  expect([0, 2, 4, 6].map((index) => rowOf(CARS, index))).toEqual([0, 1, 2, 3]);
  expect([1, 3, 7, -1].map((index) => rowOf(CARS, index))).toEqual([null, null, null, null]);
  expect(rowAt(CARS, 1)).toEqual({ id: 2, imageSha256: "hash1", values: { category: "chair", azimuth: 350, prompt: "a chair", verdict: "rejected" } });
});
