/** What zod finds wrong with a recipe → sentences for people. */
import type * as z from "zod";
import { DatasetError } from "../core/errors.js";
import { nearest } from "../core/nearest.js";
import { alternativeFor, alternatives, describeType, discriminatingKeys, type OptionNode } from "./option-node.js";
import { keysAt, optionsAt, pathEndingIn } from "./options.js";
import type { Problem } from "./problem.js";

type Path = readonly (string | number)[];
type Issue = z.core.$ZodIssue;

/** Says where a value was written, for example "(recipe.yaml, line 3)"; empty when that is unknown. */
export type Locate = (path: Path) => string;

/** Stands for the messages that a schema's author did not write. */
export const UNWRITTEN = "\u0000";

/** The problems behind zod's issues, in the recipe's words. `value` is what was parsed. */
export function describeIssues(issues: readonly Issue[], value: unknown): Problem[] {
  return issues.flatMap((issue) => describeIssue(issue, value, []));
}

/** One error for all problems. */
export function problemsError(problems: readonly Problem[], label: string, locate: Locate): DatasetError {
  const only = problems.length === 1 ? problems[0]! : null;
  const lines = problems.map((problem) => `${problem.message}${suffix(locate(problem.path))}${only !== null || problem.hint === "" ? "" : `. ${problem.hint}`}`);
  const shown = lines.slice(0, 10).map((line) => `  - ${line}`);
  if (lines.length > shown.length) shown.push(`  … and ${lines.length - shown.length} more`);
  return new DatasetError("E_RECIPE", only !== null ? lines[0]! : `${label} has ${lines.length} problems\n${shown.join("\n")}`, {
    hint: only?.hint || "`dst3d help recipe` lists all options.",
    subject: problems[0]!.path.join("."),
  });
}

function suffix(location: string): string {
  return location === "" ? "" : ` (${location})`;
}

function describeIssue(issue: Issue, value: unknown, prefix: Path): Problem[] {
  const path = [...prefix, ...(issue.path as (string | number)[])];
  const given = valueAt(value, path);
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(path, key, given));
  if (issue.code === "invalid_union") return describeUnion(issue, value, path, given);
  const name = nameOf(path);
  const written = issue.message !== UNWRITTEN && issue.message !== "" ? issue.message : null;
  if (given === undefined) {
    return [{ path, message: `${name} is missing: it must be ${typeAt(path)}`, hint: `Add ${path.at(-1)}: to ${path.length > 1 ? nameOf(path.slice(0, -1)) : "the recipe"}.` }];
  }
  if (issue.code === "custom") return [{ path, message: written === null ? `${name} is not valid` : `${name}: ${written}`, hint: "" }];
  if (issue.code === "too_small" && Array.isArray(given)) {
    return [{ path, message: `${name} needs at least ${issue.minimum} ${issue.minimum === 1 ? "entry" : "entries"}, got ${given.length}${aside(written)}`, hint: "" }];
  }
  if (issue.code === "invalid_format" && written !== null) return [{ path, message: `${name} ${written}, got ${quote(given)}`, hint: "" }];
  return [{ path, message: `${name} must be ${typeAt(path)}, got ${quote(given)}${aside(written)}`, hint: closestValue(path, given) }];
}

function aside(written: string | null): string {
  return written === null ? "" : `: ${written}`;
}

function describeUnion(issue: Extract<Issue, { code: "invalid_union" }>, value: unknown, path: Path, given: unknown): Problem[] {
  const node = optionsAt(path)[0];
  const branches = node?.anyOf ?? [];
  const branch = alternativeFor(branches, given);
  const errors = issue.errors[branch];
  if (branch >= 0 && errors !== undefined) return errors.flatMap((inner) => describeIssue(inner, value, path));
  const word = node === undefined ? null : unknownWord(node, given);
  if (word !== null) {
    const at = [...path, word.key];
    return [{ path: at, message: `${nameOf(at)} must be one of ${word.known.join(", ")}, got ${quote(word.given)}`, hint: closestWord(word.given, word.known) }];
  }
  const keys = node === undefined ? [] : discriminatingKeys(node);
  const isGroup = typeof given === "object" && given !== null && !Array.isArray(given);
  if (keys.length === 0 || !isGroup) return [{ path, message: `${nameOf(path)} must be ${typeAt(path)}, got ${quote(given)}`, hint: closestValue(path, given) }];
  const found = Object.keys(given);
  const meant = found.map((key) => ({ key, meant: nearest(key, keys) })).find((pair) => pair.meant !== null);
  return [{
    path,
    message: `${nameOf(path)} must have one of ${keys.join(", ")}, got ${found.length === 0 ? "nothing" : found.join(", ")}`,
    hint: meant === undefined ? "" : `Did you mean ${meant.meant} instead of ${meant.key}?`,
  }];
}

/** The word by which all alternatives are told apart, such as `type`, where it is none of theirs. */
function unknownWord(node: OptionNode, given: unknown): { key: string; given: unknown; known: readonly unknown[] } | null {
  if (typeof given !== "object" || given === null) return null;
  const groups = alternatives(node).filter((option) => option.type === "object");
  for (const [key, value] of Object.entries(given)) {
    const known = groups.map(({ properties }) => properties?.[key]?.const);
    if (known.length > 1 && known.every((word) => typeof word === "string") && !(known as unknown[]).includes(value)) return { key, given: value, known };
  }
  return null;
}

function unknownKey(path: Path, key: string, given: unknown): Problem {
  const whole = [...path, key].join(".");
  const others = discriminatingKeys(optionsAt(path)[0] ?? {});
  const present = others.filter((other) => typeof given === "object" && given !== null && Object.hasOwn(given, other));
  if (present.length > 1) {
    return { path: [...path, key], message: `${nameOf(path)} has ${present.join(" and ")}: an entry has one of them`, hint: "Write an entry of its own for each." };
  }
  const known = keysOfBranch(path, given);
  const meant = nearest(key, known) ?? (keysAt(path).includes(key) ? null : pathEndingIn(key));
  const hint = meant === null ? `Known here: ${known.join(", ")}.` : `Did you mean ${meant}?`;
  return { path: [...path, key], message: `unknown option ${whole}`, hint };
}

/** The keys of the alternative that the user had in mind, so that `categories` is not offered beside `builtin`; those of all when that cannot be said. */
function keysOfBranch(path: Path, given: unknown): readonly string[] {
  const branches = optionsAt(path).flatMap(alternatives);
  const properties = branches[alternativeFor(branches, given)]?.properties;
  return properties === undefined ? keysAt(path) : Object.keys(properties);
}

function closestValue(path: Path, given: unknown): string {
  if (typeof given !== "string") return "";
  return closestWord(given, optionsAt(path).flatMap(alternatives).flatMap((node) => [...(node.enum ?? []), ...(node.const === undefined ? [] : [node.const])]));
}

function closestWord(given: unknown, words: readonly unknown[]): string {
  const meant = typeof given === "string" ? nearest(given, words.filter((word) => typeof word === "string")) : null;
  return meant === null ? "" : `Did you mean ${meant}?`;
}

function typeAt(path: Path): string {
  const nodes = optionsAt(path);
  const known = nodes.map(describeType);
  return known.length === 0 ? "something else" : [...new Set(known)].join(" or ");
}

function nameOf(path: Path): string {
  return path.length === 0 ? "the recipe" : path.join(".");
}

function valueAt(value: unknown, path: Path): unknown {
  let current: unknown = value;
  for (const step of path) {
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, step)) return undefined;
    current = (current as Record<string | number, unknown>)[step];
  }
  return current;
}

function quote(value: unknown): string {
  const text = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
