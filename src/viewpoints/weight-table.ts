/** Tables of azimuth × elevation that come from files: histograms and importance weights. */
import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import * as z from "zod";
import { DatasetError } from "../core/errors.js";
import { sha256Hex } from "../storage/sha256.js";
import { azimuthRangeOption, rangeOption, type Range } from "./placement.js";

const MAXIMUM_BYTES = 33_554_432;

/** How a recipe names a table. */
export const weightFileOptions = z.strictObject({
  file: z
    .string()
    .min(1)
    .describe("CSV, or JSON list of rows, relative to the recipe: one row per elevation bin, the lowest first; one column per azimuth bin; numbers ≥ 0"),
  bins: z.tuple([z.int().min(1), z.int().min(1)]).optional().describe("[azimuth bins, elevation bins] that the file must have; else as many as it has"),
  azimuthDegrees: azimuthRangeOption().refine(([from, to]) => from < to, "the range is empty").default([0, 360]).describe("[from, to] of the columns"),
  elevationDegrees: rangeOption(-90, 90).refine(([from, to]) => from < to, "the range is empty").default([-90, 90]).describe("[from, to] of the rows"),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, "must be 64 hexadecimal digits")
    .optional()
    .describe("the file that was meant: another one is refused; dst3d writes it into the recipe of a run"),
});

/** How a recipe names a table, defaults filled in. */
export type WeightFileOptions = z.infer<typeof weightFileOptions>;

/** A table of weights over directions; bins are of equal width in degrees. */
export interface WeightTable {
  azimuthBins: number;
  elevationBins: number;
  azimuthDegrees: Range;
  elevationDegrees: Range;
  /** elevationBins rows of azimuthBins weights, lowest elevation first. */
  weights: Float64Array;
}

/**
 * Reads a table.
 * @param folder where a relative path starts
 * @returns the table and the file's sha256
 * @throws DatasetError E_NOT_FOUND without such a file; E_OPTION for one that is no table of weights ≥ 0 (not all 0), has another
 * shape than `bins`, or another sha256 than the recipe says
 */
export async function readWeightTable(options: WeightFileOptions, folder: string): Promise<{ table: WeightTable; sha256: string }> {
  const { file } = options;
  const bytes = await readBytes(resolve(folder, file), file);
  const sha256 = sha256Hex(bytes);
  if (options.sha256 !== undefined && options.sha256 !== sha256) {
    throw wrong(file, `is not the file that the recipe means: sha256 ${options.sha256} expected, ${sha256} found`, "Put the file back as it was, or take `sha256` out of the recipe.");
  }
  const rows = parseRows(new TextDecoder().decode(bytes), file);
  const shape = `${rows[0]!.length} × ${rows.length}`;
  for (const [index, row] of rows.entries()) {
    if (row.length !== rows[0]!.length) {
      throw wrong(file, `is not a table: row 1 has ${rows[0]!.length} columns, row ${index + 1} has ${row.length}`, "Give every row (elevation bin) the same number of columns (azimuth bins).");
    }
  }
  if (options.bins !== undefined && (rows[0]!.length !== options.bins[0] || rows.length !== options.bins[1])) {
    const turned = rows[0]!.length === options.bins[1] && rows.length === options.bins[0];
    const hint = turned ? "It looks transposed: rows are elevation bins, columns are azimuth bins." : "Change `bins` in the recipe, or the file: rows are elevation bins, columns are azimuth bins.";
    throw wrong(file, `has the wrong shape: ${options.bins[0]} × ${options.bins[1]} (azimuth × elevation) expected, ${shape} found`, hint);
  }
  const weights = Float64Array.from(rows.flat());
  if (!weights.some((weight) => weight > 0)) throw wrong(file, `holds only zeros (${shape} bins)`, "At least one bin must be above 0.");
  const { azimuthDegrees, elevationDegrees } = options;
  return { table: { azimuthBins: rows[0]!.length, elevationBins: rows.length, azimuthDegrees, elevationDegrees, weights }, sha256 };
}

/** Index of the bin that a direction falls in; −1 outside the table. */
export function binOf(table: WeightTable, azimuthDegrees: number, elevationDegrees: number): number {
  const [azimuthFrom, azimuthTo] = table.azimuthDegrees;
  const [elevationFrom, elevationTo] = table.elevationDegrees;
  const turned = azimuthDegrees - azimuthFrom - 360 * Math.floor((azimuthDegrees - azimuthFrom) / 360);
  const column = Math.floor((turned / (azimuthTo - azimuthFrom)) * table.azimuthBins);
  let row = Math.floor(((elevationDegrees - elevationFrom) / (elevationTo - elevationFrom)) * table.elevationBins);
  if (elevationDegrees === elevationTo) row = table.elevationBins - 1;
  if (column >= table.azimuthBins || row < 0 || row >= table.elevationBins) return -1;
  return row * table.azimuthBins + column;
}

async function readBytes(path: string, file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > MAXIMUM_BYTES) throw wrong(file, `has ${size} bytes: too many for a table of viewpoints`, `At most ${MAXIMUM_BYTES} bytes are read.`);
    return await readFile(path);
  } catch (cause) {
    if (DatasetError.isInstance(cause)) throw cause;
    throw new DatasetError("E_NOT_FOUND", `the table of viewpoints ${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, {
      hint: "Check the path: relative paths start at the recipe's folder.",
      subject: file,
      cause,
    });
  }
}

function parseRows(text: string, file: string): number[][] {
  const rows = /^\s*[[{"]/.test(text) ? parseJson(text, file) : parseCsv(text, file);
  if (rows.length === 0 || rows[0]!.length === 0) throw wrong(file, "is empty: rows of numbers expected", "Write one row per elevation bin, one column per azimuth bin.");
  return rows;
}

const weight = z.number().min(0);

function parseJson(text: string, file: string): number[][] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw wrong(file, `is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`, "Write a list of rows such as [[1, 2], [0, 4]], or CSV.");
  }
  const expected = "a list of rows of numbers ≥ 0 expected";
  if (!Array.isArray(value)) throw wrong(file, `has the wrong shape: ${expected}, ${describeJson(value)} found`, "Write [[1, 2], [0, 4]]: rows are elevation bins.");
  return value.map((row: unknown, index) => {
    if (!Array.isArray(row)) throw wrong(file, `has the wrong shape: ${expected}, ${describeJson(row)} found as row ${index + 1}`, "Write [[1, 2], [0, 4]]: rows are elevation bins.");
    return row.map((cell: unknown, column) => checked(weight.safeParse(cell).data, file, index, column, describeJson(cell)));
  });
}

function parseCsv(text: string, file: string): number[][] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/).filter((line) => line.trim() !== "" && !line.startsWith("#"));
  return lines.map((line, index) =>
    line.split(/[,;\t]/).map((cell, column) => {
      const value = cell.trim() === "" ? undefined : weight.safeParse(Number(cell)).data;
      return checked(value, file, index, column, JSON.stringify(cell));
    }),
  );
}

function checked(value: number | undefined, file: string, row: number, column: number, found: string): number {
  if (value !== undefined) return value;
  throw wrong(file, `row ${row + 1}, column ${column + 1}: a number ≥ 0 expected, ${found} found`, "Write numbers only: no headings, no empty cells.");
}

function describeJson(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" && value !== null ? "a group" : JSON.stringify(value);
}

function wrong(file: string, what: string, hint: string): DatasetError {
  return new DatasetError("E_OPTION", `the table of viewpoints ${file} ${what}`, { hint, subject: file });
}
