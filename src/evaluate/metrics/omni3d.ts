/** `dst3d evaluate omni3d TRUTH RESULTS`: average precision of boxes in the image and in space. */
import { evaluateOmni3d } from "../omni3d/evaluate-omni3d.js";
import type { Omni3dGroundTruth, Omni3dResult } from "../omni3d/form.js";
import type { Omni3dOptions } from "../omni3d/options.js";
import { type Metric, percentage } from "./metric.js";
import { precisionRecallPlot, shareBars } from "./shared-plots.js";

export const omni3d: Metric = {
  files: ["ground truth", "results"],
  report: ([truth, results], options) => {
    const evaluation = evaluateOmni3d(truth as Omni3dGroundTruth, results as readonly Omni3dResult[], options as Omni3dOptions);
    const { perCategory, curves, warnings, ...figures } = evaluation;
    return {
      figures: evaluation,
      tables: [
        { heading: "Omni3D figures in %", columns: Object.keys(figures), rows: [Object.values(figures).map(percentage)] },
        { heading: "By category", columns: ["", "AP2D", "AP3D"], rows: Object.entries(perCategory).map(([name, { AP2D, AP3D }]) => [name, percentage(AP2D), percentage(AP3D)]) },
      ],
      plots: new Map([
        ["categories", shareBars("Average precision in space (AP3D)", Object.entries(perCategory).map(([name, { AP3D }]) => [name, AP3D]))],
        ...(curves.length === 0 ? [] : [["precision-recall", precisionRecallPlot("Precision and recall in space", curves)] as const]),
      ]),
      warnings,
    };
  },
};
