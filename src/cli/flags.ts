/** Flags: a command's own, and any option of a recipe by its path. Nothing unknown is let through. */
import { DatasetError } from "../core/errors.js";
import { nearest } from "../core/nearest.js";

/** What tells flags that are paths into a recipe; loaded only where it is needed. */
export interface RecipePaths {
  isOptionPath(path: string): boolean;
  nearestPath(steps: readonly (string | number)[]): string | null;
  pathSteps(path: string): (string | number)[];
}

/** A flag of a command. */
export interface Flag {
  kind: "text" | "switch";
  /** What stands for the value in help texts. */
  value?: string;
  description: string;
}

/** Values of flags: a switch is true or false, a text null when it was not given. */
export type FlagValues<Flags extends Readonly<Record<string, Flag>>> = {
  [Name in keyof Flags]: Flags[Name]["kind"] extends "switch" ? boolean : string | null;
};

/** A command line taken apart. */
export interface ParsedFlags {
  values: Record<string, string | boolean | null>;
  arguments: string[];
  /** Text values by recipe path. */
  overrides: Record<string, string>;
}

/**
 * Takes a command line apart.
 * @param recipe null where a command takes no recipe
 * @throws DatasetError E_OPTION for an unknown flag (naming the nearest) and a flag without its value
 */
export function parseFlags(args: readonly string[], flags: Readonly<Record<string, Flag>>, recipe: RecipePaths | null): ParsedFlags {
  const values = Object.fromEntries(Object.entries(flags).map(([name, flag]) => [name, flag.kind === "switch" ? false : null]));
  const parsed: ParsedFlags = { values, arguments: [], overrides: {} };
  for (let position = 0; position < args.length; position++) {
    const arg = args[position]!;
    if (arg === "--") return { ...parsed, arguments: [...parsed.arguments, ...args.slice(position + 1)] };
    if (!arg.startsWith("-") || arg === "-") {
      parsed.arguments.push(arg);
      continue;
    }
    const [written, inline] = splitOnce(arg, "=");
    const name = written.replace(/^--/, "");
    const flag = Object.hasOwn(flags, name) ? flags[name] : undefined;
    const path = flag === undefined ? recipePath(name, recipe) : null;
    if (flag === undefined && path === null) throw unknownFlag(written, name, flags, recipe);
    if (flag?.kind === "switch") {
      parsed.values[name] = inline === null || inline === "true";
      continue;
    }
    const next = args[position + 1];
    const value = inline ?? (next?.startsWith("--") ? undefined : next);
    if (value === undefined) {
      throw new DatasetError("E_OPTION", `${written} needs a value`, { hint: `Write ${written} VALUE or ${written}=VALUE.`, subject: written });
    }
    if (inline === null) position += 1;
    if (path === null) parsed.values[name] = value;
    else parsed.overrides[path] = value;
  }
  return parsed;
}

function splitOnce(text: string, separator: string): [string, string | null] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + separator.length)];
}

/** The recipe path of a flag; `--shard-size` means `shardSize`. */
function recipePath(name: string, recipe: RecipePaths | null): string | null {
  if (recipe === null || name.startsWith("-")) return null;
  const camelCase = name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return [name, camelCase].find((path) => recipe.isOptionPath(path)) ?? null;
}

function unknownFlag(written: string, name: string, flags: Readonly<Record<string, Flag>>, recipe: RecipePaths | null): DatasetError {
  const meant = nearest(name, [...Object.keys(flags), "help"]) ?? recipe?.nearestPath(recipe.pathSteps(name)) ?? null;
  return new DatasetError("E_OPTION", `unknown flag ${written}`, {
    hint: meant === null ? "Run the command with --help to see its flags." : `Did you mean --${meant}?`,
    subject: written,
  });
}

/**
 * Reads a whole number given to a flag.
 * @throws DatasetError E_OPTION when it is not one or below `minimum`
 */
export function wholeNumber(text: string, flag: string, minimum: number): number {
  const value = /^[+-]?\d+$/.test(text.trim()) ? Number(text) : NaN;
  if (Number.isSafeInteger(value) && value >= minimum) return value;
  throw new DatasetError("E_OPTION", `${flag} must be a whole number ≥ ${minimum}, got ${JSON.stringify(text)}`, { hint: `For example ${flag} ${Math.max(minimum, 2)}.`, subject: flag });
}

/**
 * Reads `--shard i/n`: part i of n, counted from 1 as `1/3`, `2/3`, `3/3`.
 * @returns the index counted from 1, as the library takes it
 */
export function shardOf(text: string): { index: number; count: number } {
  const match = /^(\d{1,9})\/(\d{1,9})$/.exec(text.trim());
  const index = Number(match?.[1]);
  const count = Number(match?.[2]);
  if (match !== null && index >= 1 && index <= count) return { index, count };
  throw new DatasetError("E_OPTION", `--shard must be i/n with i from 1 to n, got ${JSON.stringify(text)}`, {
    hint: "For three machines: --shard 1/3, --shard 2/3 and --shard 3/3.",
    subject: "--shard",
  });
}
