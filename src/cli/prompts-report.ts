/** What `dst3d prompts` says when it has ended. */
import { resolve } from "node:path";
import type { PreparedPrompts } from "../pipeline/prompt-report.js";
import type { ReadRecipe } from "../recipe/read.js";
import { say, type Invocation } from "./command.js";
import { formatError } from "./failure.js";
import { count } from "./progress.js";
import { formatColumns, shownPath, styled } from "./terminal.js";
import { shellWord } from "../core/shell-word.js";

type Call = Pick<Invocation, "terminal" | "json" | "overrides">;

const SHOWN_CATEGORIES = 30;

/** Shows the report; @returns the exit code */
export function showPrompts(call: Call, { file: recipeFile, folder }: ReadRecipe, prepared: PreparedPrompts, shownRejected: number): number {
  const { terminal } = call;
  const { categories, error, file } = prepared;
  if (file !== null) showCategories(call, prepared);
  showRejections(call, prepared, shownRejected);
  showDiversity(call, prepared);
  if (error !== null) terminal.err(formatError({ code: error.code, message: error.message, hint: error.hint, subject: error.subject }, terminal));
  const short = categories.filter(({ prompts, wanted }) => prompts < wanted);
  if (file === null) {
    say(call, `\nnothing to write: templates write a prompt with each sample. For a language model: prompts: { type: llm, baseUrl: …, model: … } (docs/prompts.md)`);
    return 0;
  }
  const list = shownPath(terminal, resolve(folder, file));
  const total = categories.reduce((sum, { prompts }) => sum + prompts, 0);
  const edited = prepared.edited === 0 ? "" : `, ${prepared.edited} of them edited`;
  say(call, `\n${styled(terminal, "bold", list)}  ${count(total, "prompt")}${edited}${total === 0 ? "" : "; read them, change or delete lines as you like"}`);
  if (short.length > 0) say(call, `  ${styled(terminal, "yellow", "not enough")} for ${short.slice(0, 5).map(({ category }) => category).join(", ")}${short.length > 5 ? ` and ${short.length - 5} more` : ""}: the same command asks for more`);
  // Without them, generate would ask for other prompts than these.
  const repeated = Object.entries(call.overrides).flatMap(([path, value]) => [`--${path}`, shellWord(String(value))]);
  const canRun = categories.every(({ prompts }) => prompts > 0);
  if (canRun) say(call, `\n${styled(terminal, "bold", "next")}\n${formatColumns([[[terminal.program, "generate", shellWord(shownPath(terminal, recipeFile)), ...repeated].join(" "), "draws from this list"]])}`);
  return error !== null || short.length > 0 ? 1 : 0;
}

function showCategories(call: Call, { categories }: PreparedPrompts): void {
  const rows = categories.slice(0, SHOWN_CATEGORIES).map(({ category, prompts, wanted, added }) => [
    category,
    prompts === wanted ? String(prompts) : `${prompts} of ${wanted}`,
    added === 0 ? (prompts === 0 ? "" : "there already") : `${added} new`,
  ]);
  say(call, formatColumns(rows));
  if (categories.length > SHOWN_CATEGORIES) say(call, `  … and ${categories.length - SHOWN_CATEGORIES} more categories`);
}

function showRejections(call: Call, { kind, rejections, rejected, useless }: PreparedPrompts, shown: number): void {
  const { terminal } = call;
  const list = (counts: Readonly<Record<string, number | undefined>>): [string, number][] => Object.entries(counts).flatMap(([name, number]): [string, number][] => (number === undefined ? [] : [[name, number]])).sort((a, b) => b[1] - a[1]);
  const texts = (counts: [string, number][]): string => counts.map(([name, number]) => `${name} ${number}`).join(" · ");
  const reasons = list(rejections);
  const total = reasons.reduce((sum, [, number]) => sum + number, 0);
  if (total > 0) say(call, `\n${styled(terminal, "bold", kind === "file" ? "look at" : "rejected")}  ${count(total, "caption")}: ${texts(reasons)}`);
  for (const { category, reason, text } of rejected.slice(0, shown)) say(call, `  ${styled(terminal, "dim", `${category}, ${reason}:`)} ${printable(text)}`);
  const answers = list(useless);
  if (answers.length > 0) say(call, `${total > 0 ? "" : "\n"}${styled(terminal, "bold", "answers of no use")}  ${texts(answers)}`);
}

/** A stranger's text on one line, without what could steer a terminal. */
function printable(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\p{Cf}]+/gu, " ");
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}

function showDiversity(call: Call, { kind, diversity, file }: PreparedPrompts): void {
  if (diversity === null) return;
  const { terminal } = call;
  const share = ({ share: part, kinds }: { share: number; kinds: number }): string => `${Math.round(part * 100)} % (${kinds})`;
  const row = (name: string, of: (typeof diversity)["list"]): string[] => [name, String(of.captions), `${Math.round(of.unique * 100)} %`, of.distinct2.toFixed(3), share(of.scene), share(of.weather), share(of.time)];
  const title = ["variety", "prompts", "different", "distinct-2", "scene", "weather", "time"].map((name) => styled(terminal, "bold", name));
  say(call, `\n${formatColumns([title, ...(file === null ? [] : [row(kind === "llm" ? "this list" : kind, diversity.list)]), row("templates", diversity.template)], "")}`);
  say(call, styled(terminal, "dim", "distinct-2: different word pairs ÷ all; scene, weather, time: prompts that say it (in how many words)"));
}
