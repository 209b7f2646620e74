/** Bars: counts over a number, and one figure for each of several things. */
import { type Axis, frame, roundTicks, shortNumber, SMALL } from "./frame.js";
import { legend } from "./curves.js";
import type { Label, Plot } from "./plot.js";
import { element, type Markup } from "./svg.js";
import { SERIES_COUNT } from "./theme.js";

/** Numbers of one kind of picture. */
export interface Counted {
  name: string;
  values: readonly number[];
}

/** How often numbers fall where, each kind as a share of itself. */
export function histogramPlot(heading: string, kinds: readonly Counted[], { label, low, high, bins = 20 }: { label: string; low: number; high: number; bins?: number }): Plot {
  const span = high - low || 1;
  const shares = kinds.map(({ values }) => {
    const counts = new Array<number>(bins).fill(0);
    for (const value of values) counts[Math.min(bins - 1, Math.max(0, Math.floor(((value - low) / span) * bins)))]!++;
    return counts.map((count) => count / (values.length || 1));
  });
  const most = Math.max(0.05, ...shares.flat());
  const yAxis: Axis = { label: "share of each", low: 0, high: most, ticks: roundTicks(0, most), format: (value) => `${shortNumber(value * 100)}%` };
  const grid = frame(heading, { label, low, high: low + span, ticks: roundTicks(low, low + span), format: shortNumber }, yAxis, { left: 58, top: 40, right: 398, bottom: 240 });
  const width = (grid.right - grid.left) / bins / Math.max(1, kinds.length);
  const bars = shares.flatMap((counts, kind) =>
    counts.flatMap((share, bin): Markup[] => {
      if (share === 0) return [];
      return [element("rect", { class: `f${kind % SERIES_COUNT}`, x: grid.x(low + (bin / bins) * span) + kind * width + 0.5, y: grid.y(share), width: Math.max(0.5, width - 0.5), height: grid.bottom - grid.y(share) })];
    }),
  );
  const key = legend(kinds.map(({ name, values }) => `${name} (${values.length})`), 414, 54);
  return {
    width: 620,
    height: 284,
    description: `${heading}: ${kinds.map(({ name, values }) => `${values.length} ${name}`).join(", ")}.`,
    shapes: [...grid.shapes, ...bars, ...key.shapes],
    labels: [...grid.labels, ...key.labels],
  };
}

/** One bar. */
export interface Bar {
  name: string;
  /** Null: there is no figure, and why stands beside it. */
  value: number | null;
  interval: { low: number; high: number } | null;
  note?: string;
}

const ROW = 24;

/** A figure for each of several things, with its interval; bars begin at `low`. */
export function barsPlot(heading: string, bars: readonly Bar[], { label, low, high, format }: { label: string; low: number; high: number; format: (value: number) => string }): Plot {
  const bottom = 40 + bars.length * ROW + 4;
  const grid = frame(heading, { label, low, high, ticks: roundTicks(low, high), format }, { label: "", low: 0, high: 1, ticks: [], format: () => "" }, { left: 190, top: 40, right: 520, bottom });
  const clip = (value: number): number => Math.min(grid.right, Math.max(grid.left, grid.x(value)));
  const rows = bars.map(({ value, interval }, at): Markup[] => {
    const top = grid.top + 4 + at * ROW;
    const middle = top + ROW / 2 - 2;
    return [
      ...(value === null ? [] : [element("rect", { class: "f0", x: grid.left, y: top, width: Math.max(0, clip(value) - grid.left), height: ROW - 8, rx: 2, "fill-opacity": 0.75 })]),
      ...(interval === null ? [] : [element("path", { class: "line inkLine", d: `M${clip(interval.low)} ${middle}H${clip(interval.high)}M${clip(interval.low)} ${middle - 4}V${middle + 4}M${clip(interval.high)} ${middle - 4}V${middle + 4}`, "stroke-width": 1.4 })]),
    ];
  });
  const labels = bars.flatMap(({ name, value, note }, at): Label[] => {
    const y = grid.top + 4 + at * ROW + ROW / 2 + 2;
    const text = value === null ? (note ?? "–") : `${format(value)}${note === undefined ? "" : `  ${note}`}`;
    return [
      { text: name, x: grid.left - 8, y, size: SMALL, anchor: "end", color: "ink" },
      { text, x: grid.right + 8, y, size: SMALL, anchor: "start", color: value === null ? "dim" : "ink" },
    ];
  });
  return {
    width: 620,
    height: bottom + 44,
    description: `${heading}: ${bars.map(({ name, value }) => `${name} ${value === null ? "unknown" : format(value)}`).join(", ")}.`,
    shapes: [...grid.shapes, ...rows.flat()],
    labels: [...grid.labels, ...labels],
  };
}
