/** The text of a recipe and the values in it: changing a value leaves comments, order and all other lines as they are. */
import { type Document, isCollection, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, Scalar, stringify, visit } from "yaml";

/** Steps from the whole recipe to an option. */
export type Path = readonly (string | number)[];

/** What a text says. */
export interface ReadText {
  /** Null where the text cannot be read: `problem` says why. */
  value: Readonly<Record<string, unknown>> | null;
  problem: string | null;
}

/** Reads a text. Broken ones and those that are no group of options have no value. */
export function readText(text: string): ReadText {
  const document = parsed(text);
  const problem = document.errors[0];
  if (problem !== undefined) return { value: null, problem: problem.message.split("\n")[0] ?? "cannot be read" };
  try {
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    if (value === null) return { value: {}, problem: null };
    if (typeof value !== "object" || Array.isArray(value)) return { value: null, problem: "a recipe is a list of options, as `count: 30`" };
    return { value: value as Record<string, unknown>, problem: null };
  } catch (error) {
    return { value: null, problem: (error as Error).message };
  }
}

/** The value at a path; undefined where there is none. */
export function valueAt(value: unknown, path: Path): unknown {
  let current = value;
  for (const step of path) {
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, step)) return undefined;
    current = (current as Record<string | number, unknown>)[step];
  }
  return current;
}

/**
 * The text with another value at a path; groups that are missing are made.
 * @param order of a group at a path: names in the order in which they are to stand
 */
export function withValue(text: string, path: Path, value: unknown, order: (group: Path) => readonly string[] = () => []): string {
  const document = parsed(text);
  if (document.errors.length > 0 || path.length === 0) return text;
  const quick = withScalar(text, document, path, value);
  if (quick !== null) return quick;
  const before = written(document);
  const node = document.createNode(value);
  flowLists(node);
  const old = document.getIn(path, true);
  if (isScalar(old) || isCollection(old)) {
    node.commentBefore = old.commentBefore ?? null;
    if (isScalar(node) === isScalar(old)) node.comment = old.comment ?? null;
  }
  if (!isCollection(document.contents)) document.contents = document.createNode({});
  dropEmptyParents(document, path);
  const firstNew = path.findIndex((_step, at) => !document.hasIn(path.slice(0, at + 1)));
  document.setIn(path, node);
  if (firstNew >= 0) putInOrder(document, path.slice(0, firstNew + 1), order(path.slice(0, firstNew)));
  return merged(text, before, written(document));
}

/** The text without the option at a path, nor groups that are empty then. */
export function withoutValue(text: string, path: Path): string {
  const document = parsed(text);
  if (document.errors.length > 0 || !document.hasIn(path)) return text;
  const before = written(document);
  document.deleteIn(path);
  for (let length = path.length - 1; length > 0; length--) {
    const group: unknown = document.getIn(path.slice(0, length), true);
    // An entry of a list that is empty stays to be seen as a problem: the others keep their places.
    if (!isCollection(group) || group.items.length > 0 || typeof path[length - 1] === "number" || hasComments(group)) break;
    document.deleteIn(path.slice(0, length));
  }
  return merged(text, before, written(document));
}

/** Line (from 1) at which the option at a path, or the nearest group around it, stands; null for an empty text. */
export function lineOf(text: string, path: Path): number | null {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: "silent" });
  for (let length = path.length; length > 0; length--) {
    const parent: unknown = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const step = path[length - 1]!;
    const place = isMap(parent)
      ? (parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))?.key as Node | undefined)
      : isSeq(parent) ? (parent.items[Number(step)] as Node | undefined) : undefined;
    if (place?.range) return lines.linePos(place.range[0]).line;
  }
  return null;
}

function parsed(text: string): Document {
  return parseDocument(text, { logLevel: "silent", merge: false });
}

/** One value for another on its line; null where it takes more than that. */
function withScalar(text: string, document: Document, path: Path, value: unknown): string | null {
  const old: unknown = document.getIn(path, true);
  if (!isScalar(old) || !old.range || old.anchor !== undefined || old.source === undefined) return null;
  if (old.type !== Scalar.PLAIN && old.type !== Scalar.QUOTE_DOUBLE && old.type !== Scalar.QUOTE_SINGLE) return null;
  if (typeof value === "object" && value !== null) return null;
  const [from, to] = old.range;
  if (from === to) return null;
  const next = text.slice(0, from) + flowScalar(value) + text.slice(to);
  return same(readText(next).value, changed(document.toJS(), path, value)) ? next : null;
}

