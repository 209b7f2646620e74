/** The text of a recipe and the values in it: changing a value leaves comments, order and all other lines as they are. */
import { type Document, isCollection, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, Scalar, stringify, visit } from "yaml";
import { handDownHead, keepComments, putInOrder } from "./comments.js";
import { mergeLines } from "./merge-lines.js";

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
  if (isScalar(old) || isCollection(old)) keepComments(old, node);
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
  if (path.length === 1) handDownHead(document, path[0]!);
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
    const old: unknown = document.getIn(parent, true);
    if (old === undefined || isCollection(old)) continue;
    const group = document.createNode(typeof path[length] === "number" ? [] : {});
    // It will hold something in a moment, and stand on lines of its own.
    if (isScalar(old)) group.commentBefore = [old.commentBefore, old.comment].filter((words) => words != null).join("\n") || null;
    document.setIn(parent, group);
  }
}

/** The change in the text as it was typed, unless that would say something else. */
function merged(text: string, before: string, after: string): string {
  const result = mergeLines(text, before, after);
  return same(readText(result).value, readText(after).value) ? result : after;
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

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
