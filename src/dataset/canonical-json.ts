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
  if (Array.isArray(value)) {
    const items: unknown[] = [];
    for (let index = 0; index < value.length; index++) items.push(ordered(value[index], `${path}[${index}]`));
    return items;
  }
  if (typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype) {
    // Whole-number keys come first in any object; that order is as fixed as the sorted one.
    const entries: [string, unknown][] = [];
    for (const key of Object.keys(value).sort()) entries.push([key, ordered((value as Record<string, unknown>)[key], `${path}.${key}`)]);
    return Object.fromEntries(entries);
  }
  throw new DatasetError("E_INTERNAL", `${path.slice(1) || "The value"} is ${String(value)}, which JSON cannot hold.`, { subject: path });
}
