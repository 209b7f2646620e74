import { expect, test } from "vitest";
import { facetsOf } from "../../../src/studio/table/facets.js";
import { RECORD_FIELDS } from "../../../src/studio/table/fields.js";
import { parseQuery } from "../../../src/studio/table/query.js";
import { makeTable } from "../../../src/studio/table/sample-table.js";

const ROWS = [{ category: "car", azimuth: 0, prompt: "a" }, { category: "car + bus", azimuth: 180, prompt: null }, { category: "bus", azimuth: null, prompt: null }];
const table = makeTable([{ index: [0, 1, 2], imageSha256: ["", "", ""], values: Object.fromEntries(RECORD_FIELDS.map(({ name }) => [name, ROWS.map((row) => (row as Record<string, string | number | null>)[name] ?? null)])) }], () => null);
const facet = (query: string, name: string) => facetsOf(table, parseQuery(new URLSearchParams(query)).filters).find((each) => each.name === name);

test("choices are counted under the filters of the other fields, not their own", () => {
  expect(facet("", "category")).toMatchObject({ choices: [{ value: "bus", count: 2 }, { value: "car", count: 2 }], missing: 0 });
  expect(facet("category=bus", "category")).toMatchObject({ choices: [{ value: "bus", count: 2 }, { value: "car", count: 2 }] });
  expect(facet("azimuth=0..90", "category")).toMatchObject({ choices: [{ value: "car", count: 1 }, { value: "bus", count: 0 }] });
});

test("numbers have a range that holds still, and bins that hold every row", () => {
  const whole = facet("", "azimuth");
  expect(whole).toMatchObject({ low: 0, high: 180, missing: 1 });
  expect(facet("category=car", "azimuth")).toMatchObject({ low: 0, high: 180, missing: 0 });
  expect(whole?.kind === "number" && whole.bins.reduce((sum, bin) => sum + bin, 0)).toBe(2);
});

test("fields that no row has are not there", () => {
  expect(facet("", "verdict")).toBeUndefined();
  expect(facet("", "prompt")).toMatchObject({ kind: "text", missing: 2 });
});
