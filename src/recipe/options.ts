/** What the recipe's schema knows about each option, read from its JSON Schema: for help, flags, docs and error texts. */
import * as z from "zod";
import { alternatives, childOf, describeType, entryOf, type OptionNode, splitTypes } from "./option-node.js";
import { recipeSchema } from "./schema.js";

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

/** All nodes that a path may mean; several where entries of a list have alternatives. Empty: there is no such option. */
export function optionsAt(path: readonly (string | number)[]): readonly OptionNode[] {
  let nodes: readonly OptionNode[] = [optionRoot()];
  for (const step of path) nodes = nodes.flatMap(alternatives).flatMap((node) => childOf(node, step));
  return nodes;
}

/** Names of the options inside the group at `path`. */
export function keysAt(path: readonly (string | number)[]): readonly string[] {
  return [...new Set(optionsAt(path).flatMap(alternatives).flatMap((node) => Object.keys(node.properties ?? {})))];
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
