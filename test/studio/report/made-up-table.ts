/** Tables of samples that were never made. */
import { random } from "../../../src/core/random.js";
import { emptyRows, makeTable, type SampleTable } from "../../../src/studio/table/sample-table.js";

const rounded = (value: number): number => Math.round(value * 100) / 100;

/** @param changes of a row's values, given its index */
export function madeUpTable(count: number, seed = 1, changes: (index: number) => Record<string, string | number | null> = () => ({})): SampleTable {
  const rows = emptyRows();
  const chance = random(seed, "table", "values");
  for (let index = 0; index < count; index++) {
    rows.index.push(index);
    rows.imageSha256.push(index.toString(16).padStart(64, "0"));
    const values: Record<string, string | number | null> = {
      category: ["car", "chair", "car + chair"][chance.integer(3)]!,
      shape: `shape-${chance.integer(4)}`,
      azimuth: chance.next() < 0.1 ? null : rounded(chance.next() * 359.99),
      elevation: [-90, 90, 30, 0][index % 9] ?? rounded(chance.next() * 180 - 90),
      inPlane: 0, distance: rounded(1 + chance.next() * 2), visible: rounded(chance.next()), truncation: 0, objects: 1,
      generator: "imitation", arm: null, labelStatus: "intended", environment: null, group: null, prompt: "a car", planted: chance.next() < 0.3 ? "mirrored" : null,
      ...changes(index),
    };
    for (const [name, column] of Object.entries(rows.values)) column.push(values[name] ?? null);
  }
  return makeTable([rows], (index) => (index % 4 === 3 ? null : { verdict: ["accepted", "unsure", "rejected"][index % 4]!, score: chance.next(), decided: "calibration" }));
}
