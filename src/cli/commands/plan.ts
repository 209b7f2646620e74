/** `dst3d plan`: what a recipe would make, without making it. */
import { DatasetError } from "../../core/errors.js";
import { formatBytes } from "../../core/quantities.js";
import type { PlanSummary } from "../../pipeline/plan-summary.js";
import { defineCommand, emit, say } from "../command.js";
import type { Invocation } from "../command.js";
import { wholeNumber } from "../flags.js";
import { LICENCE_KNOWN } from "../known-licences.js";
import { count } from "../progress.js";
import { recipeArgument } from "../recipe-argument.js";
import { formatColumns, styled } from "../terminal.js";
import type { Terminal } from "../terminal.js";

export const command = defineCommand({
  summary: "show what a recipe would make, without making it",
  details: "  Prints categories, shapes, environments, how the viewpoints spread, and the size on disk. Loads no model, renders\n  nothing, writes nothing.",
  arguments: [{ name: "RECIPE", description: "the recipe's file; default: recipe.yaml", optional: true }],
  flags: {
    sample: { kind: "text", value: "INDEX", description: "print everything that is planned for one sample, as JSON" },
    "licence-known": LICENCE_KNOWN,
    resolved: { kind: "switch", description: "print the recipe with every default filled in" },
  },
  takesRecipeOptions: true,
  examples: [
    ["plan recipe.yaml", "counts and histograms"],
    ["plan recipe.yaml --count 1000000", "the same for a million samples"],
    ["plan recipe.yaml --sample 12", "one sample in detail"],
  ],
  run: async (invocation) => {
    const { flags, terminal, library } = invocation;
    const read = await recipeArgument(invocation, flags["licence-known"]);
    if (flags.resolved) {
      const { resolvedYaml } = await import("../../recipe/resolved.js");
      if (invocation.json) emit(invocation, read.recipe);
      else terminal.out(resolvedYaml(read.recipe));
      return 0;
    }
    if (flags.sample !== null) {
      const index = wholeNumber(flags.sample, "--sample", 0);
      if (index >= read.recipe.count) {
        throw new DatasetError("E_OPTION", `--sample ${index}: the recipe has ${count(read.recipe.count, "sample")}`, { hint: `Use 0 to ${read.recipe.count - 1}.`, subject: "--sample" });
      }
      const sample = await library.planSample(read.recipe, read.folder, index);
      terminal.out(`${invocation.json ? JSON.stringify(sample) : JSON.stringify(sample, null, 2)}\n`);
      return 0;
    }
    const summary = await library.planSummary(read.recipe, read.folder);
    emit(invocation, { type: "plan", ...summary });
    if (!invocation.json) showSummary(invocation, summary, terminal);
    return 0;
  },
});

function showSummary(invocation: Pick<Invocation, "terminal" | "json">, summary: PlanSummary, terminal: Terminal): void {
  const title = (text: string): void => say(invocation, styled(terminal, "bold", text));
  say(invocation, `${styled(terminal, "bold", summary.name)}  ${count(summary.count, "sample")} · ${count(summary.scenes, "scene")} · ${madeOf(summary)} · about ${formatBytes(summary.estimatedBytes)} in ${count(summary.files, "file")}\n`);
  const { prompts } = summary;
  if (prompts.file !== null) say(invocation, prompts.count === null ? `prompts  ${prompts.file} is not complete yet: ${terminal.program} prompts writes it\n` : `prompts  ${prompts.count} in ${prompts.file}\n`);
  title("categories");
  say(invocation, bars(summary.categories.map(({ id, count: number }) => [id, number])));
  if (summary.photos !== null || summary.renders !== null) return;
  title("environments");
  say(invocation, summary.environments.length === 0 ? "  none\n" : bars(summary.environments.map(({ id, count: number }) => [id, number])));
  title("azimuth (0° = front, 90° = the object's left side)");
  say(invocation, bars(histogramRows(summary.azimuthHistogram, 0, 360)));
  title("elevation");
  say(invocation, bars(histogramRows(summary.elevationHistogram, -90, 180)));
}

function madeOf({ renders, photos, shapes }: PlanSummary): string {
  if (renders !== null) return `${renders.used} of ${count(renders.available, "render")}`;
  if (photos !== null) return `${photos.used} of ${count(photos.available, "photograph")}`;
  return `${shapes.used} of ${count(shapes.available, "shape")}`;
}

function histogramRows(histogram: readonly number[], first: number, span: number): [string, number][] {
  const step = span / histogram.length;
  return histogram.map((number, bin) => [`${first + bin * step}° to ${first + (bin + 1) * step}°`, number]);
}

const SHOWN_ROWS = 24;

function bars(rows: readonly (readonly [string, number])[]): string {
  const most = Math.max(1, ...rows.map((row) => row[1]));
  const shown = rows.slice(0, SHOWN_ROWS).map(([name, number]) => [name, String(number), "█".repeat(Math.ceil((number / most) * 40))]);
  if (rows.length > SHOWN_ROWS) shown.push([`and ${rows.length - SHOWN_ROWS} more`, "", ""]);
  return `${formatColumns(shown)}\n`;
}
