/** Flags that hold lists: `0.9,0.1` and `car=4.5,chair=0.9`. */
import { DatasetError } from "../core/errors.js";

/** Numbers separated by commas. @throws DatasetError E_OPTION */
export function numberList(text: string, flag: string): number[] {
  return text.split(",").map((part) => numberOf(part, text, flag));
}

/** Numbers by name. @throws DatasetError E_OPTION, also for a name that stands twice */
export function numbersByName(text: string, flag: string): Record<string, number> {
  const entries = text.split(",").map((part): [string, number] => {
    const at = part.lastIndexOf("=");
    if (at <= 0) throw wrong(text, flag, "must be NAME=NUMBER,NAME=NUMBER …");
    return [part.slice(0, at).trim(), numberOf(part.slice(at + 1), text, flag)];
  });
  const names = entries.map(([name]) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw wrong(text, flag, `names ${twice} twice`);
  return Object.fromEntries(entries);
}

function numberOf(part: string, text: string, flag: string): number {
  const value = /^\s*(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(part) ? Number(part) : NaN;
  if (Number.isFinite(value)) return value;
  throw wrong(text, flag, `has ${JSON.stringify(part)} where a number should be`);
}

function wrong(text: string, flag: string, what: string): DatasetError {
  return new DatasetError("E_OPTION", `${flag} ${what}, got ${JSON.stringify(text)}`, { hint: "`--help` shows an example.", subject: flag });
}
