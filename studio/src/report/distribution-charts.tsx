/** How the values of a field are spread, each bar a way to its samples. */
import { axisX, axisY, barX, rectY, ruleX, ruleY } from "@observablehq/plot";
import { type ReactNode, useState } from "react";
import type { Distribution, DistributionReport } from "../../../src/studio/report/report-messages.js";
import { Chart } from "./chart.js";
import { counted, decimals, percents, shortened } from "./formats.js";
import { galleryLink, verdictFilter } from "./gallery-link.js";
import { verdictColor } from "./series-colors.js";

interface DistributionProperties<Kind extends Distribution["kind"]> {
  run: string;
  filters: URLSearchParams;
  series: DistributionReport["series"];
  distribution: Extract<Distribution, { kind: Kind }>;
}

/** Other filters of the same field give way to the bar's. */
function linkTo({ run, filters, series }: Pick<DistributionProperties<"number">, "run" | "filters" | "series">, field: string, value: string | null, at: number | null): string {
  const isByVerdict = at !== null && series.length > 1 && field !== "verdict";
  return galleryLink(run, filters, { [field]: value, ...(isByVerdict ? { verdict: verdictFilter(series[at]!.name) } : {}) });
}

export function Histogram(properties: DistributionProperties<"number"> & { marks?: readonly { at: number; words: string }[] }): ReactNode {
  const { series, distribution, marks = [] } = properties;
  const { name, title, bins, missing, mean, unit, period } = distribution;
  const isOnly = series.length === 1;
  const bars = bins.flatMap(({ from, below, range, counts }) => counts.flatMap((count, at) => (count === 0 ? [] : [{ from, below, count, color: verdictColor(series[at]!.name, isOnly), href: linkTo(properties, name, range, at), words: `${from} to ${below}${unit ?? ""}\n${counted(count)} ${isOnly ? "samples" : series[at]!.name}` }])));
  const total = series.reduce((sum, { count }, at) => sum + count - missing[at]!, 0);
  const average = series.reduce((sum, { count }, at) => sum + (mean[at] ?? 0) * (count - missing[at]!), 0) / Math.max(1, total);
  const without = missing.reduce((sum, count) => sum + count, 0);
  // Angles that go round have no mean of this kind.
  const shownMean = period !== null ? `${counted(total)} samples` : `mean ${decimals(average, Math.abs(average) < 10 ? 2 : 1)}${unit ?? ""}`;
  return (
    <Chart
      title={title}
      note={<>{shownMean}{without > 0 && <>, <a href={linkTo(properties, name, null, null)}>{counted(without)} without</a></>}</>}
      words={`Histogram of ${title.toLowerCase()} of ${counted(total)} samples${period === null ? `, ${shownMean}` : ""}.`}
      data={distribution}
      draw={() => ({
        height: 170, marginLeft: 42, marginBottom: 28, marginTop: 12,
        x: { label: null, domain: [bins[0]!.from, bins.at(-1)!.below] },
        y: { label: null },
        marks: [
          axisY({ ticks: 4, tickSize: 0, label: null, tickFormat: "~s" }),
          axisX({ ticks: 6, tickSize: 3, label: null, ...(unit === "°" ? { tickFormat: (value: number) => `${value}°` } : {}) }),
          rectY(bars, { x1: "from", x2: "below", y: "count", fill: "color", href: "href", title: "words", insetLeft: 0.5, insetRight: 0.5, tip: true }),
          ruleY([0], { stroke: "var(--dim)" }),
          ...(marks.length === 0 ? [] : [ruleX(marks, { x: "at", stroke: "var(--ink)", strokeWidth: 1.5, strokeDasharray: "4 3" })]),
        ],
      })}
      table={{
        heads: [title, ...(isOnly ? ["samples"] : series.map((each) => each.name))],
        rows: bins.filter(({ counts }) => counts.some((count) => count > 0)).map(({ from, below, range, counts }) => ({ key: range, cells: [`${from} to ${below}`, ...counts.map((count, at) => (count === 0 ? "0" : <a href={linkTo(properties, name, range, at)}>{counted(count)}</a>))] })),
      }}
    />
  );
}

const SHOWN_VALUES = 12;

export function Choices(properties: DistributionProperties<"choice">): ReactNode {
  const { series, distribution } = properties;
  const { name, title, values, missing, more } = distribution;
  const [isLong, setLong] = useState(false);
  const isOnly = series.length === 1;
  const without = missing.reduce((sum, count) => sum + count, 0);
  const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
  const all = [...values.map(({ value, counts }) => ({ value: value as string | null, words: value, counts })), ...(without === 0 ? [] : [{ value: null, words: "none", counts: missing }])];
  const shown = isLong ? all : all.slice(0, SHOWN_VALUES);
  const total = series.reduce((count, each) => count + each.count, 0);
  const bars = shown.flatMap(({ value, words, counts }) => counts.flatMap((count, at) => (count === 0 ? [] : [{ words, count, color: verdictColor(name === "verdict" ? words : series[at]!.name, isOnly && name !== "verdict"), href: linkTo(properties, name, value, at), title: `${words}\n${counted(count)} ${isOnly ? "samples" : series[at]!.name}, ${percents(count / Math.max(1, sum(counts)), 0)} of ${counted(sum(counts))}` }])));
  return (
    <Chart
      title={title}
      note={`${counted(values.length + more)} ${values.length + more === 1 ? "value" : "values"}`}
      words={`${title}: ${shown.slice(0, 6).map(({ words, counts }) => `${words} ${counted(sum(counts))}`).join(", ")}${all.length > 6 ? " and others" : ""}.`}
      data={isLong ? values : distribution}
      draw={(width) => ({
        height: shown.length * 22 + 26, marginLeft: Math.min(150, Math.max(40, ...shown.map(({ words }) => shortened(words).length * 6.4 + 10))), marginRight: 46, marginTop: 2, marginBottom: 22,
        x: { label: null },
        y: { label: null, domain: shown.map(({ words }) => words) },
        marks: [
          axisX({ ticks: Math.max(2, Math.min(5, Math.floor(width / 90))), tickSize: 3, label: null, tickFormat: "~s" }),
          axisY({ tickSize: 0, label: null, tickFormat: (value: string) => shortened(value) }),
          barX(bars, { y: "words", x: "count", fill: "color", href: "href", title: "title", insetTop: 2, insetBottom: 2, tip: true }),
          ruleX([0], { stroke: "var(--dim)" }),
        ],
      })}
      table={{
        heads: [title, ...(isOnly ? ["samples"] : series.map((each) => each.name)), "share"],
        rows: all.map(({ value, words, counts }) => ({ key: words, cells: [<a href={linkTo(properties, name, value, null)}>{words}</a>, ...counts.map((count, at) => (count === 0 ? "0" : <a href={linkTo(properties, name, value, at)}>{counted(count)}</a>)), percents(sum(counts) / Math.max(1, total))] })),
      }}
    >
      {all.length > SHOWN_VALUES && <button onClick={() => setLong(!isLong)}>{isLong ? `first ${SHOWN_VALUES}` : `all ${all.length}`}</button>}
    </Chart>
  );
}
