/** Running a recipe from the command line: progress while it goes, a summary and next steps at its end. */
import type { GenerateOptions, GenerateResult } from "../engine/generate.js";
import { emit, say } from "./command.js";
import type { Invocation } from "./command.js";
import { INTERRUPTED } from "./interrupt.js";
import { count, progressSink } from "./progress.js";
import { formatColumns, shownPath, styled } from "./terminal.js";
import { shellWord } from "../core/shell-word.js";

/** How a run ended, with the exit code for it. */
export interface Outcome extends GenerateResult {
  exitCode: number;
}

/** Characters above which a command and its explanation no longer stand side by side. */
const LONGEST_COMMAND = 100;

type Call = Pick<Invocation, "terminal" | "library" | "json" | "signal">;

/** Runs the recipe and shows its events: as text, or one JSON value per line with `--json`. */
export async function runAndShow(call: Call, label: string, options: GenerateOptions): Promise<Outcome> {
  const { terminal } = call;
  const onEvent = call.json
    ? (event: object): void => emit(call, event)
    : progressSink(terminal, label, (text) => terminal.out(text));
  const result = await call.library.generate({ ...options, signal: call.signal, onEvent });
  return { ...result, exitCode: result.interrupted ? INTERRUPTED : result.failed > 0 ? 1 : 0 };
}

/**
 * Says where the dataset is and what to do next.
 * @param source.count of the recipe; null where there can be no more
 * @param source.flags those that the next command line must repeat to mean the same run
 */
export function showNextSteps(call: Call, out: string, outcome: Outcome, source: { recipeFile: string; count: number | null; isPart: boolean; flags: readonly string[] }): void {
  const { terminal } = call;
  const run = shellWord(shownPath(terminal, out));
  const recipe = shellWord(shownPath(terminal, source.recipeFile));
  if (outcome.interrupted) {
    say(call, `\nstopped; the same command goes on. ${count(outcome.done, "sample")} in ${run}`);
    return;
  }
  const rows: string[][] = [];
  if (outcome.failed > 0) rows.push([`${terminal.program} status ${run}`, "what failed and why; the same command tries those again"]);
  if (outcome.done > 0) rows.push([`${terminal.program} studio ${run}`, "look through it in the browser"]);
  if (outcome.done > 0) rows.push([`${terminal.program} sheet ${run}`, "one picture of it: boxes, axes, masks and keypoints over the images"]);
  if (!source.isPart && source.count !== null && outcome.done > 0) rows.push([`${terminal.program} generate ${[recipe, ...source.flags.map(shellWord)].join(" ")} --count ${Math.max(source.count, outcome.total) * 2}`, "twice as many; those that are there stay"]);
  say(call, `\n${styled(terminal, "bold", "dataset")}  ${run}  ${count(outcome.done, "sample")}\n\n${styled(terminal, "bold", "next")}`);
  const isLong = rows.some(([command]) => command!.length > LONGEST_COMMAND);
  say(call, isLong ? rows.map(([command, what]) => `  ${what}\n    ${command}`).join("\n") : formatColumns(rows));
}
