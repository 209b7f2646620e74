import { expect, test } from "vitest";
import { distributionReport } from "../../../src/studio/report/distribution-report.js";
import { distributionsOf } from "../../../src/studio/report/distributions.js";
import { binsBetween } from "../../../src/studio/report/number-bins.js";
import { sphereBands, viewpointDifference, viewpointsOf } from "../../../src/studio/report/viewpoints.js";
import { parseQuery, runQuery } from "../../../src/studio/table/query.js";
import type { SampleTable } from "../../../src/studio/table/sample-table.js";
import { madeUpTable } from "./made-up-table.js";

const found = (table: SampleTable, query: string): number => runQuery(table, parseQuery(new URLSearchParams(query))).length;
const rowsOf = (table: SampleTable, query = ""): Uint32Array => runQuery(table, parseQuery(new URLSearchParams(query)));

test("a bar and the filter that it leads to hold the same samples, of every field and verdict", () => {
  const table = madeUpTable(3000);
  const { series, distributions, total } = distributionReport(table, {}, 1);
  expect(total).toBe(3000);
  expect(series.map(({ name }) => name)).toEqual(["accepted", "unsure", "rejected", "not judged"]);
  expect(distributions.map(({ name }) => name)).toEqual(expect.arrayContaining(["score", "azimuth", "elevation", "distance", "visible", "category", "planted", "verdict"]));
  for (const distribution of distributions) {
    const bars = distribution.kind === "number" ? distribution.bins.map(({ range, counts }) => ({ value: range, counts })) : distribution.values;
    for (const { value, counts } of bars) {
      expect(counts.reduce((sum, count) => sum + count, 0), `${distribution.name} ${value}`).toBe(found(table, new URLSearchParams([[distribution.name, value]]).toString()));
      if (distribution.name !== "verdict") expect(counts[1], `${distribution.name} ${value} unsure`).toBe(found(table, new URLSearchParams([[distribution.name, value], ["verdict", "unsure"]]).toString()));
    }
    expect(distribution.missing.reduce((sum, count) => sum + count, 0)).toBe(found(table, `${distribution.name}=none`));
  }
});

test("a part of the sphere and its filter hold the same samples, poles and edges too", () => {
  const table = madeUpTable(4000);
  const { counts, columns, rows, count, leftOut } = viewpointsOf(table, rowsOf(table));
  rows.forEach((row, at) => columns.forEach((column, across) => {
    expect(counts[at]![across], `${row.range} ${column.range}`).toBe(found(table, `elevation=${row.range}&azimuth=${column.range}`));
  }));
  expect(count).toBe(4000 - found(table, "azimuth=none"));
  expect(leftOut["front unknown"]).toBe(found(table, "azimuth=none"));
});

test("bands of the sphere touch and leave nothing out", () => {
  for (const all of Object.values(sphereBands())) {
    const ends = all.map(({ range }) => range.split("..").map(Number));
    for (let at = 1; at < ends.length; at++) expect(Math.round((ends[at]![0]! - ends[at - 1]![1]!) * 100)).toBe(1);
  }
  expect(sphereBands().rows[0]!.range.split("..")[0]).toBe("-90");
});

test("labels that are none and samples without object are no viewpoints", () => {
  const table = madeUpTable(10, 1, (index) => ({ azimuth: 10, elevation: index === 2 ? null : 5, ...(index === 1 ? { labelStatus: "none" } : {}) }));
  const { count, images, leftOut, perCategory } = viewpointsOf(table, rowsOf(table));
  expect({ count, images, leftOut }).toEqual({ count: 8, images: 10, leftOut: { "no label": 1, "no object": 1 } });
  expect(Object.keys(perCategory).every((name) => ["car", "chair"].includes(name))).toBe(true);
});

test("bins have round edges and few of them, whatever the values are", () => {
  expect(binsBetween("visible", 0.3, 0.4)).toHaveLength(20);
  expect(binsBetween("visible", 0, 1).at(-1)).toEqual({ from: 0.95, below: 1, range: "0.95..1" });
  expect(binsBetween("score", 0, 1)[18]!.range).toBe("0.9..0.949999");
  expect(binsBetween("objects", 1, 3).map(({ range }) => range)).toEqual(["1..1", "2..2", "3..4"]);
  expect(binsBetween("distance", 1.5, 1.5)).toEqual([{ from: 1.5, below: 1.51, range: "1.5..1.51" }]);
  for (const [low, high] of [[0, 1e6], [-0.013, 0.002], [1.23, 4.56], [-90, 90]] as const) {
    const bins = binsBetween("distance", low, high);
    expect(bins.length).toBeLessThanOrEqual(32);
    expect(bins[0]!.from).toBeLessThanOrEqual(low);
    expect(bins.at(-1)!.below).toBeGreaterThanOrEqual(high);
  }
});

test("two sets of samples are compared in the same bins; the difference is that of their shares", () => {
  const [first, second] = [madeUpTable(40, 1, () => ({ category: "car", distance: 1.5 })), madeUpTable(20, 2, (index) => ({ category: index < 10 ? "car" : "bus", distance: 1.5 }))];
  const series = [{ name: "a", table: first, rows: rowsOf(first) }, { name: "b", table: second, rows: rowsOf(second) }];
  const byName = new Map(distributionsOf(series).map((each) => [each.name, each]));
  expect(byName.get("category")).toMatchObject({ difference: 0.5, values: [{ value: "car", counts: [40, 10] }, { value: "bus", counts: [0, 10] }] });
  expect(byName.get("distance")).toMatchObject({ difference: 0, lowest: 1.5, highest: 1.5 });
  const viewpoints = series.map(({ table, rows }) => viewpointsOf(table, rows)) as [ReturnType<typeof viewpointsOf>, ReturnType<typeof viewpointsOf>];
  expect(viewpointDifference(viewpoints[0], viewpoints[0])).toBeCloseTo(0, 12);
  expect(viewpointDifference(...viewpoints)).toBeGreaterThan(0.1);
});

test("an empty table has nothing to show", () => {
  const table = madeUpTable(0);
  expect(distributionReport(table, {}, 0)).toMatchObject({ total: 0, series: [{ name: "not judged", count: 0 }], distributions: [] });
  expect(viewpointsOf(table, [])).toMatchObject({ count: 0, hole: null });
});
