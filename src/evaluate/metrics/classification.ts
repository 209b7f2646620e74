/** `dst3d evaluate classification IMAGES`: top-1 and top-5 accuracy, by category and by shift. */
import * as z from "zod";
import { type ClassFigures, type ClassifiedImage, evaluateClassification } from "../classification/evaluate-classification.js";
import { readOptions } from "../input/read-options.js";
import { type Metric, percentage, type Table } from "./metric.js";
import { shareBars } from "./shared-plots.js";

export const classification: Metric = {
  files: ["images with true and predicted classes"],
  report: ([images], options) => {
    readOptions(z.strictObject({}), options, "evaluateClassification");
    const evaluation = evaluateClassification(images as readonly ClassifiedImage[]);
    const { perCategory, perShift, shifted } = evaluation;
    const table = (heading: string, groups: Record<string, ClassFigures>, more: string[][]): Table => ({
      heading,
      columns: ["", "images", "top-1 %", "top-5 %"],
      rows: [...Object.entries(groups).map(([name, { count, top1, top5 }]) => [name, String(count), percentage(top1), percentage(top5)]), ...more],
    });
    const all = ["all", String(evaluation.count), percentage(evaluation.top1), percentage(evaluation.top5)];
    const bars = (heading: string, groups: Record<string, ClassFigures>) => shareBars(heading, Object.entries(groups).map(([name, { top1, count }]) => [name, top1, `(${count})`]));
    return {
      figures: evaluation,
      tables: [
        table("Classes", perCategory, [all]),
        ...(shifted === null ? [] : [table("Classes by shift", perShift, [["mean over shifts", "", percentage(shifted.top1), percentage(shifted.top5)], all])]),
      ],
      plots: new Map([["categories", bars("Top-1 accuracy", perCategory)], ...(shifted === null ? [] : [["shifts", bars("Top-1 accuracy by shift", perShift)] as const])]),
      warnings: [],
    };
  },
};
