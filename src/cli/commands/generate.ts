/** `dst3d generate`: makes the dataset, or goes on with it. */
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import type { Overrides } from "../../recipe/override.js";
import { defineCommand, say } from "../command.js";
import { shardOf, wholeNumber } from "../flags.js";
import { LICENCE_KNOWN } from "../known-licences.js";
import { INTERRUPTED } from "../interrupt.js";
import { recipeArgument, STANDARD_INPUT } from "../recipe-argument.js";
import { verifyAndShow } from "../verify.js";
import { runAndShow, showNextSteps } from "../run.js";
import { shownPath } from "../terminal.js";

/** Generators that hold no model and ask no server. */
const WITHOUT_MODEL: readonly string[] = ["render", "imitation"];

export const command = defineCommand({
  summary: "make the dataset of a recipe, or go on with it",
  details: [
    "  Writes into runs/<name> unless told otherwise. The same command goes on where an earlier run stopped; nothing that",
    "  is finished is made again. A larger count extends the dataset. Ctrl+C stops after the samples in flight.",
    "  Exit code: 0 all samples done, 1 some failed, 2 wrong use, 130 interrupted.",
  ].join("\n"),
  arguments: [{ name: "RECIPE", description: "the recipe's file; default: recipe.yaml; - = standard input", optional: true }],
  flags: {
    out: { kind: "text", value: "DIR", description: "the run's folder (default runs/<name>)" },
    workers: { kind: "text", value: "N", description: "how many work at the same time (default: one per core; 1 where a painter paints)" },
    shard: { kind: "text", value: "I/N", description: "make only part I of N, counted from 1, for several machines" },
    device: { kind: "text", value: "NAME", description: "what diffusion computes on: cpu, cuda, webgpu, dml, coreml or auto" },
    "licence-known": LICENCE_KNOWN,
    verify: { kind: "switch", description: "afterwards compare every image with its label, as `dst3d verify` does" },
    update: { kind: "switch", description: "allow a changed recipe: make again what the change affects" },
  },
  takesRecipeOptions: true,
  examples: [
    ["generate recipe.yaml", "make it"],
    ["generate recipe.yaml --count 1000", "more of the same"],
    ["generate recipe.yaml --viewpoints.preset 1 --name level --seed 3", "a variant, in runs/level"],
    ["generate recipe.yaml --verify", "make it, then say of every image whether it shows its label"],
    ["generate recipe.yaml --shard 1/3", "the first third, on the first of three machines"],
    ["generate recipe.yaml --json > events.jsonl", "for programs"],
  ],
  run: async (given) => {
    const invocation = withDevice(given);
    const { flags, terminal } = invocation;
    const wanted = flags.workers === null ? null : wholeNumber(flags.workers, "--workers", 1);
    const shard = flags.shard === null ? null : shardOf(flags.shard);
    const read = await recipeArgument(invocation, flags["licence-known"]);
    // Painters work on several samples by themselves: another worker would hold a model's gigabytes, or queue at servers, once more.
    const workers = wanted ?? (WITHOUT_MODEL.includes(read.recipe.generator.type) ? availableParallelism() : 1);
    const out = resolve(terminal.folder, flags.out ?? join("runs", read.recipe.name));
    const label = read.file === STANDARD_INPUT ? "standard input" : shownPath(terminal, read.file);
    const outcome = await runAndShow(invocation, label, {
      recipe: read.recipe,
      recipeFolder: read.folder,
      out,
      workers,
      ...(shard === null ? {} : { shard }),
      update: flags.update,
    });
    if (flags.verify && shard === null && outcome.exitCode !== INTERRUPTED && outcome.done > 0) {
      say(invocation, "");
      const verified = await verifyAndShow(invocation, { folder: out, processes: wanted ?? availableParallelism(), ...(flags.device === null ? {} : { device: flags.device }) });
      if (verified !== 0) return verified;
    }
    showNextSteps(invocation, out, outcome, { recipeFile: read.file, count: read.recipe.renders === null ? read.recipe.count : null, isPart: shard !== null, flags: flagsToRepeat(invocation) });
    return outcome.exitCode;
  },
});

/** `--device` is short for the option of the generator. */
function withDevice<Call extends { flags: { device: string | null }; overrides: Overrides }>(invocation: Call): Call {
  const { device } = invocation.flags;
  return device === null ? invocation : { ...invocation, overrides: { ...invocation.overrides, "generator.device": device } };
}

/** The flags that say which dataset it is and where: without them the same recipe would be another run. */
function flagsToRepeat({ flags, overrides }: { flags: { out: string | null; "licence-known": boolean }; overrides: Overrides }): string[] {
  const options = Object.entries(overrides).flatMap(([path, value]) => (path === "count" ? [] : [`--${path}`, String(value)]));
  return [...(flags.out === null ? [] : ["--out", flags.out]), ...(flags["licence-known"] ? ["--licence-known"] : []), ...options];
}
