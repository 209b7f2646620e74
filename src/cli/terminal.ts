/** The terminal as the commands see it; tests give one that remembers. */
import { isAbsolute, relative, sep } from "node:path";
import { stripVTControlCharacters, styleText } from "node:util";

/** Where a command's texts go. */
export interface Terminal {
  /** Standard output: results. */
  out(text: string): void;
  /** Standard error: everything else. */
  err(text: string): void;
  /** All of standard input. */
  input(): Promise<string>;
  /** True when a person watches the text output, so that a line may be rewritten. */
  interactive: boolean;
  color: boolean;
  columns: number;
  /** Seconds of a clock that never goes back. */
  now(): number;
  /** Current working directory. */
  folder: string;
  /** How the user calls this program, for examples that can be pasted. */
  program: string;
}

type Style = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";

/** The text in a style where the terminal shows colours. */
export function styled(terminal: Pick<Terminal, "color">, style: Style, text: string): string {
  return terminal.color ? styleText(style, text) : text;
}

/** Columns that a text takes on the screen. */
export function shownWidth(text: string): number {
  return [...stripVTControlCharacters(text)].length;
}

/** A path as a user would type it from the current folder. */
export function shownPath(terminal: Pick<Terminal, "folder">, path: string): string {
  const near = relative(terminal.folder, path);
  if (near === "") return ".";
  return near.startsWith(`..${sep}..`) || isAbsolute(near) ? path : near;
}

/** Rows in columns, two spaces apart, left-aligned, without trailing spaces. */
export function formatColumns(rows: readonly (readonly string[])[], indent = "  "): string {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, shownWidth(cell))));
  const pad = (cell: string, column: number): string => cell + " ".repeat(widths[column]! - shownWidth(cell));
  return rows.map((row) => (indent + row.map(pad).join("  ")).trimEnd()).join("\n");
}
