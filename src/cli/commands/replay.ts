/** `dst3d replay`: makes passes of one sample again, exactly as they were. */
import { join, resolve } from "node:path";
import { DatasetError } from "../../core/errors.js";
import { defineCommand, emit, say } from "../command.js";
import { wholeNumber } from "../flags.js";
import { shownPath } from "../terminal.js";

export const command = defineCommand({
  summary: "make passes of one sample again, also those that were not kept",
  details: "  A sample follows from the recipe and its index, so every pass can be had later, equal to what the run saw.",
  arguments: [
    { name: "RUN", description: "a run's folder, such as runs/vehicles", optional: false },
    { name: "ID", description: "the sample's index or id, such as 12 or 00000012", optional: false },
  ],
  flags: {
    passes: { kind: "text", value: "NAMES", description: "which, separated by commas, or all (the default): image, render, canny, depth, normal, nocs, instance, part, mask, geometric-edges, depth-control, normal-control, segmentation, coarse-box" },
    out: { kind: "text", value: "DIR", description: "where to write them (default RUN/replay)" },
  },
  takesRecipeOptions: false,
  examples: [["replay runs/vehicles 12 --passes normal,nocs", "two passes of sample 12"]],
  run: async (invocation) => {
    const { flags, terminal } = invocation;
    const { OUTPUT_NAMES } = await import("../../recipe/schema.js");
    const run = resolve(terminal.folder, invocation.arguments[0]!);
    const index = wholeNumber(invocation.arguments[1]!, "ID", 0);
    const passes = flags.passes === null || flags.passes.trim() === "all" ? [...OUTPUT_NAMES] : flags.passes.split(",").map((name) => name.trim()).filter((name) => name !== "");
    for (const name of passes) await checkPass(name, OUTPUT_NAMES);
    const out = flags.out === null ? join(run, "replay") : resolve(terminal.folder, flags.out);
    const files = await invocation.library.replay(run, index, { passes, out });
    emit(invocation, { type: "replay", index, files });
    for (const file of files) say(invocation, `wrote ${shownPath(terminal, file)}`);
    return 0;
  },
});

async function checkPass(name: string, known: readonly string[]): Promise<void> {
  if (known.includes(name)) return;
  const { nearest } = await import("../../core/nearest.js");
  const meant = nearest(name, known);
  throw new DatasetError("E_OPTION", `there is no pass ${JSON.stringify(name)}`, {
    hint: meant === null ? `Passes: ${known.join(", ")}.` : `Did you mean ${meant}?`,
    subject: "--passes",
  });
}
