/** Figures with their intervals, one under the other. */
import { axisX, axisY, dot, link, ruleX } from "@observablehq/plot";
import type { ReactNode } from "react";
import { Chart } from "./chart.js";
import { shortened } from "./formats.js";
import type { TableRow } from "./number-table.js";

/** A figure. */
export interface IntervalFigure {
  name: string;
  value: number;
  interval: { low: number; high: number } | null;
  /** Shown when it is pointed at. */
  words: string;
}

interface IntervalProperties {
  title: string;
  note: string;
  figures: readonly IntervalFigure[];
  low: number;
  /** Values that a line is drawn at, as that of chance. */
  mark?: number;
  format?: string;
  table: { heads: readonly string[]; rows: readonly TableRow[] };
}

/** Up to 1. */
export function IntervalChart({ title, note, figures, low, mark, format, table }: IntervalProperties): ReactNode {
  const points = figures.map(({ interval, ...each }) => ({ ...each, low: interval?.low ?? each.value, high: interval?.high ?? each.value }));
  const longest = Math.max(0, ...points.map(({ name }) => shortened(name, 26).length));
  return (
    <Chart
      title={title} note={note}
      words={`${title}: ${figures.slice(0, 10).map(({ words }) => words.replaceAll("\n", ", ")).join("; ")}.`}
      data={JSON.stringify(figures)}
      draw={() => ({
        height: points.length * 20 + 30, marginLeft: longest * 6.4 + 14, marginTop: 4, marginBottom: 26, marginRight: 14,
        x: { domain: [Math.min(low, ...points.map((point) => point.low)), 1], label: null, grid: true },
        y: { domain: points.map(({ name }) => name), label: null },
        marks: [
          axisX({ label: null, ticks: 6, ...(format === undefined ? {} : { tickFormat: format }) }),
          axisY({ tickSize: 0, label: null, tickFormat: (value: string) => shortened(value, 26) }),
          ...(mark === undefined ? [] : [ruleX([mark], { stroke: "var(--dim)", strokeDasharray: "3 4" })]),
          link(points, { x1: "low", x2: "high", y1: "name", y2: "name", stroke: "var(--s0)", strokeWidth: 2.5, strokeOpacity: 0.5 }),
          dot(points, { x: "value", y: "name", fill: "var(--s0)", r: 4, title: "words", tip: true }),
        ],
      })}
      table={table}
    />
  );
}
