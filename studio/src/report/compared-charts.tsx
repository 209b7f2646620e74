/** How a field is spread in two runs, as shares of each. */
import { areaY, axisX, axisY, dot, line, link, rectY, ruleX, ruleY } from "@observablehq/plot";
import { type ReactNode, useState } from "react";
import type { Distribution, RunComparison } from "../../../src/studio/report/report-messages.js";
import { Chart } from "./chart.js";
import { counted, decimals, percents, shortened } from "./formats.js";
import { galleryLink } from "./gallery-link.js";
import { seriesColor } from "./series-colors.js";

interface ComparedProperties<Kind extends Distribution["kind"]> {
  runs: RunComparison["runs"];
  filters: URLSearchParams;
  distribution: Extract<Distribution, { kind: Kind }>;
}

function differenceNote(difference: number | null): string {
  return difference === null ? "in one only" : `${percents(difference, 0)} apart`;
}

export function ComparedNumbers({ runs, filters, distribution }: ComparedProperties<"number">): ReactNode {
  const { name, title, unit, bins, missing, mean, difference, period } = distribution;
  const totals = runs.map(({ count }, at) => Math.max(1, count - missing[at]!));
  const link = (at: number, range: string): string => galleryLink(runs[at]!.name, filters, { [name]: range });
  const steps = runs.map((_, at) => bins.flatMap(({ from, below, counts }) => [from, below].map((x) => ({ x, share: counts[at]! / totals[at]! }))));
  const targets = bins.flatMap(({ from, below, range, counts }) => runs.flatMap((run, at) => (counts[at] === 0 ? [] : [{ from, below, share: counts[at]! / totals[at]!, at, href: link(at, range), words: `${run.name}\n${from} to ${below}${unit ?? ""}\n${counted(counts[at]!)}, ${percents(counts[at]! / totals[at]!)}` }])));
  // The lower bar of a bin in front, so that both can be reached.
  targets.sort((a, b) => b.share - a.share);
  return (
    <Chart
      title={title} note={`${differenceNote(difference)}${period === null ? `; means ${mean.map((value) => `${decimals(value, 2)}${unit ?? ""}`).join(" and ")}` : ""}`}
      words={`${title} of both runs, ${differenceNote(difference)}.`}
      data={distribution}
      draw={() => ({
        height: 190, marginLeft: 42, marginBottom: 28, marginTop: 12,
        x: { label: null, domain: [bins[0]!.from, bins.at(-1)!.below] },
        y: { label: null },
        marks: [
          axisY({ ticks: 4, tickSize: 0, label: null, tickFormat: "%" }),
          axisX({ ticks: 6, tickSize: 3, label: null, ...(unit === "°" ? { tickFormat: (value: number) => `${value}°` } : {}) }),
          ...steps.flatMap((points, at) => [areaY(points, { x: "x", y1: 0, y2: "share", fill: seriesColor(at), fillOpacity: 0.22 }), line(points, { x: "x", y: "share", stroke: seriesColor(at), strokeWidth: 1.8 })]),
          rectY(targets, { x1: "from", x2: "below", y1: 0, y2: "share", fill: "var(--ink)", fillOpacity: 0, href: "href", title: "words", tip: true }),
          ruleY([0], { stroke: "var(--dim)" }),
        ],
      })}
      table={{ heads: [title, ...runs.map((run) => run.name)], rows: bins.filter(({ counts }) => counts.some((count) => count > 0)).map(({ from, below, range, counts }) => ({ key: range, cells: [`${from} to ${below}`, ...counts.map((count, at) => (count === 0 ? "0" : <a href={link(at, range)}>{counted(count)} ({percents(count / totals[at]!)})</a>))] })) }}
    />
  );
}

const SHOWN_VALUES = 14;

export function ComparedChoices({ runs, filters, distribution }: ComparedProperties<"choice">): ReactNode {
  const { name, title, values, missing, difference } = distribution;
  const [isLong, setLong] = useState(false);
  const totals = runs.map(({ count }) => Math.max(1, count));
  const all = [...values.map(({ value, counts }) => ({ value: value as string | null, words: value, counts })), ...(missing.some((count) => count > 0) ? [{ value: null, words: "none", counts: missing }] : [])];
  const shown = isLong ? all : all.slice(0, SHOWN_VALUES);
  const to = (at: number, value: string | null): string => galleryLink(runs[at]!.name, filters, { [name]: value });
  const lines = shown.map(({ words, counts }) => ({ words, first: counts[0]! / totals[0]!, second: counts[1]! / totals[1]! }));
  const dots = shown.flatMap(({ value, words, counts }) => runs.map((run, at) => ({ words, share: counts[at]! / totals[at]!, at, href: to(at, value), title: `${run.name}\n${words}\n${counted(counts[at]!)}, ${percents(counts[at]! / totals[at]!)}` })));
  return (
    <Chart
      title={title} note={differenceNote(difference)}
      words={`${title} of both runs, ${differenceNote(difference)}.`}
      data={isLong ? values : distribution}
      draw={() => ({
        height: shown.length * 20 + 28, marginLeft: Math.min(150, Math.max(40, ...shown.map(({ words }) => shortened(words).length * 6.4 + 10))), marginRight: 16, marginTop: 4, marginBottom: 24,
        x: { label: null, domain: [0, Math.max(...dots.map(({ share }) => share)) * 1.02] },
        y: { label: null, domain: shown.map(({ words }) => words) },
        marks: [
          axisX({ ticks: 4, tickSize: 3, label: null, tickFormat: "%" }),
          axisY({ tickSize: 0, label: null, tickFormat: (value: string) => shortened(value) }),
          ruleX([0], { stroke: "var(--dim)" }),
          link(lines, { x1: "first", x2: "second", y1: "words", y2: "words", stroke: "var(--dim)", strokeWidth: 2 }),
          dot(dots.filter(({ at }) => at === 0), { x: "share", y: "words", r: 5.5, fill: seriesColor(0), stroke: "var(--panel)", symbol: "circle", href: "href", title: "title", tip: true }),
          dot(dots.filter(({ at }) => at === 1), { x: "share", y: "words", r: 5.5, fill: seriesColor(1), stroke: "var(--panel)", symbol: "square", href: "href", title: "title", tip: true }),
        ],
      })}
      table={{ heads: [title, ...runs.map((run) => run.name)], rows: all.map(({ value, words, counts }) => ({ key: words, cells: [words, ...counts.map((count, at) => (count === 0 ? "0" : <a href={to(at, value)}>{counted(count)} ({percents(count / totals[at]!)})</a>))] })) }}
    >
      {all.length > SHOWN_VALUES && <button onClick={() => setLong(!isLong)}>{isLong ? `first ${SHOWN_VALUES}` : `all ${all.length}`}</button>}
    </Chart>
  );
}
