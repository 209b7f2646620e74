/** Overrides of single options: `camera.width` = "640", as they come from flags or a program. */
import { parse } from "yaml";
import { DatasetError } from "../core/errors.js";
import { nearest } from "../core/nearest.js";
import { alternatives, type OptionNode } from "./option-node.js";
import { keysAt, optionsAt, pathEndingIn } from "./options.js";

/** Values by dotted path; text is read the way the option needs it, other values are taken as they are. */
export type Overrides = Readonly<Record<string, unknown>>;

/** Splits `shapes.0.categories` into its steps; whole numbers are positions. */
export function pathSteps(path: string): (string | number)[] {
  return path.split(".").map((step) => (/^\d{1,6}$/.test(step) ? Number(step) : step));
}

/** True when a recipe has an option of this path. */
export function isOptionPath(path: string): boolean {
  return optionsAt(pathSteps(path)).length > 0;
}

/**
 * A copy of the value with the overrides put in; groups that are missing are made.
 * @throws DatasetError E_OPTION for a path that no recipe has or a position that leaves a gap in a list
 */
export function applyOverrides(value: unknown, overrides: Overrides): unknown {
  const copy: unknown = structuredClone(value ?? {});
  if (typeof copy !== "object" || copy === null || Array.isArray(copy)) return copy;
  for (const [path, given] of Object.entries(overrides)) {
    const steps = pathSteps(path);
    const options = optionsAt(steps);
    if (options.length === 0) throw unknownPath(path, steps);
    put(copy as Record<string, unknown>, steps, typeof given === "string" ? readText(given, options) : given, path);
  }
  return copy;
}

/** The nearest path that a recipe has to one that it lacks. */
export function nearestPath(steps: readonly (string | number)[]): string | null {
  for (let length = 0; length < steps.length; length++) {
    if (optionsAt(steps.slice(0, length + 1)).length > 0) continue;
    const meant = nearest(String(steps[length]), keysAt(steps.slice(0, length)));
    if (meant === null) return pathEndingIn(steps.join("."));
    return [...steps.slice(0, length), meant, ...steps.slice(length + 1)].join(".");
  }
  return steps.join(".");
}

function unknownPath(path: string, steps: readonly (string | number)[]): DatasetError {
  const meant = nearestPath(steps);
  return new DatasetError("E_OPTION", `a recipe has no option ${path}`, {
    hint: meant === null ? "`dst3d help recipe` lists all options." : `Did you mean ${meant}?`,
    subject: path,
  });
}

function put(target: Record<string, unknown>, steps: readonly (string | number)[], value: unknown, path: string): void {
  let current: Record<string | number, unknown> | unknown[] = target;
  steps.forEach((step, position) => {
    if (Array.isArray(current) && Number(step) > current.length) {
      throw new DatasetError("E_OPTION", `${path}: the list has ${current.length} entries, there is no position ${step}`, {
        hint: current.length === 0 ? "Positions count from 0." : `Positions count from 0: use 0 to ${current.length}.`,
        subject: path,
      });
    }
    const container = current as Record<string | number, unknown>;
    if (position === steps.length - 1) {
      container[step] = value;
      return;
    }
    const child = container[step];
    const next = typeof child === "object" && child !== null ? child : typeof steps[position + 1] === "number" ? [] : {};
    container[step] = next;
    current = next as Record<string | number, unknown> | unknown[];
  });
}

/** Reads a flag's text: text where the option takes text, `a,b` as a list where it takes a list, else as in YAML. */
function readText(text: string, options: readonly OptionNode[]): unknown {
  const nodes = options.flatMap(alternatives);
  const scalar = readScalar(text);
  if (nodes.some((node) => node.enum?.includes(text) || node.const === text)) return text;
  if (/^\s*[[{]/.test(text)) return scalar;
  const list = nodes.find((node) => node.type === "array");
  if (list !== undefined && (text.includes(",") || !nodes.some((node) => node.type !== "array" && node.type !== "null"))) {
    const items = list.items === undefined ? (list.prefixItems ?? []) : [list.items];
    return text.trim() === "" ? [] : text.split(",").map((item) => readText(item.trim(), items));
  }
  const takesText = nodes.some((node) => node.type === "string" && node.enum === undefined && node.const === undefined);
  const takesOther = typeof scalar !== "string" && nodes.some((node) => accepts(node, scalar));
  return takesText && !takesOther ? text : scalar;
}

function accepts(node: OptionNode, value: unknown): boolean {
  if (value === null) return node.type === "null";
  if (typeof value === "number") return node.type === "number" || node.type === "integer";
  return typeof value === node.type;
}

function readScalar(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0, logLevel: "silent" }) as unknown;
  } catch {
    return text;
  }
}
