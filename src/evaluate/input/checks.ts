/** Checks of values from files that somebody else wrote. All complain with E_EVALUATION and say where. */
import { DatasetError } from "../../core/errors.js";

/** An object of a file, nothing known about it yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** The error for a value that cannot be used. @param where such as "results[3]" */
export function badInput(where: string, problem: string, hint: string): DatasetError {
  return new DatasetError("E_EVALUATION", `${where}: ${problem}`, { hint, subject: where });
}

/** The value as an object. */
export function fieldsOf(value: unknown, where: string): Fields {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields;
  throw badInput(where, `an object is needed, not ${shown(value)}`, "See docs/evaluate.md for the form of the file.");
}

/** The value as a list. */
export function listOf(value: unknown, where: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw badInput(where, `a list is needed, not ${shown(value)}`, "See docs/evaluate.md for the form of the file.");
}

/** A finite number. */
export function numberOf(value: unknown, where: string): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw badInput(where, `a finite number is needed, not ${shown(value)}`, "Leave out what is not known.");
}

/** A whole number that names something. */
export function idOf(value: unknown, where: string): number {
  if (Number.isSafeInteger(value)) return value as number;
  throw badInput(where, `a whole number is needed, not ${shown(value)}`, "Ids of images, categories and annotations are whole numbers.");
}

/** A text that is not empty. */
export function textOf(value: unknown, where: string): string {
  if (typeof value === "string" && value !== "") return value;
  throw badInput(where, `a text is needed, not ${shown(value)}`, "See docs/evaluate.md for the form of the file.");
}

/** As many finite numbers as asked for. */
export function numbersOf(value: unknown, count: number, where: string): readonly number[] {
  const list = listOf(value, where);
  if (list.length !== count) throw badInput(where, `${count} numbers are needed, not ${list.length}`, "See docs/evaluate.md for the form of the file.");
  for (let at = 0; at < count; at++) if (typeof list[at] !== "number" || !Number.isFinite(list[at])) numberOf(list[at], `${where}[${at}]`);
  return list as readonly number[];
}

/** A box [x, y, width, height] in pixels, with sides that are not negative. */
export function boxXYWHOf(value: unknown, where: string): readonly number[] {
  const box = numbersOf(value, 4, where);
  if (box[2]! >= 0 && box[3]! >= 0) return box;
  throw badInput(where, `[${box.join(", ")}] has a negative side`, "Boxes are [x, y, width, height].");
}

/** A value in few characters. */
export function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "number") return String(value);
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
