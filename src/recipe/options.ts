/** What the recipe's schema knows about each option, read from its JSON Schema: for help, flags, docs and error texts. */
import * as z from "zod";
import { recipeSchema } from "./schema.js";

/** The parts of JSON Schema that zod writes for recipes. */
export interface OptionNode {
  type?: "string" | "number" | "integer" | "boolean" | "null" | "array" | "object";
  properties?: Readonly<Record<string, OptionNode>>;
  required?: readonly string[];
  additionalProperties?: boolean | OptionNode;
  items?: OptionNode;
  prefixItems?: readonly OptionNode[];
  minItems?: number;
  anyOf?: readonly OptionNode[];
  enum?: readonly (string | number | boolean | null)[];
  const?: string | number | boolean | null;
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  exclusiveMaximum?: number;
  default?: unknown;
  description?: string;
}

/** One option of the recipe. */
export interface Option {
  /** As in the recipe and as a flag: `camera.width`; `N` stands for a position in a list. */
  path: string;
  /** For people: "a whole number ≥ 1". */
  type: string;
  /** JSON text of the default; null where there is none. */
  default: string | null;
  required: boolean;
  description: string;
  /** Where there are alternatives: what tells in which of them this option is, such as `folder` or `type: llm`. */
  entry: string | null;
}

/** JSON Schema (2020-12) of what a user writes, for editors. */
export function recipeJsonSchema(): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(recipeSchema, { io: "input", unrepresentable: "any" });
}

let root: OptionNode | null = null;

/** The root of the recipe's options. */
export function optionRoot(): OptionNode {
  root ??= splitTypes(recipeJsonSchema()) as OptionNode;
  return root;
}

/** `type: ["string", "null"]` is written as alternatives, so that readers know one way only. */
function splitTypes(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(splitTypes);
  if (typeof node !== "object" || node === null) return node;
  const { type, ...rest } = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, splitTypes(value)]));
  if (!Array.isArray(type)) return type === undefined ? rest : { type, ...rest };
  const { default: preset, description, ...limits } = rest;
  return { ...(preset === undefined ? {} : { default: preset }), ...(description === undefined ? {} : { description }), anyOf: type.map((one: unknown) => ({ type: one, ...limits })) };
}

/** The alternatives of a node; a node without alternatives is its own only one. */
export function alternatives(node: OptionNode): readonly OptionNode[] {
  return node.anyOf === undefined ? [node] : node.anyOf.flatMap(alternatives);
}

/** The keys that only one of several object alternatives requires, such as `folder`, `builtin`, `file`. */
export function discriminatingKeys(node: OptionNode): readonly string[] {
  const objects = alternatives(node).filter((option) => option.type === "object");
  if (objects.length < 2) return [];
  return [...new Set(objects.map((option) => option.required?.[0]).filter((key) => key !== undefined))];
}

/** What tells an alternative from the others: the key that it requires, with the word that must stand there if there is one. */
function entryOf(option: OptionNode): string | undefined {
  const key = option.required?.[0];
  const word = key === undefined ? undefined : option.properties?.[key]?.const;
  return word === undefined ? key : `${key}: ${String(word)}`;
}

/** All nodes that a path may mean; several where entries of a list have alternatives. Empty: there is no such option. */
export function optionsAt(path: readonly (string | number)[]): readonly OptionNode[] {
  let nodes: readonly OptionNode[] = [optionRoot()];
  for (const step of path) nodes = nodes.flatMap(alternatives).flatMap((node) => childOf(node, step));
  return nodes;
}

function childOf(node: OptionNode, step: string | number): readonly OptionNode[] {
  if (node.type === "object") {
    const property = Object.hasOwn(node.properties ?? {}, step) ? node.properties![step] : undefined;
    if (property !== undefined) return [property];
    return typeof node.additionalProperties === "object" ? [node.additionalProperties] : [];
  }
  const position = typeof step === "number" ? step : /^\d{1,6}$/.test(step) ? Number(step) : -1;
  if (node.type !== "array" || position < 0) return [];
  const child = node.prefixItems?.[position] ?? node.items;
  return child === undefined ? [] : [child];
}

/** Names of the options inside the group at `path`. */
export function keysAt(path: readonly (string | number)[]): readonly string[] {
  return [...new Set(optionsAt(path).flatMap(alternatives).flatMap((node) => Object.keys(node.properties ?? {})))];
}

