/** The program: finds the command, reads its flags, runs it, turns errors into texts and exit codes. */
import { DatasetError } from "../core/errors.js";
import { VERSION } from "../core/version.js";
import { nearest } from "../core/nearest.js";
import { COMMON_FLAGS } from "./command.js";
import type { Command, Invocation } from "./command.js";
import { reportFailure } from "./failure.js";
import { parseFlags } from "./flags.js";
import { commandHelp, programHelp, recipeHelp } from "./help.js";
import { INTERRUPTED } from "./interrupt.js";
import type { Library } from "./library.js";
import type { Terminal } from "./terminal.js";

const COMMANDS: Readonly<Record<string, () => Promise<{ command: Command }>>> = {
  quickstart: () => import("./commands/quickstart.js"),
  init: () => import("./commands/init.js"),
  plan: () => import("./commands/plan.js"),
  prompts: () => import("./commands/prompts.js"),
  generate: () => import("./commands/generate.js"),
  verify: () => import("./commands/verify.js"),
  review: () => import("./commands/review.js"),
  evaluate: () => import("./commands/evaluate.js"),
  diff: () => import("./commands/diff.js"),
  export: () => import("./commands/export.js"),
  import: () => import("./commands/import.js"),
  status: () => import("./commands/status.js"),
  shapes: () => import("./commands/shapes.js"),
  models: () => import("./commands/models.js"),
  studio: () => import("./commands/studio.js"),
  sheet: () => import("./commands/sheet.js"),
  replay: () => import("./commands/replay.js"),
  doctor: () => import("./commands/doctor.js"),
};

/** Surroundings of a program run. */
export interface ProgramContext {
  terminal: Terminal;
  library: Library;
  signal: AbortSignal;
}

/**
 * Runs a command line (without node and script).
 * @returns the exit code: 0 done, 1 some samples failed, the work could not be done, or runs differ, 2 wrong use, 130 interrupted
 */
export async function runProgram(args: readonly string[], context: ProgramContext): Promise<number> {
  const before = args.includes("--") ? args.slice(0, args.indexOf("--")) : args;
  const json = before.includes("--json");
  const debug = before.includes("--debug");
  try {
    return await dispatch(args, context, json);
  } catch (error) {
    if (context.signal.aborted) return INTERRUPTED;
    return reportFailure(error, context.terminal, { json, debug });
  }
}

async function dispatch(args: readonly string[], context: ProgramContext, json: boolean): Promise<number> {
  const { terminal } = context;
  const at = args.findIndex((arg) => !arg.startsWith("-"));
  const rest = at < 0 ? args : [...args.slice(0, at), ...args.slice(at + 1)];
  const wantsHelp = rest.includes("--help") || rest.includes("-h");
  const name = at < 0 ? null : args[at]!;
  if (name === null && (rest.includes("--version") || rest.includes("-v"))) {
    terminal.out(`${VERSION}\n`);
    return 0;
  }
  if (name === null || name === "help") {
    const topic = name === null ? undefined : rest.find((arg) => !arg.startsWith("-"));
    if (!wantsHelp) parseFlags(rest, COMMON_FLAGS, null);
    terminal.out(await helpAbout(topic, terminal));
    return 0;
  }
  const command = await loadCommand(name);
  if (wantsHelp) {
    terminal.out(await helpAbout(name, terminal));
    return 0;
  }
  const recipe = command.takesRecipeOptions ? await import("../recipe/override.js") : null;
  const parsed = parseFlags(rest, { ...command.flags, ...COMMON_FLAGS }, recipe);
  checkArguments(name, command, parsed.arguments);
  return command.run({ flags: parsed.values as Invocation["flags"], arguments: parsed.arguments, overrides: parsed.overrides, json, ...context });
}

async function loadCommand(name: string): Promise<Command> {
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load !== undefined) return (await load()).command;
  const meant = nearest(name, Object.keys(COMMANDS));
  throw new DatasetError("E_OPTION", `unknown command ${name}`, {
    hint: meant === null ? `Commands: ${Object.keys(COMMANDS).join(", ")}.` : `Did you mean ${meant}?`,
    subject: name,
  });
}

async function helpAbout(topic: string | undefined, terminal: Terminal): Promise<string> {
  if (topic === undefined) {
    const commands = await Promise.all(Object.entries(COMMANDS).map(async ([name, load]) => ({ name, summary: (await load()).command.summary })));
    return programHelp(commands, VERSION, terminal);
  }
  const options = async () => (await import("../recipe/options.js")).explainOptions();
  if (topic === "recipe") return recipeHelp(await options(), terminal);
  const command = await loadCommand(topic);
  return commandHelp(topic, command, command.takesRecipeOptions ? await options() : [], terminal);
}

function checkArguments(name: string, command: Command, given: readonly string[]): void {
  const missing = command.arguments.slice(given.length).find((argument) => !argument.optional);
  if (missing !== undefined) {
    throw new DatasetError("E_OPTION", `${name} needs ${missing.name}: ${missing.description}`, { hint: `For example: ${command.examples[0]?.[0] ?? name}`, subject: missing.name });
  }
  const extra = given[command.arguments.length];
  if (extra !== undefined) {
    throw new DatasetError("E_OPTION", `${name}: unexpected argument ${JSON.stringify(extra)}`, { hint: `\`${name} --help\` shows its arguments.`, subject: extra });
  }
}
