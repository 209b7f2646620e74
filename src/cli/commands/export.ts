/** `dst3d export`: a run in the layout of another dataset. */
import { resolve } from "node:path";
import { DatasetError } from "../../core/errors.js";
import type { ExportedRun } from "../../interchange/exported-run.js";
import { defineCommand, emit, say, type Invocation } from "../command.js";
import { numbersByName, numberList } from "../flag-lists.js";
import { wholeNumber } from "../flags.js";
import { INTERRUPTED } from "../interrupt.js";
import { count } from "../progress.js";
import { formatColumns, shownPath, styled } from "../terminal.js";
import { withSteps } from "../with-steps.js";

const FLAGS = {
  format: { kind: "text", value: "NAME", description: "the layout to write; without it, all formats are listed" },
  out: { kind: "text", value: "DIR", description: "the export's folder: new, or empty" },
  accepted: { kind: "switch", description: "only images that `verify`, or a person in the studio, has accepted and that are still the same" },
  "without-rejected": { kind: "switch", description: "all images but those that `verify`, or a person in the studio, has rejected" },
  split: { kind: "text", value: "SHARES", description: "shares of train, val and test, as 0.9,0.1 (default: all is train)" },
  by: { kind: "text", value: "WHAT", description: "what is never in two splits: shape (default) or image" },
  seed: { kind: "text", value: "N", description: "another division into splits" },
  size: { kind: "text", value: "LIST", description: "longest side in metres by category, as car=4.5,chair=0.9" },
  segmentation: { kind: "text", value: "KIND", description: "coco: rle (default) or polygon" },
  keypoints: { kind: "text", value: "KIND", description: "coco, yolo: shape (named points, default) or box (corners and centre)" },
  task: { kind: "text", value: "KIND", description: "yolo: detect (default), segment or pose" },
  "shard-samples": { kind: "text", value: "N", description: "webdataset: samples in one file (default 1000)" },
  "shard-megabytes": { kind: "text", value: "N", description: "parquet: most megabytes in one file (default 500)" },
  copy: { kind: "switch", description: "copy images (default: hard links where the disk can)" },
  link: { kind: "switch", description: "symbolic links to the run's images" },
  "verify-samples": { kind: "text", value: "N", description: "how many samples the proof compares (default 20)" },
  "no-verify": { kind: "switch", description: "no proof" },
} as const;

type Call = Invocation<typeof FLAGS>;

export const command = defineCommand({
  summary: "write a run as COCO, WebDataset, Omni3D, PASCAL3D+ …, and prove that its labels survived",
  details: [
    "  Reads the written files back by each format's own convention and compares them with the labels: points of the surfaces",
    "  must land on their pixels. Where they do not, the export fails and nothing is left. docs/export.md shows every format.",
  ].join("\n"),
  arguments: [{ name: "RUN", description: "a run's folder, such as runs/vehicles", optional: false }],
  flags: FLAGS,
  takesRecipeOptions: false,
  examples: [
    ["export runs/vehicles --format coco --out vehicles-coco", "boxes, masks, keypoints, poses"],
    ["export runs/vehicles --format coco --out vehicles-coco --accepted --split 0.9,0.1", "only verified images, no shape in both splits"],
    ["export runs/vehicles --format omni3d --out vehicles-omni3d --size car=4.5", "in metres"],
  ],
  run,
});

async function run(call: Call): Promise<number> {
  const { flags, terminal, library, signal } = call;
  const folder = resolve(terminal.folder, call.arguments[0]!);
  const { format, out } = flags;
  if (format === null || out === null) {
    const formats = await library.exportFormats();
    say(call, `formats\n${formatColumns(formats.map(({ name, summary }) => [name, summary]))}\n`);
    emit(call, { type: "export-formats", formats });
    throw new DatasetError("E_OPTION", `export needs ${format === null ? "--format" : "--out"}`, { hint: "For example: export runs/vehicles --format coco --out vehicles-coco", subject: format === null ? "--format" : "--out" });
  }
  if (flags.copy && flags.link) throw new DatasetError("E_OPTION", "--copy and --link exclude each other", { hint: "Give one of them, or neither.", subject: "--copy" });
  say(call, `${styled(terminal, "bold", "export")}  ${shownPath(terminal, folder)} as ${format}`);
  const exported = await withSteps(call, { type: "export-progress", stopped: "stopped; nothing was written." }, (onEvent) =>
    library.exportRun({
      folder,
      format,
      out: resolve(terminal.folder, out),
      accepted: flags.accepted,
      withoutRejected: flags["without-rejected"],
      options: optionsOf(flags),
      ...(flags.copy ? { placing: "copy" } : flags.link ? { placing: "symlink" } : {}),
      ...(flags["no-verify"] ? { verifySamples: 0 } : flags["verify-samples"] === null ? {} : { verifySamples: wholeNumber(flags["verify-samples"], "--verify-samples", 1) }),
      signal,
      onEvent,
    }),
  );
  if (exported === null) return INTERRUPTED;
  emit(call, { type: "exported", ...exported });
  show(call, exported);
  return 0;
}

function optionsOf(flags: Call["flags"]): NonNullable<Parameters<Call["library"]["exportRun"]>[0]["options"]> {
  // Words are checked where the options are declared.
  return {
    ...(flags.split === null ? {} : { split: numberList(flags.split, "--split") }),
    ...(flags.seed === null ? {} : { seed: wholeNumber(flags.seed, "--seed", 0) }),
    ...(flags.size === null ? {} : { sizes: numbersByName(flags.size, "--size") }),
    ...(flags["shard-samples"] === null ? {} : { samplesPerShard: wholeNumber(flags["shard-samples"], "--shard-samples", 1) }),
    ...(flags["shard-megabytes"] === null ? {} : { shardMegabytes: wholeNumber(flags["shard-megabytes"], "--shard-megabytes", 1) }),
    ...word("splitBy", flags.by),
    ...word("segmentation", flags.segmentation),
    ...word("keypoints", flags.keypoints),
    ...word("task", flags.task),
  };
}

function word(name: string, value: string | null): Record<string, never> {
  return value === null ? {} : { [name]: value as never };
}

function show(call: Call, { folder, samples, leftOut, proof, loses }: ExportedRun): void {
  const { terminal } = call;
  const splits = Object.entries(samples);
  const total = splits.reduce((sum, [, number]) => sum + number, 0);
  const parts = splits.length > 1 ? ` (${splits.map(([split, number]) => `${split} ${number}`).join(", ")})` : "";
  say(call, `\n${shownPath(terminal, folder)}  ${count(total, "sample")}${parts}`);
  for (const [reason, number] of Object.entries(leftOut)) say(call, `  ${styled(terminal, "yellow", "left out")} ${number}: ${reason}`);
  for (const [split, number] of splits) if (number === 0) say(call, `  ${styled(terminal, "yellow", "empty")} ${split}: there are too few ${call.flags.by === "image" ? "images" : "shapes"} for its share`);
  if (loses !== null) say(call, `  ${styled(terminal, "yellow", "lost")} ${loses}`);
  if (proof === null) say(call, "  not proved (--no-verify)");
  else for (const { what, compared, worst, limit, unit } of proof) say(call, `  ${styled(terminal, "green", "proved")} ${what}: ${compared} compared, worst ${shownNumber(worst)}${unit === "" ? "" : ` ${unit}`} (limit ${limit})`);
}

function shownNumber(value: number): string {
  return value !== 0 && value < 0.001 ? value.toExponential(1) : String(Math.round(value * 10000) / 10000);
}
