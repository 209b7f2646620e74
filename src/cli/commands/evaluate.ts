/** `dst3d evaluate`: the field's metrics, from files. */
import { resolve } from "node:path";
import { defineCommand, emit, say } from "../command.js";
import { formatColumns, shownPath, styled } from "../terminal.js";

export const command = defineCommand({
  summary: "measure predictions: poses, detections, classes, as the field's own tools do",
  details: [
    "  pose PAIRS             error of viewpoints: Acc@π/6, Acc@π/18, median; by category and shift (NeMo)",
    "  coco TRUTH RESULTS     average precision of boxes, masks or keypoints (pycocotools)",
    "  omni3d TRUTH RESULTS   AP2D and AP3D (Omni3D), with exact overlaps of boxes in space",
    "  classification IMAGES  top-1 and top-5, by category and shift",
    "  Files are JSON; docs/evaluate.md shows each. Options of a metric stand in a JSON file of their own.",
  ].join("\n"),
  arguments: [
    { name: "METRIC", description: "pose, coco, omni3d or classification", optional: false },
    { name: "FILE", description: "pairs, images, or ground truth", optional: false },
    { name: "RESULTS", description: "coco, omni3d: the detections", optional: true },
  ],
  flags: {
    type: { kind: "text", value: "KIND", description: "coco: bbox (default), segm or keypoints" },
    options: { kind: "text", value: "FILE", description: "JSON file with options of the metric, such as symmetry of categories" },
    out: { kind: "text", value: "DIR", description: "folder for metrics.json, metrics.md and the plots as SVG" },
  },
  takesRecipeOptions: false,
  examples: [
    ["evaluate pose pairs.json", "how far predicted viewpoints are off"],
    ["evaluate coco instances.json results.json --type segm", "average precision of masks"],
    ["evaluate omni3d truth.json results.json --out figures", "with plots"],
  ],
  run: async (invocation) => {
    const { flags, terminal, library } = invocation;
    const [metric, ...files] = invocation.arguments;
    const { report, written } = await library.evaluateFiles({
      metric: metric!,
      files: files.map((file) => resolve(terminal.folder, file)),
      options: flags.type === null ? {} : { iouType: flags.type },
      optionsFile: flags.options === null ? null : resolve(terminal.folder, flags.options),
      out: flags.out === null ? null : resolve(terminal.folder, flags.out),
    });
    emit(invocation, { type: "evaluation", metric, ...report.figures, files: written });
    for (const { heading, columns, rows } of report.tables) say(invocation, `${styled(terminal, "bold", heading)}\n${formatColumns([columns, ...rows])}\n`);
    for (const warning of report.warnings) terminal.err(`${styled(terminal, "yellow", "note:")} ${warning}\n`);
    if (written.length > 0) say(invocation, `written: ${written.map((file) => shownPath(terminal, file)).join(", ")}`);
    return 0;
  },
});