/** What a value must be, for people: "a whole number ≥ 1". */
export function describeType(node: OptionNode): string {
  const keys = discriminatingKeys(node);
  if (keys.length > 1) return `a group with one of ${keys.join(", ")}`;
  if (node.anyOf !== undefined) return joinOr([...new Set(node.anyOf.map(describeType))]);
  if (node.const !== undefined) return JSON.stringify(node.const);
  if (node.enum !== undefined) return node.enum.length === 1 ? String(node.enum[0]) : `one of ${node.enum.join(", ")}`;
  switch (node.type) {
    case "integer": return `a whole number${describeRange(node)}`;
    case "number": return `a number${describeRange(node)}`;
    case "string": return "text";
    case "boolean": return "true or false";
    case "null": return "null";
    case "array":
      if (node.prefixItems !== undefined) return `a list [${node.prefixItems.map(describeType).join(", ")}]`;
      return `a list${node.items === undefined ? "" : ` of ${describeType(node.items)}`}`;
    case "object": return `a group of options (${someOf(Object.keys(node.properties ?? {}))})`;
    default: return "a value";
  }
}

function describeRange(node: OptionNode): string {
  const parts: string[] = [];
  if (node.minimum !== undefined && node.minimum > Number.MIN_SAFE_INTEGER) parts.push(`≥ ${node.minimum}`);
  if (node.exclusiveMinimum !== undefined) parts.push(`> ${node.exclusiveMinimum}`);
  if (node.maximum !== undefined && node.maximum < Number.MAX_SAFE_INTEGER) parts.push(`≤ ${node.maximum}`);
  if (node.exclusiveMaximum !== undefined) parts.push(`< ${node.exclusiveMaximum}`);
  return parts.length === 0 ? "" : ` ${parts.join(" and ")}`;
}

function someOf(names: readonly string[]): string {
  return names.length > 6 ? `${names.slice(0, 5).join(", ")}, …` : names.join(", ");
}

function joinOr(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} or ${items.at(-1)}`;
}

/** Every option of the recipe, in the recipe's order; groups come before what is in them. */
export function explainOptions(): readonly Option[] {
  return Object.entries(optionRoot().properties ?? {}).flatMap(([name, node]) => {
    return explain(node, { path: name, required: isRequired(optionRoot(), name), preset: undefined, entry: null, kinds: [] });
  });
}

/** The option of this name somewhere deeper: `width` means `camera.width`, `canny.low` means `controls.canny.low`. */
export function pathEndingIn(name: string): string | null {
  return explainOptions().find(({ path }) => path.endsWith(`.${name}`) && !path.includes(".N"))?.path ?? null;
}

interface Place {
  path: string;
  required: boolean;
  /** Default that the group around gives. */
  preset: unknown;
  entry: string | null;
  /** Kinds that the entry around could have been. */
  kinds: readonly string[];
}

function explain(node: OptionNode, { path, required, preset, entry, kinds }: Place): Option[] {
  const given = node.default === undefined ? preset : node.default;
  const isList = node.type === "array";
  const shown = given === undefined || (isPlainGroup(given) && !isList) ? null : JSON.stringify(given);
  const branches = alternatives(node).filter((option) => option.type === "object");
  const kindsHere = branches.length > 1 ? branches.flatMap((option) => entryOf(option) ?? []) : [];
  // An entry inside an entry of the same kinds (`viewpoints.of`): its options are those that are listed already.
  const isRepeated = kindsHere.length > 0 && kindsHere.every((kind) => kinds.includes(kind));
  const own: Option = { path, type: isRepeated ? describeType(node) : shortType(node), default: shown, required: required && given === undefined, description: node.description ?? "", entry };
  const inside = isRepeated ? [] : branches.flatMap((option) => {
    return Object.entries(option.properties ?? {}).flatMap(([name, child]) => {
      const place = { path: `${path}.${name}`, required: required && isRequired(option, name), preset: propertyOf(given, name), entry: branches.length > 1 ? (entryOf(option) ?? entry) : entry, kinds: branches.length > 1 ? kindsHere : kinds };
      return explain(child, place);
    });
  });
  // Lists of plain values are one option; lists of groups have options of their own.
  const items = isList && node.items !== undefined && isGroup(node.items) ? explain(node.items, { path: `${path}.N`, required: true, preset: undefined, entry, kinds }) : [];
  return [own, ...inside, ...items];
}

function isRequired(node: OptionNode, name: string): boolean {
  return (node.required ?? []).includes(name);
}

function propertyOf(group: unknown, name: string): unknown {
  return typeof group === "object" && group !== null && Object.hasOwn(group, name) ? (group as Record<string, unknown>)[name] : undefined;
}

/** True for a default that its own options show. */
function isPlainGroup(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** True where options have options of their own. */
function isGroup(node: OptionNode): boolean {
  return alternatives(node).some((option) => option.type === "object");
}

function shortType(node: OptionNode): string {
  if (node.type === "array" && node.items !== undefined && isGroup(node.items)) return "a list of groups";
  return alternatives(node).every((option) => option.type === "object") ? "a group of options" : describeType(node);
}
