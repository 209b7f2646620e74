/** `dst3d verify`: says of every image whether it shows what its label says. */
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { DatasetError } from "../../core/errors.js";
import type { Overrides } from "../../recipe/override.js";
import { defineCommand, type Invocation } from "../command.js";
import { wholeNumber } from "../flags.js";
import { verifyAndShow } from "../verify.js";

/** What is measured with `verify kcf`: the original's filter alone. */
const FILTER = "kcf";

export const command = defineCommand({
  summary: "compare every image with its label; accept, reject, or say unsure, with reasons",
  details: [
    "  Makes images with known mistakes from the run's recipe, trains small networks on the run itself (each image is judged",
    "  by one that has not seen it), and turns what they measure into the chance that the image shows its label. Nothing is",
    "  deleted: verdicts go to verify/scores.jsonl in the run. The same command goes on where an earlier one stopped.",
    "  `verify kcf RUN` takes the k-fold consistency filter alone. Options are those of the recipe's `verify`.",
  ].join("\n"),
  arguments: [
    { name: "RUN", description: "a run's folder, such as runs/vehicles; `kcf` before it: that filter alone", optional: false },
    { name: "RUN", description: "the run's folder, after kcf", optional: true },
  ],
  flags: {
    signals: { kind: "text", value: "NAMES", description: "what to measure, separated by commas (default: all that can work)" },
    precision: { kind: "text", value: "SHARE", description: "share of the accepted images that shall be right (default 0.95)" },
    processes: { kind: "text", value: "N", description: "networks trained at the same time (default: one per core)" },
    device: { kind: "text", value: "NAME", description: "what networks compute on: cpu, cuda, dml, coreml" },
  },
  takesRecipeOptions: true,
  examples: [
    ["verify runs/vehicles", "measure and judge"],
    ["verify runs/vehicles --signals sanity,edges", "only what trains no network"],
    ["verify kcf runs/vehicles --verify.kcf.variant faithful", "the original's filter"],
    ["verify runs/vehicles --json", "for programs"],
  ],
  run: async (invocation) => {
    const [first, second] = invocation.arguments;
    const isFilter = first === FILTER && second !== undefined;
    if (!isFilter && second !== undefined) throw new DatasetError("E_OPTION", `verify: unexpected argument ${JSON.stringify(second)}`, { hint: "Give one run's folder, or `kcf` and a folder.", subject: second });
    const { flags, terminal } = invocation;
    const processes = flags.processes === null ? availableParallelism() : wholeNumber(flags.processes, "--processes", 1);
    return verifyAndShow(invocation, {
      folder: resolve(terminal.folder, isFilter ? second : first!),
      overrides: overridesOf(invocation, isFilter),
      processes,
      ...(flags.device === null ? {} : { device: flags.device }),
    });
  },
});

function overridesOf({ flags, overrides }: Pick<Invocation, "overrides"> & { flags: { signals: string | null; precision: string | null } }, isFilter: boolean): Overrides {
  // The images are there: anything else of the recipe would only make planted ones that are unlike them.
  const other = Object.keys(overrides).find((path) => path !== "verify" && !path.startsWith("verify."));
  if (other !== undefined) throw new DatasetError("E_OPTION", `verify: --${other} has no effect on images that are there`, { hint: "Options of verification begin with --verify. as in --verify.kcf.epochs 40.", subject: other });
  return {
    ...overrides,
    ...(isFilter ? { "verify.signals": [FILTER] } : flags.signals === null ? {} : { "verify.signals": flags.signals.split(",").map((name) => name.trim()) }),
    ...(flags.precision === null ? {} : { "verify.precision": flags.precision }),
  };
}
