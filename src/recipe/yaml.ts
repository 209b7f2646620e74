/** Recipe text → plain values, remembering on which line each stands. YAML 1.2; JSON is part of it. */
import { isMap, isNode, isPair, LineCounter, parseDocument } from "yaml";
import type { Document } from "yaml";
import { DatasetError } from "../core/errors.js";

/** A recipe is written by hand: anything larger is not one. */
export const MAXIMUM_RECIPE_BYTES = 1 << 20;
const MAXIMUM_DEPTH = 64;
const MAXIMUM_ALIASES = 100;

/** Parsed text: its value, and the line of any path in it. */
export interface RecipeText {
  value: unknown;
  /** Line (from 1) of the option at a path, or of the nearest group around it; null where there is none. */
  lineOf(path: readonly (string | number)[]): number | null;
}

/**
 * Parses the text of a recipe.
 * @param label the file's name for messages
 * @throws DatasetError E_RECIPE on syntax errors (with line and column), duplicate keys, unknown tags, several
 *   documents, nesting or aliases that no recipe needs
 */
export function parseRecipeText(text: string, label: string): RecipeText {
  if (text.length > MAXIMUM_RECIPE_BYTES) throw refuse(label, `is larger than ${MAXIMUM_RECIPE_BYTES >> 20} MiB`, "A recipe is a short text; is this the right file?");
  if (nestingOf(text) > MAXIMUM_DEPTH) throw refuse(label, `is nested more than ${MAXIMUM_DEPTH} deep`, "No option needs that; is this the right file?");
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true, merge: false, logLevel: "error" });
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem !== undefined) {
    const { line, col } = lines.linePos(problem.pos[0]);
    throw refuse(`${label}, line ${line}, column ${col}`, describeProblem(problem, text), yamlHint(problem.code));
  }
  return {
    value: plainValue(document, label),
    lineOf: (path) => lineAt(document, lines, path),
  };
}

function plainValue(document: Document, label: string): unknown {
  try {
    return document.toJS({ maxAliasCount: MAXIMUM_ALIASES });
  } catch (cause) {
    throw new DatasetError("E_RECIPE", `${label}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      hint: "Write repeated parts out instead of referring to them with *aliases.",
      subject: label,
      cause,
    });
  }
}

function refuse(where: string, what: string, hint: string): DatasetError {
  return new DatasetError("E_RECIPE", `${where}: ${what}`, { hint, subject: where });
}

function describeProblem(problem: { code: string; message: string; pos: readonly [number, number] }, text: string): string {
  if (problem.code === "DUPLICATE_KEY") return `${/^[^\s:]*/.exec(text.slice(problem.pos[0]))![0]} is given twice`;
  if (problem.code === "MULTIPLE_DOCS") return "a second document begins";
  return problem.message.replace(/\.?$/, "");
}

function yamlHint(code: string): string {
  switch (code) {
    case "DUPLICATE_KEY": return "Each option may be given once; remove one of the two.";
    case "TAB_AS_INDENT": return "Indent with spaces.";
    case "TAG_RESOLVE_FAILED": return "Remove the !tag: recipes hold plain values only.";
    case "MULTIPLE_DOCS": return "A file holds one recipe; remove the --- line and what follows.";
    default: return "See the comments of `dst3d init` for how a recipe looks.";
  }
}

/** Upper bound of the nesting depth, found without recursion so that no text can exhaust the stack. */
function nestingOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of text) {
    if (character === "[" || character === "{") deepest = Math.max(deepest, ++depth);
    else if (character === "]" || character === "}") depth = Math.max(0, depth - 1);
  }
  for (const line of text.split("\n")) {
    const lead = /^(?:\s|- |\? )*/.exec(line)![0];
    deepest = Math.max(deepest, lead.replaceAll(/\s/g, "").length, Math.floor(lead.length / 2));
  }
  return deepest;
}

function lineAt(document: Document, lines: LineCounter, path: readonly (string | number)[]): number | null {
  for (let length = path.length; length > 0; length--) {
    const parent: unknown = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const line = keyOrItemLine(parent, lines, path[length - 1]!);
    if (line !== null) return line;
  }
  return null;
}

function keyOrItemLine(parent: unknown, lines: LineCounter, step: string | number): number | null {
  if (isMap(parent)) {
    const pair = parent.items.find((item) => isPair(item) && isNode(item.key) && String(item.key) === String(step));
    return pair !== undefined && isNode(pair.key) && pair.key.range ? lines.linePos(pair.key.range[0]).line : null;
  }
  const item = isNode(parent) && "items" in parent ? (parent.items as unknown[])[Number(step)] : undefined;
  return isNode(item) && item.range ? lines.linePos(item.range[0]).line : null;
}
