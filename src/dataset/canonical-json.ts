/** JSON with one spelling per value, so that equal records are equal bytes. */
import { DatasetError } from "../core/errors.js";

/**
 * JSON with keys in code-unit order and a newline at the end; numbers as JavaScript writes them (the shortest form that
 * reads back equal, −0 as 0).
 * @param indent spaces per level; 0 = one line
 * @throws E_INTERNAL for what JSON would silently turn into null or drop: NaN, infinities, undefined, functions
 */
export function canonicalJson(value: unknown, indent = 0): string {
  return `${JSON.stringify(ordered(value, ""), null, indent)}\n`;
}

function ordered(value: unknown, path: string): unknown {
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map((item, index) => ordered(item, `${path}[${index}]`));
  if (typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype) {
    // Whole-number keys come first in any object; that order is as fixed as the sorted one.
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, item]) => [key, ordered(item, `${path}.${key}`)]),
    );
  }
  throw new DatasetError("E_INTERNAL", `${path.slice(1) || "The value"} is ${String(value)}, which JSON cannot hold.`, { subject: path });
}
