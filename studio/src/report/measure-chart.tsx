/** How well each number alone tells right from wrong. */
import { axisY, dot, link, ruleX } from "@observablehq/plot";
import type { ReactNode } from "react";
import type { Report } from "../../../src/studio/report/report-messages.js";
import { Chart } from "./chart.js";
import { counted, decimals, shortened, withInterval } from "./formats.js";

/** @param isHere whether areas are those of this run's pictures; else those of the calibration's */
export function MeasureChart({ measures, isHere }: { measures: Report["measures"]; isHere: boolean }): ReactNode {
  const area = (measure: Report["measures"][number]): number | null => (isHere ? measure.auc : measure.calibrationAuc);
  const known = measures.filter((measure) => area(measure) !== null).sort((a, b) => area(b)! - area(a)!);
  if (known.length === 0) return null;
  const points = known.map((measure) => ({ ...measure, area: area(measure)!, low: (isHere ? measure.aucInterval?.low : null) ?? area(measure)!, high: (isHere ? measure.aucInterval?.high : null) ?? area(measure)!, words: `${measure.name}: ${decimals(area(measure))}\n${measure.description}` }));
  return (
    <Chart
      title="Each number alone" note={isHere ? "area under the curve with its 95 % interval" : "area under the curve, pictures of the calibration"}
      words={`Area under the curve of each number: ${known.slice(0, 8).map((measure) => `${measure.name} ${decimals(area(measure))}`).join(", ")}.`}
      data={measures}
      draw={() => ({
        height: points.length * 18 + 30, marginLeft: Math.max(60, ...points.map(({ name }) => shortened(name, 26).length * 6.3 + 12)), marginTop: 4, marginBottom: 26,
        x: { domain: [Math.min(0.4, ...points.map(({ low }) => low)), 1], label: null, ticks: 6, grid: true },
        y: { domain: points.map(({ name }) => name), label: null },
        marks: [
          axisY({ tickSize: 0, label: null, tickFormat: (value: string) => shortened(value, 26) }),
          ruleX([0.5], { stroke: "var(--dim)", strokeDasharray: "3 4" }),
          link(points, { x1: "low", x2: "high", y1: "name", y2: "name", stroke: "var(--s0)", strokeWidth: 2, strokeOpacity: 0.55 }),
          dot(points, { x: "area", y: "name", fill: "var(--s0)", r: 4, title: "words", tip: true }),
        ],
      })}
      table={{ heads: ["number", "taken", "area here", "area in the calibration", "what it says"], rows: measures.map((measure) => ({ key: measure.name, cells: [measure.name, counted(measure.taken), withInterval(measure.auc, measure.aucInterval), decimals(measure.calibrationAuc), measure.description] })) }}
    />
  );
}
