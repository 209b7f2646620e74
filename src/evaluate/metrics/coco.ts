/** `dst3d evaluate coco TRUTH RESULTS`: average precision of boxes, masks or keypoints. */
import { evaluateCoco, type CocoEvaluation, type CocoFigures, type CocoOptions } from "../coco/evaluate-coco.js";
import type { CocoGroundTruth, CocoResult } from "../coco/form.js";
import { type Metric, percentage } from "./metric.js";
import { precisionRecallPlot, shareBars } from "./shared-plots.js";

const NOT_FIGURES = new Set(["perCategory", "curves", "warnings"]);

export const coco: Metric = {
  files: ["ground truth", "results"],
  report: ([truth, results], options) => {
    const evaluation = evaluateCoco(truth as CocoGroundTruth, results as readonly CocoResult[], options as CocoOptions) as CocoEvaluation<CocoFigures>; // or those of keypoints: named by their keys below
    const { perCategory, curves, warnings } = evaluation;
    const names = Object.keys(evaluation).filter((name) => !NOT_FIGURES.has(name));
    const row = (name: string, figures: CocoFigures): string[] => [name, ...names.map((each) => percentage(figures[each as keyof CocoFigures]))];
    return {
      figures: evaluation,
      tables: [{ heading: "COCO figures in %", columns: ["", ...names], rows: [...Object.entries(perCategory).map(([name, figures]) => row(name, figures)), row("all", evaluation)] }],
      plots: new Map([
        ["categories", shareBars("Average precision", Object.entries(perCategory).map(([name, { AP }]) => [name, AP]))],
        ...(curves.length === 0 ? [] : [["precision-recall", precisionRecallPlot("Precision and recall", curves)] as const]),
      ]),
      warnings,
    };
  },
};
