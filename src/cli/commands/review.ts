/** `dst3d review`: people look at images; their answers measure and calibrate verification. */
import { join, resolve } from "node:path";
import { DatasetError } from "../../core/errors.js";
import { defineCommand, emit, say, type Invocation } from "../command.js";
import { wholeNumber } from "../flags.js";
import { formatColumns, shownPath } from "../terminal.js";

type Call = Pick<Invocation, "arguments" | "terminal" | "library" | "json"> & { flags: { out: string | null; count: string | null; gold: string | null; seed: string | null } };

export const command = defineCommand({
  summary: "have people judge images: a page for raters, and what their answers come to",
  details: [
    "  export  writes a review: page/ to hand out (open review.html in a browser, no server, no network) and key.json, which",
    "          stays here. With two runs pairs are asked: which image shows its label better. Gold questions, whose answers",
    "          are known, come from the run's planted images (`verify` makes them).",
    "  import  reads the files that raters have saved: agreement, Cohen's and Fleiss' kappa, share of right images with its",
    "          interval, of all and of the accepted. Answers go to the run, and the next `verify` calibrates on them.",
  ].join("\n"),
  arguments: [
    { name: "ACTION", description: "export or import", optional: false },
    { name: "FOLDER", description: "export: a run; import: the review's folder", optional: false },
    { name: "MORE", description: "export: a second run; import: a file of answers", optional: true },
    { name: "ANSWERS", description: "import: the second rater's answers", optional: true },
    { name: "ANSWERS3", description: "import: a third rater's answers", optional: true },
  ],
  flags: {
    out: { kind: "text", value: "DIR", description: "export: the review's folder (default RUN/verify/review)" },
    count: { kind: "text", value: "N", description: "export: questions that count (default 200)" },
    gold: { kind: "text", value: "N", description: "export: questions with known answers among them (default 20)" },
    seed: { kind: "text", value: "N", description: "export: which images, and their order" },
  },
  takesRecipeOptions: false,
  examples: [
    ["review export runs/vehicles --count 100", "writes runs/vehicles/verify/review/page/review.html"],
    ["review export runs/canny runs/depth --out compare", "which of two runs shows its labels better"],
    ["review import runs/vehicles/verify/review ann.json bob.json", "what two raters say"],
  ],
  run: async (invocation) => {
    const [action] = invocation.arguments;
    if (action === "export") return exportAction(invocation);
    if (action === "import") return importAction(invocation);
    throw new DatasetError("E_OPTION", `review has no action ${JSON.stringify(action)}`, { hint: "Actions are export and import.", subject: action! });
  },
});

async function exportAction(invocation: Call): Promise<number> {
  const { flags, terminal, library } = invocation;
  const [, run, other, ...more] = invocation.arguments;
  if (more.length > 0) throw new DatasetError("E_OPTION", "review export takes one run or two", { hint: "`review --help` shows examples.", subject: more[0]! });
  const folder = resolve(terminal.folder, run!);
  const number = (name: "count" | "gold" | "seed", least: number) => (flags[name] === null ? {} : { [name]: wholeNumber(flags[name], `--${name}`, least) });
  const exported = await library.exportRunReview({
    folder,
    ...(other === undefined ? {} : { other: resolve(terminal.folder, other) }),
    out: flags.out === null ? join(folder, "verify", "review") : resolve(terminal.folder, flags.out),
    ...number("count", 1), ...number("gold", 0), ...number("seed", 0),
  });
  const { key, pageFile, pageFolder, keyFile, unreadable } = exported;
  emit(invocation, { type: "review-exported", questions: key.items.length, pageFile, keyFile, unreadable });
  say(invocation, `${key.items.length} questions, ${key.items.filter(({ gold }) => gold !== null).length} of them with known answers${unreadable.length > 0 ? `; ${unreadable.length} images cannot be read and are left out` : ""}`);
  say(invocation, formatColumns([
    [shownPath(terminal, pageFile), "open it in a browser"],
    [shownPath(terminal, pageFolder), "the folder to hand out to raters"],
    [shownPath(terminal, keyFile), "stays here: it knows the answers"],
  ]));
  return 0;
}

async function importAction(invocation: Call): Promise<number> {
  const { terminal, library } = invocation;
  const [, review, ...files] = invocation.arguments;
  if (files.length === 0) throw new DatasetError("E_OPTION", "review import needs the files that raters have saved", { hint: "Give them after the review's folder.", subject: "ANSWERS" });
  const { figures, summary, kept } = await library.importRunReview({ review: resolve(terminal.folder, review!), files: files.map((file) => resolve(terminal.folder, file)) });
  emit(invocation, { type: "review", ...figures });
  say(invocation, summary.trimEnd());
  for (const { folder, answers } of kept) say(invocation, `\n${answers} answers are kept in ${shownPath(terminal, folder)}; \`${terminal.program} verify ${shownPath(terminal, folder)}\` calibrates on them.`);
  return 0;
}
