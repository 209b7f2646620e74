/** Whether chances come true. */
import { dot, frame, line, link } from "@observablehq/plot";
import type { ReactNode } from "react";
import type { Report } from "../../../src/studio/report/report-messages.js";
import { Chart } from "./chart.js";
import { counted, decimals, percents } from "./formats.js";

type Bins = NonNullable<Report["truth"]>["reliability"];

/** @param link of the pictures in a bin; null where they are not this run's own */
export function ReliabilityChart({ title, bins, error, linkOf }: { title: string; bins: Bins; error: number | null; linkOf: ((low: number, high: number) => string) | null }): ReactNode {
  const points = bins.map((bin) => ({ ...bin, href: linkOf?.(bin.low, bin.high), words: `chance ${bin.low.toFixed(2)} to ${bin.high.toFixed(2)}\n${counted(bin.count)} pictures\nstated ${percents(bin.meanChance)}\nright ${percents(bin.goodShare)}` }));
  return (
    <Chart
      title={title} note={`expected calibration error ${decimals(error)}`}
      words={`Reliability: stated chance against share that is right. Expected calibration error ${decimals(error)}.`}
      data={bins}
      draw={(width) => ({
        height: Math.min(width, 380), marginLeft: 44, marginBottom: 36, marginTop: 8, marginRight: 8,
        x: { domain: [0, 1], label: "stated chance", tickFormat: "%", ticks: 5, labelAnchor: "center" },
        y: { domain: [0, 1], label: "share that is right", tickFormat: "%", ticks: 5, labelAnchor: "center" },
        r: { range: [3, 14] },
        marks: [
          frame({ stroke: "var(--line)" }),
          link([0], { x1: 0, y1: 0, x2: 1, y2: 1, stroke: "var(--dim)", strokeDasharray: "3 4" }),
          line(points, { x: "meanChance", y: "goodShare", stroke: "var(--s0)", strokeOpacity: 0.5 }),
          dot(points, { x: "meanChance", y: "goodShare", r: "count", fill: "var(--s0)", fillOpacity: 0.8, stroke: "var(--panel)", title: "words", tip: true, ...(linkOf === null ? {} : { href: "href" }) }),
        ],
      })}
      table={{ heads: ["chance", "pictures", "stated", "right"], rows: points.map(({ low, high, count, meanChance, goodShare, href }) => ({ key: String(low), cells: [href === undefined ? `${low.toFixed(2)} to ${high.toFixed(2)}` : <a href={href}>{low.toFixed(2)} to {high.toFixed(2)}</a>, counted(count), percents(meanChance), percents(goodShare)] })) }}
    />
  );
}
