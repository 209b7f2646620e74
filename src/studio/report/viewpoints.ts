/** From where the samples of a table are seen, and how evenly. */
import { asin, degrees, radians } from "../../core/math.js";
import { type Audit, auditor } from "../../evaluate/viewpoints/audit.js";
import { jensenShannonBits } from "../../evaluate/viewpoints/divergence.js";
import { binAt, DIVISION, type SphereDivision } from "../../evaluate/viewpoints/sphere-bins.js";
import { SEPARATOR } from "../table/fields.js";
import type { SampleTable } from "../table/sample-table.js";

/** One side of the bins in a row or a column of the sphere; the filter holds exactly what the bins do. */
export interface SphereBand {
  fromDegrees: number;
  toDegrees: number;
  range: string;
}

/** An audit of a table; of each sample its main object. */
export interface Viewpoints extends Audit {
  /** Of azimuth, from 0. */
  columns: SphereBand[];
  /** Of elevation, the lowest first. */
  rows: SphereBand[];
}

/** Takes all figures. @param rows of the table */
export function viewpointsOf(table: SampleTable, rows: Iterable<number>): Viewpoints {
  const numbers = (name: string): Float64Array => (table.columns.get(name) as { values: Float64Array }).values;
  const words = (name: string): ((row: number) => string | null) => {
    const column = table.columns.get(name) as { codes: Int32Array; words: string[] };
    return (row) => (column.codes[row]! < 0 ? null : column.words[column.codes[row]!]!);
  };
  const [azimuth, elevation, distance, visible, truncation] = [numbers("azimuth"), numbers("elevation"), numbers("distance"), numbers("visible"), numbers("truncation")];
  const [category, status] = [words("category"), words("labelStatus")];
  const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
  const audit = auditor();
  for (const row of rows) {
    audit.image();
    if (status(row) === "none") audit.leaveOut("no label");
    else if (Number.isNaN(elevation[row]!)) audit.leaveOut("no object");
    else {
      audit.add({
        category: category(row)?.split(SEPARATOR)[0] ?? "no category",
        azimuth: Number.isNaN(azimuth[row]!) ? null : radians(azimuth[row]!),
        elevation: radians(elevation[row]!),
        distance: orNull(distance[row]!),
        visibleFraction: orNull(visible[row]!),
        truncation: orNull(truncation[row]!),
        size: null,
      });
    }
  }
  return { ...audit.audit(), ...sphereBands() };
}

/** How far two sets of viewpoints are from each other, from 0, the same, to 1; null where either is empty. */
export function viewpointDifference(first: Viewpoints, second: Viewpoints): number | null {
  return first.count === 0 || second.count === 0 ? null : jensenShannonBits(first.counts.flat(), second.counts.flat());
}

/** The table keeps angles with two decimals: a bin's filter goes from the first of them in it to the last. */
const STEP = 0.01;

/** The bands of a division with filters that hold what {@link binAt} puts there. */
export function sphereBands(division: SphereDivision = DIVISION): { columns: SphereBand[]; rows: SphereBand[] } {
  const { azimuthBins, sineBins } = division;
  const columnOf = (value: number): number => binAt(division, radians(value), 0) % azimuthBins;
  const rowOf = (value: number): number => Math.floor(binAt(division, 0, radians(value)) / azimuthBins);
  return {
    columns: bands(Array.from({ length: azimuthBins + 1 }, (_, at) => (360 * at) / azimuthBins), columnOf, 360 - STEP),
    rows: bands(Array.from({ length: sineBins + 1 }, (_, at) => degrees(asin(Math.min(1, (2 * at) / sineBins - 1)))), rowOf, 90),
  };
}

function bands(edges: readonly number[], binOf: (value: number) => number, last: number): SphereBand[] {
  const starts = edges.slice(0, -1).map((edge, bin) => {
    const start = Math.ceil(edge / STEP - 1e-6) * STEP;
    // An edge such as 30° may fall to either side of itself when its sine is taken.
    return Number((bin > 0 && binOf(Number(start.toFixed(2))) < bin ? start + STEP : start).toFixed(2));
  });
  return starts.map((start, bin) => {
    const end = bin + 1 < starts.length ? starts[bin + 1]! - STEP : last;
    return { fromDegrees: edges[bin]!, toDegrees: edges[bin + 1]!, range: `${start}..${Number(end.toFixed(2))}` };
  });
}
