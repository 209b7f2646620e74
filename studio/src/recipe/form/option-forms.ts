/** What a person can enter for an option of the recipe, found from its schema alone. */
import { alternativeFor, alternatives, entryOf, type OptionNode } from "../../../../src/recipe/option-node.js";
import type { Path } from "../text/recipe-text.js";

/** How a value is entered. */
export type Control =
  | { kind: "number"; isWhole: boolean; least: number | null; most: number | null }
  | { kind: "text" }
  | { kind: "switch" }
  | { kind: "choice"; words: readonly (string | number)[] }
  /** A list of words; null: any. */
  | { kind: "words"; words: readonly string[] | null }
  /** Numbers in a row; null: any number of them. */
  | { kind: "numbers"; count: number | null }
  | { kind: "group" }
  | { kind: "entries"; item: OptionNode }
  /** There is nothing to enter. */
  | { kind: "fixed" };

/** One of the ways to give an option. */
export interface OptionForm {
  /** What tells it from the others, as `none`, `auto`, `number`, `range`, `folder`, `diffusion`. */
  label: string;
  node: OptionNode;
  control: Control;
  /** Alternatives of the schema that it stands for. */
  branches: readonly OptionNode[];
}

/** All ways to give an option; most have one. */
export function optionForms(node: OptionNode): OptionForm[] {
  const branches = alternatives(node);
  const words = branches.filter(isWord);
  const lists = branches.filter((branch) => branch.type === "array" && branch.items !== undefined && isWord(branch.items));
  // One word and a list of words are entered alike.
  const asList = lists.length === 1 && words.length > 0 ? [...words, ...lists] : null;
  const consts = branches.filter((branch) => branch.const !== undefined && branch.const !== null);
  const rest = branches.filter((branch) => asList === null || !asList.includes(branch));
  const forms = rest.map((branch): OptionForm => ({ label: labelOf(branch), node: branch, control: controlOf(branch), branches: [branch] }));
  if (asList !== null) forms.unshift({ label: "list", node: lists[0]!, control: controlOf(lists[0]!), branches: asList });
  if (consts.length > 1 && consts.length === branches.length) return [{ label: "choice", node, control: { kind: "choice", words: consts.map((branch) => branch.const as string) }, branches }];
  return forms;
}

/** The way in which a value is given; the first where that cannot be said. */
export function formOf(forms: readonly OptionForm[], value: unknown): OptionForm {
  const branches = forms.flatMap((form) => form.branches);
  const fitting = branches.find((branch) => branch.const !== undefined && branch.const === value) ?? (value === null ? branches.find((branch) => branch.type === "null") : undefined);
  const others = branches.filter((branch) => branch.const === undefined || typeof branch.const === "object");
  const found = fitting ?? others.find((branch) => typeof value === "number" && (branch.type === "number" || branch.type === "integer")) ?? others[alternativeFor(others, value)];
  return forms.find((form) => found !== undefined && form.branches.includes(found)) ?? forms[0]!;
}

/** A value to begin with. */
export function firstValue(node: OptionNode, name = ""): unknown {
  const usual = USUAL[name];
  if (usual !== undefined && accepts(node, usual)) return usual;
  if (node.default !== undefined && node.default !== null) return node.default;
  if (node.const !== undefined) return node.const;
  if (node.enum !== undefined) return node.enum[0];
  if (node.anyOf !== undefined) return firstValue(alternatives(node).find((branch) => branch.type !== "null") ?? node.anyOf[0]!, name);
  switch (node.type) {
    case "integer":
    case "number": return firstNumber(node);
    case "boolean": return true;
    case "string": return "";
    case "null": return null;
    case "array": return node.prefixItems !== undefined ? node.prefixItems.map((item) => firstValue(item)) : (node.minItems ?? 0) > 0 && node.items !== undefined ? [firstValue(node.items, name)] : [];
    default: return Object.fromEntries((node.required ?? []).map((key) => [key, firstValue(node.properties?.[key] ?? {}, key)]));
  }
}

/** What people would most likely write first. */
const USUAL: Readonly<Record<string, unknown>> = { builtin: ["car"], folder: "models", folders: "models", file: "model.glb", category: "car", preset: 3, model: "sd15-canny" };

function accepts(node: OptionNode, value: unknown): boolean {
  return alternatives(node).some((branch) => (Array.isArray(value) ? branch.type === "array" && (branch.items?.enum === undefined) : typeof value === "number" ? branch.type === "integer" || branch.type === "number" : branch.type === typeof value && branch.enum === undefined));
}

