/** `dst3d evaluate`: the field's metrics, from files. */
import { resolve } from "node:path";
import { DatasetError } from "../../core/errors.js";
import type { EstimateViewpointsOptions } from "../../engine/estimate-viewpoints.js";
import { defineCommand, emit, say, type Invocation } from "../command.js";
import { stepProgress } from "../step-progress.js";
import { formatColumns, shownPath, styled } from "../terminal.js";

export const command = defineCommand({
  summary: "measure predictions as the field's own tools do, and where a run is seen from",
  details: [
    "  pose PAIRS             error of viewpoints: Acc@π/6, Acc@π/18, median; by category and shift (NeMo)",
    "  coco TRUTH RESULTS     average precision of boxes, masks or keypoints (pycocotools)",
    "  omni3d TRUTH RESULTS   AP2D and AP3D (Omni3D), with exact overlaps of boxes in space",
    "  classification IMAGES  top-1 and top-5, by category and shift",
    "  viewpoints RUN         where objects are seen from: entropy, divergence from uniform or --against, holes; balance",
    "  viewpoints FOLDER --predicted NETWORK   the same of any pictures, estimated by a pose network, with the network's own",
    "                         error beside; `verify pose-network` trains one on a run. On a RUN also beside its labels",
    "  Files are JSON; docs/evaluate.md shows each. Options of a metric stand in a JSON file of their own.",
  ].join("\n"),
  arguments: [
    { name: "METRIC", description: "pose, coco, omni3d, classification or viewpoints", optional: false },
    { name: "FILE", description: "pairs, images, ground truth, or a folder: a run's, or of pictures", optional: false },
    { name: "RESULTS", description: "coco, omni3d: the detections", optional: true },
  ],
  flags: {
    type: { kind: "text", value: "KIND", description: "coco: bbox (default), segm or keypoints" },
    options: { kind: "text", value: "FILE", description: "JSON file with options of the metric, such as symmetry of categories" },
    against: { kind: "text", value: "FILE", description: "viewpoints: another run, or viewpoints as JSON or CSV, to compare with" },
    predicted: { kind: "text", value: "NETWORK", description: "viewpoints: estimate them with this pose network, a file of `verify pose-network`" },
    category: { kind: "text", value: "NAME", description: "--predicted: what pictures show that are in no folder called as a category" },
    out: { kind: "text", value: "DIR", description: "folder for metrics.json, metrics.md and the plots as SVG" },
  },
  takesRecipeOptions: false,
  examples: [
    ["evaluate pose pairs.json", "how far predicted viewpoints are off"],
    ["evaluate coco instances.json results.json --type segm", "average precision of masks"],
    ["evaluate omni3d truth.json results.json --out figures", "with plots"],
    ["evaluate viewpoints runs/vehicles --out figures", "are all sides seen, and equally often?"],
    ["evaluate viewpoints photos --predicted pose.safetensors --category car", "which sides do these pictures show?"],
  ],
  run: async (invocation) => {
    const { flags, terminal, library, signal } = invocation;
    const [metric, ...names] = invocation.arguments;
    const place = (name: string | null): string | null => (name === null ? null : resolve(terminal.folder, name));
    const files = names.map((name) => resolve(terminal.folder, name));
    const isAudit = metric === "viewpoints";
    refuse(isAudit ? { type: flags.type, options: flags.options } : { against: flags.against, predicted: flags.predicted, category: flags.category }, metric!);
    if (isAudit && files.length !== 1) throw new DatasetError("E_OPTION", "evaluate viewpoints takes one folder", { hint: "What it is compared with stands behind --against.", subject: names[1] ?? "RUN" });
    if (flags.category !== null && flags.predicted === null) throw new DatasetError("E_OPTION", "--category goes with --predicted", { hint: "Without a network, viewpoints are those of a run's labels.", subject: "--category" });
    const audited = { folder: files[0]!, against: place(flags.against), out: place(flags.out), signal };
    const { report, written } = isAudit
      ? await (flags.predicted === null ? library.auditRun(audited) : estimated(invocation, { ...audited, network: place(flags.predicted)!, category: flags.category }))
      : await library.evaluateFiles({ metric: metric!, files, options: flags.type === null ? {} : { iouType: flags.type }, optionsFile: place(flags.options), out: place(flags.out) });
    emit(invocation, { type: "evaluation", metric, ...report.figures, files: written });
    for (const { heading, columns, rows } of report.tables) say(invocation, `${styled(terminal, "bold", heading)}\n${formatColumns([columns, ...rows])}\n`);
    for (const warning of report.warnings) terminal.err(`${styled(terminal, "yellow", "note:")} ${warning}\n`);
    if (written.length > 0) say(invocation, `written: ${written.map((file) => shownPath(terminal, file)).join(", ")}`);
    return 0;
  },
});

async function estimated(invocation: Pick<Invocation, "library" | "terminal" | "json">, options: EstimateViewpointsOptions): ReturnType<Invocation["library"]["estimateViewpoints"]> {
  const steps = stepProgress(invocation, "evaluate-progress");
  try {
    return await invocation.library.estimateViewpoints({ ...options, progress: (done, total) => steps.step("pictures", done, total) });
  } finally {
    steps.end();
  }
}

/** Complains about flags that a metric does not know. */
function refuse(flags: Readonly<Record<string, string | null>>, metric: string): void {
  for (const [name, value] of Object.entries(flags)) if (value !== null) throw new DatasetError("E_OPTION", `evaluate ${metric} knows no --${name}`, { hint: "`evaluate --help` shows what each metric takes.", subject: `--${name}` });
}
