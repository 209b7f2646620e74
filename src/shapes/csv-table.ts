/** Reads the text of the original's model list. */
import { DatasetError } from "../core/errors.js";
import { radians } from "../core/math.js";

/** One row. */
export interface CsvModel {
  /** From 1. */
  line: number;
  /** WordNet id, as written. */
  synset: string;
  model: string;
  /** Replaces the recipe's camera distance; null where empty. */
  distance: number | null;
  azimuthRadians: number;
  elevationRadians: number;
  /** 1 = a good example, 2 = resembles the synset; null where empty. */
  strength: number | null;
  /** 1..5; null where empty. */
  preset: number | null;
}

const REQUIRED = ["synset", "model"] as const;
const OPTIONAL = ["distance", "azimuth", "elevation", "strength", "sampling"] as const;

/**
 * @param file for messages
 * @throws DatasetError E_MANIFEST naming the line: missing columns, values that are no numbers, a model listed twice
 */
export function readModelCsv(text: string, file: string): CsvModel[] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  const fail = (line: number, what: string, hint: string): never => {
    throw new DatasetError("E_MANIFEST", `Line ${line} of ${file} ${what}.`, { hint, subject: file });
  };
  const columns = splitCsvLine(lines[0] ?? "").map((name) => name.trim().toLowerCase());
  const missing = [...REQUIRED, ...OPTIONAL].filter((name) => !columns.includes(name));
  if (missing.length > 0) fail(1, `lacks the column${missing.length === 1 ? "" : "s"} ${missing.join(", ")}; it has ${columns.filter((name) => name !== "").join(", ") || "none"}`, "The first line must name synset, model, distance, azimuth, elevation, strength and sampling, in any order.");
  const seen = new Map<string, number>();
  return lines.slice(1).flatMap((text, index): CsvModel[] => {
    if (text.trim() === "") return [];
    const line = index + 2;
    const cells = splitCsvLine(text);
    if (cells.length !== columns.length) fail(line, `has ${cells.length} values for ${columns.length} columns`, "Check its commas and quotes.");
    const cell = (name: (typeof REQUIRED | typeof OPTIONAL)[number]): string => cells[columns.indexOf(name)]!.trim();
    const number = (name: (typeof OPTIONAL)[number]): number | null => {
      const written = cell(name);
      if (written === "") return null;
      const value = Number(written);
      return Number.isFinite(value) ? value : fail(line, `has ${JSON.stringify(written)} as ${name}`, "It must be a number, or empty.");
    };
    for (const name of REQUIRED) if (cell(name) === "") fail(line, `has no ${name}`, "Every line needs a synset and a model.");
    const id = `${cell("synset")}/${cell("model")}`;
    const before = seen.get(id);
    if (before !== undefined) fail(line, `lists ${id} again, as line ${before} does`, "Remove one of the two lines.");
    seen.set(id, line);
    const [distance, strength, preset] = [number("distance"), number("strength"), number("sampling")];
    if (distance !== null && distance <= 0) fail(line, `has the distance ${distance}`, "It must be above 0, or empty.");
    if (strength !== null && strength !== 1 && strength !== 2) fail(line, `has the strength ${strength}`, "It must be 1 (good) or 2 (resembles), or empty.");
    if (preset !== null && !(Number.isInteger(preset) && preset >= 1 && preset <= 5)) fail(line, `has the sampling ${preset}`, "It must be a preset from 1 to 5, or empty.");
    return [{ line, synset: cell("synset"), model: cell("model"), distance, azimuthRadians: radians(number("azimuth") ?? 0), elevationRadians: radians(number("elevation") ?? 0), strength, preset }];
  });
}

/** Cells of a line; quotes as in RFC 4180, without line breaks inside. */
function splitCsvLine(line: string): string[] {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    if (line[at] === '"') {
      let cell = "";
      for (at++; at < line.length && !(line[at] === '"' && line[at + 1] !== '"'); at++) {
        if (line[at] === '"') at++;
        cell += line[at];
      }
      at++;
      cells.push(cell);
    } else {
      const end = line.indexOf(",", at);
      cells.push(line.slice(at, end === -1 ? undefined : end));
      at = end === -1 ? line.length : end;
    }
    if (line[at] !== ",") return cells;
    at++;
  }
}