/** A value that can stand within [ ] and { } as well. */
function flowScalar(value: unknown): string {
  const inList = stringify([value], { lineWidth: 0, collectionStyle: "flow", flowCollectionPadding: false }).trim();
  return inList.slice(1, -1);
}

function changed(value: unknown, path: Path, next: unknown): unknown {
  const copy: unknown = structuredClone(value);
  const parent = valueAt(copy, path.slice(0, -1));
  if (typeof parent === "object" && parent !== null) (parent as Record<string | number, unknown>)[path.at(-1)!] = next;
  return copy;
}

/** Lists of plain values take one line. */
function flowLists(node: unknown): void {
  if (!isCollection(node)) return;
  if (isSeq(node) && node.items.every((item) => isScalar(item))) node.flow = true;
  else for (const item of node.items) flowLists(isSeq(node) ? item : (item as { value: unknown }).value);
}

/** `camera:` with nothing behind it is a group to be. */
function dropEmptyParents(document: Document, path: Path): void {
  for (let length = 1; length < path.length; length++) {
    const parent = path.slice(0, length);
    if (document.hasIn(parent) && !isCollection(document.getIn(parent, true))) document.setIn(parent, document.createNode(typeof path[length] === "number" ? [] : {}));
  }
}

function putInOrder(document: Document, path: Path, order: readonly string[]): void {
  const parent: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const place = order.indexOf(String(path.at(-1)));
  if (!isMap(parent) || place < 0) return;
  const pair = parent.items.at(-1)!;
  const at = parent.items.findIndex(({ key }) => order.indexOf(isScalar(key) ? String(key.value) : "") > place);
  if (at < 0) return;
  parent.items.pop();
  const after = parent.items[at]!;
  // What stands above the first option belongs to the whole.
  if (at > 0 && isScalar(after.key) && isScalar(pair.key) && after.key.spaceBefore === true) pair.key.spaceBefore = true;
  parent.items.splice(at, 0, pair);
}

function hasComments(node: { comment?: string | null; commentBefore?: string | null }): boolean {
  return (node.comment ?? node.commentBefore ?? null) !== null;
}

/** The document as `yaml` writes it, with lists as [a, b] and groups as { a: 1 }. */
function written(document: Document): string {
  const text = document.toString({ lineWidth: 0 });
  const paddings: number[] = [];
  visit(parsed(text), {
    Seq(_key, node) {
      if (node.flow !== true || !node.range) return;
      const [from, to] = node.range;
      if (/^\[ [^ #]/.test(text.slice(from, from + 3))) paddings.push(from + 1);
      if (/[^ ] \]$/.test(text.slice(to - 3, to))) paddings.push(to - 2);
    },
  });
  return paddings.sort((a, b) => b - a).reduce((shorter, at) => shorter.slice(0, at) + shorter.slice(at + 1), text);
}

/**
 * Only the lines that the change has touched: all others stay as they were typed.
 * @param before the text as `yaml` writes it, `after` likewise with the change
 */
function merged(text: string, before: string, after: string): string {
  const source = text.split("\n");
  const places = alignedLines(source, before.split("\n"));
  if (places === null) return after;
  const [old, next] = [before.split("\n"), after.split("\n")];
  let first = 0;
  while (first < old.length && first < next.length && old[first] === next[first]) first++;
  let last = 0;
  while (last < old.length - first && last < next.length - first && old[old.length - 1 - last] === next[next.length - 1 - last]) last++;
  const start = first === 0 ? 0 : places[first - 1]! + 1;
  let end = last === 0 ? source.length : places[old.length - last]!;
  // What stood between two empty lines leaves one.
  const isEmpty = (line: string | undefined): boolean => line?.trim() === "";
  if (first + last === next.length && end > start && start > 0 && isEmpty(source[start - 1]) && isEmpty(source[end]) && end < source.length - 1) end++;
  const result = [...source.slice(0, start), ...next.slice(first, next.length - last), ...source.slice(Math.max(start, end))].join("\n");
  return same(readText(result).value, readText(after).value) ? result : after;
}

/** The line of the source for each line as written; null where they do not go together line by line. */
function alignedLines(source: readonly string[], lines: readonly string[]): number[] | null {
  const bare = (line: string): string => line.replaceAll(/\s/g, "");
  const places: number[] = [];
  let at = 0;
  for (const line of lines) {
    while (at < source.length && bare(source[at]!) === "" && bare(line) !== "") at++;
    if (at >= source.length) {
      if (bare(line) !== "") return null;
      places.push(source.length);
      continue;
    }
    if (bare(source[at]!) !== bare(line)) return null;
    places.push(at++);
  }
  return source.slice(at).every((line) => bare(line) === "") ? places : null;
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
