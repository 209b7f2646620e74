/** Axes: the rectangle in which a plot's data stand. */
import { element, type Markup } from "./svg.js";
import type { Label } from "./plot.js";

/** One axis. */
export interface Axis {
  label: string;
  low: number;
  high: number;
  /** Where a number stands. */
  ticks: readonly number[];
  format: (value: number) => string;
}

/** The rectangle and what turns data into pixels. */
export interface Frame {
  left: number;
  top: number;
  right: number;
  bottom: number;
  x: (value: number) => number;
  y: (value: number) => number;
  shapes: Markup[];
  labels: Label[];
}

/** Sizes of letters: axis numbers and words, headings. */
export const SMALL = 11;
export const HEADING = 14;

/** A frame with grid, numbers, words at the axes and a heading. @param box where the data stand */
export function frame(heading: string, xAxis: Axis, yAxis: Axis, { left, top, right, bottom }: { left: number; top: number; right: number; bottom: number }): Frame {
  const x = (value: number): number => left + ((value - xAxis.low) / (xAxis.high - xAxis.low || 1)) * (right - left);
  const y = (value: number): number => bottom - ((value - yAxis.low) / (yAxis.high - yAxis.low || 1)) * (bottom - top);
  const line = (x1: number, y1: number, x2: number, y2: number, kind: string): Markup => element("line", { class: kind, x1, y1, x2, y2, "stroke-width": 1 });
  const shapes = [
    ...xAxis.ticks.map((tick) => line(x(tick), top, x(tick), bottom, "grid")),
    ...yAxis.ticks.map((tick) => line(left, y(tick), right, y(tick), "grid")),
    line(left, bottom, right, bottom, "axis"),
  ];
  const labels: Label[] = [
    { text: heading, x: left, y: top - 14, size: HEADING, anchor: "start", color: "ink", bold: true },
    ...xAxis.ticks.map((tick): Label => ({ text: xAxis.format(tick), x: x(tick), y: bottom + 16, size: SMALL, anchor: "middle", color: "dim" })),
    ...yAxis.ticks.map((tick): Label => ({ text: yAxis.format(tick), x: left - 7, y: y(tick) + 4, size: SMALL, anchor: "end", color: "dim" })),
    { text: xAxis.label, x: (left + right) / 2, y: bottom + 34, size: SMALL, anchor: "middle", color: "dim" },
    { text: yAxis.label, x: left - 40, y: (top + bottom) / 2, size: SMALL, anchor: "middle", color: "dim", upward: true },
  ];
  return { left, top, right, bottom, x, y, shapes, labels };
}

/** Whole percents of a share. */
export function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

/** A share's axis from 0 to 1. */
export function shareAxis(label: string): Axis {
  return { label, low: 0, high: 1, ticks: [0, 0.2, 0.4, 0.6, 0.8, 1], format: percent };
}

/** Round numbers that cover a range, about five. */
export function roundTicks(low: number, high: number): number[] {
  const span = high - low;
  if (!(span > 0) || !Number.isFinite(span)) return [low];
  let step = 1;
  while (step * 5 > span) step /= 10;
  while (step * 50 <= span) step *= 10;
  // From 5 to 50 steps of this size fit in: a coarser one.
  for (const factor of [1, 2, 5, 10]) {
    if (span / (step * factor) <= 6) {
      step *= factor;
      break;
    }
  }
  const ticks: number[] = [];
  for (let at = Math.ceil(low / step - 1e-9); at * step <= high + step * 1e-9; at++) ticks.push(at * step);
  return ticks;
}

/** A number in few characters. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e6 || (size > 0 && size < 1e-3)) return value.toExponential(1);
  return String(Number(value.toPrecision(4)));
}
