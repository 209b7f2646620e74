/** The distribution that viewpoints are compared with. */
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { csvRows } from "../../codecs/csv.js";
import { radians } from "../../core/math.js";
import { badInput, type Fields, fieldsOf, listOf, numberOf, textOf } from "../input/checks.js";
import { binAt, binsOf, DIVISION, type SphereCounts, type SphereDivision } from "./sphere-bins.js";

/** Counts of a target. */
export interface ViewpointTarget {
  all: SphereCounts;
  /** Where no viewpoint of the target names a category, all of them hold for each; null where it lacks this one. */
  ofCategory(category: string): SphereCounts | null;
}

/** Gathers a target. */
export interface TargetCounter {
  /** Radians. @param category null: of no category in particular */
  add(category: string | null, azimuth: number, elevation: number): void;
  target(): ViewpointTarget;
}

/** Begins to gather a target. */
export function targetCounter(division: SphereDivision = DIVISION): TargetCounter {
  const all = new Float64Array(binsOf(division));
  const categories = new Map<string, SphereCounts>();
  return {
    add(category, azimuth, elevation) {
      const bin = binAt(division, azimuth, elevation);
      all[bin]!++;
      if (category === null) return;
      const own = categories.get(category) ?? new Float64Array(all.length);
      categories.set(category, own);
      own[bin]!++;
    },
    target: () => ({ all, ofCategory: (category) => (categories.size === 0 ? all : (categories.get(category) ?? null)) }),
  };
}

/** Larger JSON files are refused: CSV is read line by line. */
const MOST_JSON_BYTES = 268_435_456;
const FORM = "Give a run, or a list of viewpoints with azimuth and elevation (radians) or azimuthDegrees and elevationDegrees, and category where known: JSON, or CSV with these words in its first line.";

/**
 * Reads a list of viewpoints.
 * @throws DatasetError E_EVALUATION for a file that is no such list, or an empty one; errors of the operating system
 */
export async function readTargetFile(file: string): Promise<ViewpointTarget> {
  const counter = targetCounter();
  let count = 0;
  const take = (fields: Fields, where: string): void => {
    const category = fields["category"] === undefined || fields["category"] === null ? null : textOf(fields["category"], `${where}.category`);
    const elevation = angleOf(fields, "elevation", where);
    if (Math.abs(elevation) > Math.PI / 2 + 1e-9) throw badInput(`${where}.elevation`, `${elevation} radians is beyond straight above or below`, "Elevations go from −π/2 to π/2, −90 to 90 degrees.");
    counter.add(category, angleOf(fields, "azimuth", where), elevation);
    count++;
  };
  if (file.toLowerCase().endsWith(".csv")) {
    let names: string[] | null = null;
    for await (const cells of csvRows(createReadStream(file, "utf8"))) {
      if (names === null) names = cells.map((cell) => cell.trim());
      else take(Object.fromEntries(names.map((name, at) => [name, cellOf(name, cells[at])])), `${file}, row ${count + 1}`);
    }
  } else {
    if ((await stat(file)).size > MOST_JSON_BYTES) throw badInput(file, "is too large for JSON", "Write the viewpoints as CSV, which is read line by line.");
    let value: unknown;
    try {
      value = JSON.parse(await readFile(file, "utf8"));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw badInput(file, `is not JSON: ${error.message}`, FORM);
    }
    for (const [at, each] of listOf(value, file).entries()) take(fieldsOf(each, `${file}[${at}]`), `${file}[${at}]`);
  }
  if (count === 0) throw badInput(file, "holds no viewpoint", FORM);
  return counter.target();
}

function cellOf(name: string, cell: string | undefined): unknown {
  const text = cell?.trim() ?? "";
  if (name === "category") return text === "" ? null : text;
  return text === "" ? undefined : Number(text);
}

function angleOf(fields: Fields, name: "azimuth" | "elevation", where: string): number {
  const inDegrees = fields[`${name}Degrees`];
  if (inDegrees !== undefined) return radians(numberOf(inDegrees, `${where}.${name}Degrees`));
  if (fields[name] === undefined) throw badInput(where, `${name} is missing`, FORM);
  return numberOf(fields[name], `${where}.${name}`);
}
