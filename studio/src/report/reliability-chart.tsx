/** Whether chances come true. */
import { dot, frame, link } from "@observablehq/plot";
import type { ReactNode } from "react";
import type { Report } from "../../../src/studio/report/report-messages.js";
import { wilsonInterval } from "../../../src/verify/statistics/wilson.js";
import { Chart } from "./chart.js";
import { counted, decimals, percents } from "./formats.js";

/** 95 %; wide where there are few pictures. */
function intervalOf({ goodShare, count }: Bins[number]): { low95: number; high95: number } {
  const { low, high } = wilsonInterval(goodShare * count, count) ?? { low: 0, high: 1 };
  return { low95: low, high95: high };
}

type Bins = NonNullable<Report["truth"]>["reliability"];

/** @param link of the pictures in a bin; null where they are not this run's own */
export function ReliabilityChart({ title, bins, error, linkOf }: { title: string; bins: Bins; error: number | null; linkOf: ((low: number, high: number) => string) | null }): ReactNode {
  const points = bins.map((bin) => ({ ...bin, ...intervalOf(bin), href: linkOf?.(bin.low, bin.high), words: `chance ${bin.low.toFixed(2)} to ${bin.high.toFixed(2)}\n${counted(bin.count)} pictures\nstated ${percents(bin.meanChance)}\nright ${percents(bin.goodShare)}` }));
  return (
    <Chart
      title={title} note={`expected calibration error ${decimals(error)}; lines are 95 % intervals`}
      words={`Reliability: stated chance against share that is right. Expected calibration error ${decimals(error)}.`}
      data={bins}
      draw={(width) => ({
        height: Math.min(width, 380), marginLeft: 56, marginBottom: 40, marginTop: 8, marginRight: 8,
        x: { domain: [0, 1], label: "stated chance", tickFormat: "%", ticks: 5, labelAnchor: "center" },
        y: { domain: [0, 1], label: "share that is right", tickFormat: "%", ticks: 5, labelAnchor: "center" },
        r: { range: [3, 14] },
        marks: [
          frame({ stroke: "var(--line)" }),
          link([0], { x1: 0, y1: 0, x2: 1, y2: 1, stroke: "var(--dim)", strokeDasharray: "3 4" }),
          link(points, { x1: "meanChance", x2: "meanChance", y1: "low95", y2: "high95", stroke: "var(--s0)", strokeOpacity: 0.4, strokeWidth: 2 }),
          dot(points, { x: "meanChance", y: "goodShare", r: "count", fill: "var(--s0)", fillOpacity: 0.8, stroke: "var(--panel)", title: "words", tip: true, ...(linkOf === null ? {} : { href: "href" }) }),
        ],
      })}
      table={{ heads: ["chance", "pictures", "stated", "right"], rows: points.map(({ low, high, count, meanChance, goodShare, href }) => ({ key: String(low), cells: [href === undefined ? `${low.toFixed(2)} to ${high.toFixed(2)}` : <a href={href}>{low.toFixed(2)} to {high.toFixed(2)}</a>, counted(count), percents(meanChance), percents(goodShare)] })) }}
    />
  );
}
