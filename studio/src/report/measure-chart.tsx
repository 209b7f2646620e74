/** How well each number alone tells right from wrong. */
import type { ReactNode } from "react";
import type { Report } from "../../../src/studio/report/report-messages.js";
import { counted, decimals, withInterval } from "./formats.js";
import { IntervalChart } from "./interval-chart.js";

/** @param isHere whether areas are those of this run's pictures; else those of the calibration's */
export function MeasureChart({ measures, isHere }: { measures: Report["measures"]; isHere: boolean }): ReactNode {
  const figures = measures.flatMap(({ name, description, auc, aucInterval, calibrationAuc }) => {
    const value = isHere ? auc : calibrationAuc;
    return value === null ? [] : [{ name, value, interval: isHere ? aucInterval : null, words: `${name} ${decimals(value)}\n${description}` }];
  }).sort((a, b) => b.value - a.value);
  if (figures.length === 0) return null;
  return (
    <IntervalChart
      title="Each number alone" note={isHere ? "area under the curve with its 95 % interval" : "area under the curve, pictures of the calibration"}
      figures={figures} low={0.4} mark={0.5}
      table={{ heads: ["number", "taken", "area here", "area in the calibration", "what it says"], rows: measures.map((measure) => ({ key: measure.name, cells: [measure.name, counted(measure.taken), withInterval(measure.auc, measure.aucInterval), decimals(measure.calibrationAuc), measure.description] })) }}
    />
  );
}
