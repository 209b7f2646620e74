/** Nodes of the recipe's JSON Schema, and how to read them; loads in a browser. */

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

/** `type: ["string", "null"]` is written as alternatives, so that readers know one way only. */
export function splitTypes(node: unknown): unknown {
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
export function entryOf(option: OptionNode): string | undefined {
  const key = option.required?.[0];
  const word = key === undefined ? undefined : option.properties?.[key]?.const;
  return word === undefined ? key : `${key}: ${String(word)}`;
}

/** Which of several alternatives a value is meant to be: its place; −1 when that cannot be said. */
export function alternativeFor(branches: readonly OptionNode[], given: unknown): number {
  if (Array.isArray(given)) return branches.findIndex((option) => option.type === "array");
  if (typeof given !== "object" || given === null) return branches.findIndex((option) => option.type === typeof given);
  const groups = branches.filter((option) => option.type === "object" && agrees(option, given));
  const meant = groups.length === 1 ? groups[0] : (groups.find(({ required }) => required?.[0] !== undefined && Object.hasOwn(given, required[0])) ?? groups.find(({ required }) => required === undefined));
  return meant === undefined ? -1 : branches.indexOf(meant);
}

/** False where a word that only this alternative has, such as its `type`, is written as another. */
function agrees({ properties = {} }: OptionNode, given: object): boolean {
  return Object.entries(properties).every(([key, { const: word }]) => word === undefined || !Object.hasOwn(given, key) || (given as Record<string, unknown>)[key] === word);
}

/** What a step into a group or a list means; nothing where there is no such option. */
export function childOf(node: OptionNode, step: string | number): readonly OptionNode[] {
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
