/** Errors on the terminal: code, what, which value, what to do. */
import { DatasetError, ERROR_CODES, serializeError } from "../core/errors.js";
import type { SerializedError } from "../core/errors.js";
import { storageError } from "../storage/storage-error.js";
import { styled } from "./terminal.js";
import type { Terminal } from "./terminal.js";

/** The lines of an error: `error E_CODE  message`, then hints indented. */
export function formatError(error: SerializedError, terminal: Pick<Terminal, "color">): string {
  const [first, ...rest] = error.message.split("\n");
  const lines = [`${styled(terminal, "red", "error")} ${styled(terminal, "bold", error.code)}  ${first}`, ...rest];
  if (error.hint !== null) lines.push(`  ${styled(terminal, "cyan", "hint")}: ${error.hint}`);
  return `${lines.join("\n")}\n`;
}

/**
 * Tells about a failure and gives the exit code: text to standard error, with `--json` also an event.
 * @param options.debug adds the stacks of the error and of what caused it
 */
export function reportFailure(error: unknown, terminal: Terminal, options: { json: boolean; debug: boolean }): number {
  const flat = fileSystemError(error) ?? serializeError(error);
  if (options.json) terminal.out(`${JSON.stringify({ type: "error", error: flat })}\n`);
  terminal.err(formatError(flat, terminal));
  if (options.debug) terminal.err(stacks(error));
  else if (flat.code === "E_INTERNAL") terminal.err("  more: run it again with --debug to see where.\n");
  return ERROR_CODES[flat.code] ?? 1;
}

function stacks(error: unknown): string {
  const texts: string[] = [];
  let current: unknown = error;
  while (current instanceof Error && texts.length < 5) {
    texts.push(current.stack ?? String(current));
    current = current.cause;
  }
  return `${texts.join("\ncaused by ")}\n`;
}

/** Errors of the operating system are the user's to mend, not defects of this program. */
function fileSystemError(error: unknown): SerializedError | null {
  if (DatasetError.isInstance(error) || !(error instanceof Error) || !("code" in error) || !("path" in error || error.code === "ENOSPC")) return null;
  const path = "path" in error && typeof error.path === "string" ? error.path : "the disk";
  return serializeError(storageError(error, "write to", path));
}
