/** `dst3d prompts`: makes the list of prompts that a recipe asks for, to be read and edited before images are made. */
import { defineCommand, emit } from "../command.js";
import { LICENCE_KNOWN } from "../known-licences.js";
import { wholeNumber } from "../flags.js";
import { showPrompts } from "../prompts-report.js";
import { promptsProgress } from "../prompts-progress.js";
import { recipeArgument } from "../recipe-argument.js";

export const command = defineCommand({
  summary: "have a language model write a recipe's prompts, check them, and measure how they differ",
  details: [
    "  With `prompts: { type: llm, baseUrl: …, model: … }` in the recipe, captions are asked for until each category has",
    "  enough; those that contradict the label are left out, and counted. They go to prompts.jsonl beside the recipe: read",
    "  it, edit it, run this again for what is missing. `generate` draws from it. A key, where the server needs one, comes",
    "  from the environment variable DST3D_LLM_API_KEY. Other kinds of prompts are checked and measured.",
    "  Exit code: 0 all there, 1 some are missing or the server failed (what came is kept), 2 wrong use, 130 interrupted.",
  ].join("\n"),
  arguments: [{ name: "RECIPE", description: "the recipe's file; default: recipe.yaml", optional: true }],
  flags: {
    again: { kind: "switch", description: "write anew what a model or a table gave; lines that somebody edited or added stay" },
    show: { kind: "text", value: "N", description: "how many rejected captions to show (default 3)" },
    "licence-known": LICENCE_KNOWN,
  },
  takesRecipeOptions: true,
  examples: [
    ["prompts recipe.yaml", "write what is missing"],
    ["prompts recipe.yaml --prompts.perCategory 200", "more of them"],
    ["prompts recipe.yaml --again --show 20", "anew, with the reasons of twenty that were rejected"],
  ],
  run: async (invocation) => {
    const { flags, library, signal } = invocation;
    const shown = flags.show === null ? 3 : wholeNumber(flags.show, "--show", 0);
    const read = await recipeArgument(invocation, flags["licence-known"]);
    const progress = promptsProgress(invocation, read);
    const prepared = await library.preparePrompts(read.recipe, { folder: read.folder, signal, again: flags.again, onProgress: progress.batch });
    progress.end();
    const { error, ...rest } = prepared;
    emit(invocation, { type: "prompts", ...rest, error: error === null ? null : { code: error.code, message: error.message, hint: error.hint } });
    return showPrompts(invocation, read, prepared, shown);
  },
});
