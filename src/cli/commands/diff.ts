/** `dst3d diff`: what differs between two runs. */
import { resolve } from "node:path";
import type { Difference } from "../../dataset/diff/difference.js";
import { defineCommand, emit, say } from "../command.js";
import { formatColumns, shownPath, styled } from "../terminal.js";

/** Options that differ are listed up to this many. */
const SHOWN_OPTIONS = 40;
/** Letters of a value that are shown. */
const SHOWN_LETTERS = 40;

export const command = defineCommand({
  summary: "show what differs between two runs: options, samples, labels and images",
  details: "  Samples are matched by their number, objects by their instance. Ends with 1 when the runs differ, with 0 when they are alike.",
  arguments: [
    { name: "RUN", description: "a run's folder", optional: false },
    { name: "OTHER", description: "the other run's folder", optional: false },
  ],
  flags: {},
  takesRecipeOptions: false,
  examples: [["diff runs/vehicles runs/vehicles-again", "has anything changed, and how much?"]],
  run: async (invocation) => {
    const { terminal, library, signal } = invocation;
    const [first, second] = invocation.arguments.map((name) => resolve(terminal.folder, name)) as [string, string];
    const found = await library.diffRuns({ first, second, signal });
    emit(invocation, { type: "diff", first, second, ...found });
    const { differ, withoutRecipe, options, samples, labels, pictures } = found;
    const heading = (text: string): string => styled(terminal, "bold", text);
    say(invocation, `${heading("diff")}  ${shownPath(terminal, first)} (${samples.first})  ${shownPath(terminal, second)} (${samples.second})`);
    if (withoutRecipe.length > 0) say(invocation, noRecipe(withoutRecipe));
    if (!differ) {
      say(invocation, `alike: ${samples.common} samples`);
      return 0;
    }
    if (options.length > 0) {
      say(invocation, `\n${heading("options")}\n${formatColumns([["", "first", "second"], ...options.slice(0, SHOWN_OPTIONS).map((each) => [each.option, shown(each.first), shown(each.second)])])}`);
      if (options.length > SHOWN_OPTIONS) say(invocation, `  and ${options.length - SHOWN_OPTIONS} more: --json lists all`);
    }
    const only = (which: string, count: number, examples: readonly string[]): string[] => (count === 0 ? [] : [`  ${count} only in the ${which}: ${examples.join(", ")}${count > examples.length ? " …" : ""}`]);
    const lines = [...only("first", samples.onlyFirst, samples.examplesFirst), ...only("second", samples.onlySecond, samples.examplesSecond), ...(samples.unreadable > 0 ? [`  ${samples.unreadable} cannot be read`] : [])];
    say(invocation, [`\n${heading("samples")}  ${samples.common} in both, labels of ${labels.differing} differ`, ...lines].join("\n"));
    const rows = [...Object.entries(labels.differences), ...Object.entries(pictures).map(([name, each]): [string, Difference] => [`picture ${name}`, each])].filter(([, { differing }]) => differing > 0);
    if (rows.length > 0) say(invocation, `\n${heading("differences")}\n${formatColumns([["", "differ", "of", "mean", "worst", "", "at"], ...rows.map(([name, each]) => row(name, each))])}`);
    return 1;
  },
});

function noRecipe(which: readonly string[]): string {
  const runs = which.length === 2 ? "neither run has a recipe (imported?)" : `the ${which[0]} run has no recipe (imported?)`;
  return `${runs}: options are not compared`;
}

function row(name: string, { differing, compared, mean, worst, unit, at }: Difference): string[] {
  const number = (value: number | null): string => (value === null ? "–" : String(Number(value.toPrecision(3))));
  return [name, String(differing), String(compared), number(mean), number(worst), unit, at ?? ""];
}

function shown(value: unknown): string {
  const text = value === undefined ? "–" : (JSON.stringify(value) ?? "–");
  return text.length > SHOWN_LETTERS ? `${text.slice(0, SHOWN_LETTERS - 1)}…` : text;
}
