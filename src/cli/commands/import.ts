/** `dst3d import`: a dataset made elsewhere becomes a run. */
import { resolve } from "node:path";
import { DatasetError } from "../../core/errors.js";
import type { ImportedRun } from "../../engine/import-run.js";
import { defineCommand, emit, say, type Invocation } from "../command.js";
import { INTERRUPTED } from "../interrupt.js";
import { count } from "../progress.js";
import { formatColumns, shownPath, styled } from "../terminal.js";
import { withSteps } from "../with-steps.js";

const FLAGS = {
  format: { kind: "text", value: "NAME", description: "the layout to read; without it, all formats are listed" },
  out: { kind: "text", value: "DIR", description: "the run's folder: new, or empty" },
  images: { kind: "text", value: "NAME", description: "dst3d: folder of the images beside `annotation` (default image_dst)" },
  models: { kind: "text", value: "FILE", description: "dst3d: the CSV of models; bop: models_info.json, where it is not in the dataset" },
  label: { kind: "text", value: "KIND", description: "how far labels are true of images: exact (rendered) or intended (painted)" },
  fronts: { kind: "switch", description: "bop: models stand on +z and look along -y, as dst3d's own (default: fronts are unknown)" },
  "no-passes": { kind: "switch", description: "leave depth pictures and renders out" },
  "skip-missing": { kind: "switch", description: "leave out and count labels whose image is missing (default: stop)" },
  copy: { kind: "switch", description: "copy images (default: hard links where the disk can)" },
} as const;

type Call = Invocation<typeof FLAGS>;

export const command = defineCommand({
  summary: "make a run of a dataset that was made elsewhere: a 3D-DST tree, a BOP set …",
  details: [
    "  `verify`, `review`, `export`, `sheet` and `status` then work on it, and `init --from` writes a recipe that paints it",
    "  anew. Pickles are read, never run; nothing outside the dataset's folder is read; where a label cannot be true, the import stops and nothing is left. docs/import.md shows every format.",
  ].join("\n"),
  arguments: [{ name: "SOURCE", description: "the dataset's folder", optional: false }],
  flags: FLAGS,
  takesRecipeOptions: false,
  examples: [
    ["import DST3D/train --format dst3d --out runs/dst", "painted images of the original"],
    ["import DST3D/train --format dst3d --images image_render --out runs/dst", "its renders"],
  ],
  run,
});

async function run(call: Call): Promise<number> {
  const { flags, terminal, library, signal } = call;
  const source = resolve(terminal.folder, call.arguments[0]!);
  const { format, out } = flags;
  if (format === null || out === null) {
    const formats = await library.importFormats();
    say(call, `formats\n${formatColumns(formats.map(({ name, summary }) => [name, summary]))}\n`);
    emit(call, { type: "import-formats", formats });
    throw new DatasetError("E_OPTION", `import needs ${format === null ? "--format" : "--out"}`, { hint: "For example: import DST3D/train --format dst3d --out runs/dst", subject: format === null ? "--format" : "--out" });
  }
  say(call, `${styled(terminal, "bold", "import")}  ${shownPath(terminal, source)} as ${format}`);
  const imported = await withSteps(call, { type: "import-progress", stopped: "stopped; nothing was written." }, (onEvent) =>
    library.importRun({
      source,
      format,
      out: resolve(terminal.folder, out),
      options: {
        ...(flags.images === null ? {} : { images: flags.images }),
        ...(flags.models === null ? {} : { models: resolve(terminal.folder, flags.models) }),
        // The word is checked where the option is declared.
        ...(flags.label === null ? {} : { label: flags.label as "exact" }),
        ...(flags.fronts ? { fronts: true } : {}),
        ...(flags["no-passes"] ? { passes: false } : {}),
        ...(flags["skip-missing"] ? { skipMissing: true } : {}),
      },
      ...(flags.copy ? { placing: "copy" } : {}),
      signal,
      onEvent,
    }),
  );
  if (imported === null) return INTERRUPTED;
  emit(call, { type: "imported", ...imported });
  show(call, imported);
  return 0;
}

function show(call: Call, { folder, samples, leftOut, unknown }: ImportedRun): void {
  const { terminal } = call;
  say(call, `\n${shownPath(terminal, folder)}  ${count(samples, "sample")}`);
  for (const [reason, number] of Object.entries(leftOut)) say(call, `  ${styled(terminal, "yellow", "left out")} ${number}: ${reason}`);
  const fields = Object.keys(unknown);
  if (fields.length > 0) say(call, `  ${styled(terminal, "yellow", "unknown")} ${fields.join(", ")}: the dataset does not tell; generation.settings.unknown of each record says what`);
}
