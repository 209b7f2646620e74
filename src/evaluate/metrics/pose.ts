/** `dst3d evaluate pose PAIRS`: how well viewpoints are predicted. */
import { histogramPlot } from "../../plots/bars.js";
import type { Plot } from "../../plots/plot.js";
import { evaluatePose, type PoseEvaluation, type PoseFigures, type PoseOptions, type PosePair } from "../pose/evaluate-pose.js";
import { shareBars } from "./shared-plots.js";
import { type Metric, percentage, type Table } from "./metric.js";

export const pose: Metric = {
  files: ["pairs of true and predicted viewpoints"],
  report: ([pairs], options) => {
    const evaluation = evaluatePose(pairs as readonly PosePair[], options as PoseOptions);
    return { figures: evaluation, tables: tablesOf(evaluation), plots: plotsOf(evaluation), warnings: evaluation.missing > 0 ? [`${evaluation.missing} of ${evaluation.count} pairs have no prediction and count as wrong`] : [] };
  },
};

function tablesOf(evaluation: PoseEvaluation): Table[] {
  const table = (heading: string, groups: Record<string, PoseFigures>): Table => ({
    heading,
    columns: ["", "pairs", "Acc@π/6 %", "Acc@π/18 %", "median °"],
    rows: [...Object.entries(groups), ["all", evaluation] as const].map(([name, figures]) => [name, String(figures.count), percentage(figures.accPi6), percentage(figures.accPi18), figures.medianDegrees.toFixed(2)]),
  });
  return [table("Viewpoints by category", evaluation.perCategory), ...(Object.keys(evaluation.perShift).length > 0 ? [table("Viewpoints by shift", evaluation.perShift)] : [])];
}

function plotsOf({ perCategory, perShift, errorsDegrees }: PoseEvaluation): Map<string, Plot> {
  const bars = (heading: string, groups: Record<string, PoseFigures>): Plot => shareBars(heading, Object.entries(groups).map(([name, { accPi6, count }]) => [name, accPi6, `(${count})`]));
  const plots = new Map([
    ["categories", bars("Errors below 30° (Acc@π/6)", perCategory)],
    ["errors", histogramPlot("Errors of viewpoints", [{ name: "pairs", values: errorsDegrees }], { label: "degrees", low: 0, high: 180, bins: 36 })],
  ]);
  if (Object.keys(perShift).length > 0) plots.set("shifts", bars("Errors below 30° (Acc@π/6) by shift", perShift));
  return plots;
}
