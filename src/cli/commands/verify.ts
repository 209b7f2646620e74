/** `dst3d verify`: says of every image whether it shows what its label says. */
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { DatasetError } from "../../core/errors.js";
import type { Overrides } from "../../recipe/override.js";
import { defineCommand, type Invocation } from "../command.js";
import { wholeNumber } from "../flags.js";
import { trainPoseNetworkAndShow } from "../pose-network.js";
import { verifyAndShow } from "../verify.js";

/** What is measured with `verify kcf`: the original's filter alone. */
const FILTER = "kcf";
/** What `verify pose-network` does: the filter's network as a file, to be asked about other pictures. */
const NETWORK = "pose-network";

export const command = defineCommand({
  summary: "compare every image with its label; accept, reject, or say unsure, with reasons",
  details: [
    "  Makes images with known mistakes from the run's recipe, trains small networks on the run itself (each image is judged",
    "  by one that has not seen it), and turns what they measure into the chance that the image shows its label. Nothing is",
    "  deleted: verdicts go to verify/scores.jsonl in the run. The same command goes on where an earlier one stopped.",
    "  `verify kcf RUN` takes the k-fold consistency filter alone. Options are those of the recipe's `verify`.",
    "  `verify pose-network RUN --out FILE` trains the filter's network (verify.kcf) on the run's labels for use on other pictures",
    "  (`evaluate viewpoints --predicted`), and measures it on shapes that it did not learn from.",
  ].join("\n"),
  arguments: [
    { name: "RUN", description: "a run's folder, such as runs/vehicles; before it `kcf` or `pose-network`, as above", optional: false },
    { name: "RUN", description: "the run's folder, after kcf or pose-network", optional: true },
  ],
  flags: {
    signals: { kind: "text", value: "NAMES", description: "what to measure, separated by commas (default: all that can work)" },
    precision: { kind: "text", value: "SHARE", description: "share of the accepted images that shall be right (default 0.95)" },
    processes: { kind: "text", value: "N", description: "networks trained at the same time (default: one per core)" },
    out: { kind: "text", value: "FILE", description: "pose-network: the file to write, such as pose.safetensors" },
    accepted: { kind: "switch", description: "pose-network: learn from images alone that an earlier `verify` has accepted" },
    device: { kind: "text", value: "NAME", description: "what networks compute on: cpu, cuda, dml, coreml" },
  },
  takesRecipeOptions: true,
  examples: [
    ["verify runs/vehicles", "measure and judge"],
    ["verify runs/vehicles --signals sanity,edges", "only what trains no network"],
    ["verify kcf runs/vehicles --verify.kcf.variant faithful", "the original's filter"],
    ["verify pose-network runs/vehicles --out pose.safetensors", "a network that reads poses from other pictures"],
    ["verify runs/vehicles --json", "for programs"],
  ],
  run: async (invocation) => {
    const [first, second] = invocation.arguments;
    const isFilter = first === FILTER && second !== undefined;
    const isNetwork = first === NETWORK && second !== undefined;
    if (!isFilter && !isNetwork && second !== undefined) throw new DatasetError("E_OPTION", `verify: unexpected argument ${JSON.stringify(second)}`, { hint: "Give one run's folder, or `kcf` or `pose-network` and a folder.", subject: second });
    const { flags, terminal } = invocation;
    const processes = flags.processes === null ? availableParallelism() : wholeNumber(flags.processes, "--processes", 1);
    const how = { processes, ...(flags.device === null ? {} : { device: flags.device }) };
    const folder = resolve(terminal.folder, second ?? first!);
    refuse(isNetwork ? { signals: flags.signals, precision: flags.precision } : { out: flags.out, accepted: flags.accepted ? "" : null }, isNetwork);
    if (!isNetwork) return verifyAndShow(invocation, { folder, overrides: overridesOf(invocation, isFilter), ...how });
    if (flags.out === null) throw new DatasetError("E_OPTION", "verify pose-network needs --out", { hint: "Name the file to write: --out pose.safetensors.", subject: "--out" });
    return trainPoseNetworkAndShow(invocation, { folder, out: resolve(terminal.folder, flags.out), overrides: overridesOf(invocation, false), accepted: flags.accepted, ...how });
  },
});

/** Complains about flags that go with the other use of the command. */
function refuse(flags: Readonly<Record<string, string | null>>, isNetwork: boolean): void {
  for (const [name, value] of Object.entries(flags)) {
    if (value === null) continue;
    throw new DatasetError("E_OPTION", isNetwork ? `verify pose-network knows no --${name}` : `--${name} goes with verify pose-network`, { hint: "`verify --help` shows what each takes.", subject: `--${name}` });
  }
}

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