function firstNumber({ minimum, exclusiveMinimum, maximum, type }: OptionNode): number {
  if (minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER) return Math.max(minimum, Math.min(0, maximum ?? 0));
  if (exclusiveMinimum !== undefined) return type === "integer" ? exclusiveMinimum + 1 : Math.min(exclusiveMinimum + 1, maximum ?? Infinity);
  return 0;
}

function isWord(node: OptionNode): boolean {
  return node.type === "string" && node.const === undefined;
}

function controlOf(node: OptionNode): Control {
  if (node.const !== undefined || node.type === "null") return { kind: "fixed" };
  if (node.enum !== undefined) return { kind: "choice", words: node.enum.filter((word): word is string | number => typeof word === "string" || typeof word === "number") };
  switch (node.type) {
    case "integer":
    case "number": return { kind: "number", isWhole: node.type === "integer", least: limit(node.minimum ?? node.exclusiveMinimum), most: limit(node.maximum ?? node.exclusiveMaximum) };
    case "boolean": return { kind: "switch" };
    case "array": return listControl(node);
    case "object": return { kind: "group" };
    default: return { kind: "text" };
  }
}

function listControl({ prefixItems, items }: OptionNode): Control {
  if (prefixItems !== undefined) return { kind: "numbers", count: prefixItems.length };
  const item = items ?? {};
  if (alternatives(item).some((branch) => branch.type === "object" || branch.type === "array")) return { kind: "entries", item };
  if (item.type === "number" || item.type === "integer") return { kind: "numbers", count: null };
  const words = alternatives(item).flatMap((branch) => branch.enum ?? (branch.const === undefined ? [] : [branch.const]));
  return { kind: "words", words: words.length === 0 ? null : words.filter((word) => typeof word === "string") };
}

function limit(value: number | undefined): number | null {
  return value === undefined || Math.abs(value) >= Number.MAX_SAFE_INTEGER ? null : value;
}

function labelOf(node: OptionNode): string {
  if (node.const !== undefined) return String(node.const);
  switch (node.type) {
    case "null": return "none";
    case "number":
    case "integer": return "number";
    case "array": return node.prefixItems === undefined ? "list" : node.prefixItems.length === 2 ? "range" : `${node.prefixItems.length} numbers`;
    case "string": return node.enum === undefined ? "text" : "word";
    case "boolean": return "yes or no";
    case "object": return groupLabel(node);
    default: return "value";
  }
}

/** A word that all alternatives have, or the option that this one alone requires. */
function groupLabel(node: OptionNode): string {
  const word = node.properties?.["type"]?.const;
  if (typeof word === "string") return word;
  const key = entryOf(node);
  return key === undefined ? "set" : key === "mean" ? "normal" : key;
}

/** What a number means, by the option's name. */
export function unitOf(path: Path): string | null {
  const name = String(path.findLast((step) => typeof step === "string") ?? "");
  if (path[0] === "camera" && ["width", "height", "principalPoint", "principalPointSpread"].includes(name)) return "px";
  return UNITS.find(([ending]) => name.endsWith(ending))?.[1] ?? null;
}

const UNITS: readonly (readonly [string, string])[] = [["Degrees", "°"], ["Pixels", "px"], ["Meters", "m"], ["Seconds", "s"], ["Milliseconds", "ms"], ["Megabytes", "MB"]];

/** The options of a group in the schema's order; the word that says its kind is chosen elsewhere. */
export function optionsIn(node: OptionNode): [string, OptionNode][] {
  return Object.entries(node.properties ?? {}).filter(([name, child]) => !(name === "type" && child.const !== undefined));
}

/** Names in the group at a path, as it is given, in the schema's order. */
export function namesAt(root: OptionNode, value: unknown, path: Path): string[] {
  let node = root;
  let current = value;
  for (const step of path) {
    const child = childNode(node, current, step);
    if (child === null) return [];
    node = child;
    current = typeof current === "object" && current !== null ? (current as Record<string | number, unknown>)[step] : undefined;
  }
  return Object.keys(formOf(optionForms(node), current).node.properties ?? {});
}

function childNode(node: OptionNode, value: unknown, step: string | number): OptionNode | null {
  const form = formOf(optionForms(node), value).node;
  return typeof step === "number" ? (form.prefixItems?.[step] ?? form.items ?? null) : (form.properties?.[step] ?? null);
}
