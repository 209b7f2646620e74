/** `dst3d quickstart`: a small labelled dataset and a picture of it, from built-in parts only. */
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { defineCommand, emit, say } from "../command.js";
import { wholeNumber } from "../flags.js";
import { runAndShow } from "../run.js";
import { QUICKSTART_RECIPE } from "../starter.js";
import { formatColumns, shownPath, styled } from "../terminal.js";
import { shellWord } from "../../core/shell-word.js";

export const command = defineCommand({
  summary: "make a small labelled dataset from built-in shapes, and a picture of it",
  details: "  Needs no files, no network and no GPU. Running it again goes on or is done at once.",
  arguments: [],
  flags: {
    out: { kind: "text", value: "DIR", description: "the run's folder (default runs/quickstart)" },
    workers: { kind: "text", value: "N", description: "how many work at the same time (default: one per core)" },
    update: { kind: "switch", description: "allow changed options in an existing folder" },
  },
  takesRecipeOptions: true,
  examples: [
    ["quickstart", "12 samples in runs/quickstart"],
    ["quickstart --count 48 --out runs/more", "more of them, elsewhere"],
  ],
  run: async (invocation) => {
    const { flags, terminal, library } = invocation;
    const workers = flags.workers === null ? availableParallelism() : wholeNumber(flags.workers, "--workers", 1);
    const { parseRecipe } = await import("../../recipe/read.js");
    const recipe = parseRecipe(QUICKSTART_RECIPE, invocation.overrides);
    const out = resolve(terminal.folder, flags.out ?? join("runs", recipe.name));
    const outcome = await runAndShow(invocation, "quickstart", { recipe, recipeFolder: terminal.folder, out, workers, update: flags.update });
    if (outcome.interrupted || outcome.done === 0) return outcome.exitCode;
    const sheet = await library.writeSheet(out, { count: Math.min(recipe.count, 24), out: join(out, "sheet.png") });
    emit(invocation, { type: "sheet", file: sheet });
    const run = shownPath(terminal, out);
    say(invocation, `\n${formatColumns([
      [styled(terminal, "bold", "dataset"), run, `${outcome.done} samples: images with cameras, poses, boxes, masks, depth, keypoints`],
      [styled(terminal, "bold", "picture"), shownPath(terminal, sheet), "open it: 3D boxes, axes, masks and keypoints drawn over the images"],
    ], "")}\n\n${styled(terminal, "bold", "next")}`);
    say(invocation, formatColumns([
      [`${terminal.program} studio ${shellWord(run)}`, "look through it in the browser"],
      [`${terminal.program} init my-dataset`, "a commented recipe, to be changed"],
      [`${terminal.program} replay ${shellWord(run)} 0 --passes normal,nocs`, "more passes of the first sample"],
      [`${terminal.program} quickstart --count 100${flags.out === null ? "" : ` --out ${shellWord(run)}`}`, "more samples; those that are there stay"],
    ]));
    return outcome.exitCode;
  },
});
