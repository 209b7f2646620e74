/** What a command of the program is. One file per command under commands/. */
import type { Overrides } from "../recipe/override.js";
import type { Flag, FlagValues } from "./flags.js";
import type { Library } from "./library.js";
import type { Terminal } from "./terminal.js";

type Flags = Readonly<Record<string, Flag>>;

/** A call of a command. */
export interface Invocation<Own extends Flags = Flags> {
  flags: FlagValues<Own>;
  arguments: readonly string[];
  /** Recipe options given as flags. */
  overrides: Overrides;
  terminal: Terminal;
  library: Library;
  /** True: standard output carries one JSON value per line and nothing else. */
  json: boolean;
  /** Aborted by Ctrl+C. */
  signal: AbortSignal;
}

/** A command: its help, its flags and what it does. */
export interface Command<Own extends Flags = Flags> {
  /** One line. */
  summary: string;
  /** What the user should know, in a few lines. */
  details: string;
  /** Arguments in order; those that are optional come last. */
  arguments: readonly { name: string; description: string; optional: boolean }[];
  flags: Own;
  /** True when recipe options may be given as flags. */
  takesRecipeOptions: boolean;
  /** Command lines without the program's name, each with what it does. */
  examples: readonly (readonly [string, string])[];
  /** Does the work and returns the exit code. */
  run(invocation: Invocation<Own>): Promise<number>;
}

/** Checks a command's types where it is defined. */
export function defineCommand<const Own extends Flags>(command: Command<Own>): Command {
  // The program hands every command the values that its own `flags` ask for.
  return command as unknown as Command;
}

/** Flags that every command has. */
export const COMMON_FLAGS = {
  json: { kind: "switch", description: "one JSON value per line on standard output, all other text on standard error" },
  debug: { kind: "switch", description: "show where an error came from" },
  help: { kind: "switch", description: "show this help" },
} as const satisfies Flags;

/** Writes human text: to standard output, or to standard error when standard output carries JSON. */
export function say(invocation: Pick<Invocation, "terminal" | "json">, text: string): void {
  if (invocation.json) invocation.terminal.err(`${text}\n`);
  else invocation.terminal.out(`${text}\n`);
}

/** Writes one JSON value to standard output in `--json` mode; nothing otherwise. */
export function emit(invocation: Pick<Invocation, "terminal" | "json">, value: unknown): void {
  if (invocation.json) invocation.terminal.out(`${JSON.stringify(value)}\n`);
}
