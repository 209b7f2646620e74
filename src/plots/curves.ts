/** Lines over axes: the receiver operating characteristic, and what falls or rises over epochs. */
import { type Axis, frame, type Frame, percent, roundTicks, shareAxis, shortNumber, SMALL } from "./frame.js";
import type { Label, Plot } from "./plot.js";
import { element, type Markup, pathThrough } from "./svg.js";
import { SERIES_COUNT } from "./theme.js";
import { thinned } from "./thinned.js";

/** A line with its name. */
export interface Curve {
  name: string;
  points: readonly (readonly [x: number, y: number])[];
}

function drawn({ points }: Curve, at: number, { x, y }: Frame): Markup {
  return element("path", { class: `line s${at % SERIES_COUNT}`, d: pathThrough(thinned(points).map(([px, py]) => [x(px), y(py)])), "stroke-width": at === 0 ? 2.4 : 1.6 });
}

/** Names with a dash of their colour, one below the other; the first line's baseline is at (x, y). */
export function legend(names: readonly string[], x: number, y: number): { shapes: Markup[]; labels: Label[] } {
  return {
    shapes: names.map((_, at) => element("line", { class: `line s${at % SERIES_COUNT}`, x1: x, x2: x + 16, y1: y + at * 17 - 4, y2: y + at * 17 - 4, "stroke-width": 2.4 })),
    labels: names.map((name, at): Label => ({ text: name, x: x + 22, y: y + at * 17, size: SMALL, anchor: "start", color: "ink" })),
  };
}

/** The curves of scores that tell good from bad, each with the area under it. */
export function rocPlot(curves: readonly { name: string; auc: number; points: readonly { falsePositiveRate: number; truePositiveRate: number }[] }[], heading = "Telling right from wrong (ROC)"): Plot {
  const grid = frame(heading, shareAxis("share of wrong pictures accepted"), shareAxis("share of right pictures accepted"), { left: 58, top: 40, right: 398, bottom: 380 });
  const lines = curves.map(({ name, points }): Curve => ({ name, points: points.map(({ falsePositiveRate, truePositiveRate }) => [falsePositiveRate, truePositiveRate]) }));
  const key = legend(curves.map(({ name, auc }) => `${name}  ${auc.toFixed(3)}`), 414, 54);
  const chance = element("line", { class: "dimLine", x1: grid.x(0), y1: grid.y(0), x2: grid.x(1), y2: grid.y(1), "stroke-width": 1, "stroke-dasharray": "4 4" });
  return {
    width: 620,
    height: Math.max(424, 70 + curves.length * 17),
    description: `ROC curves; area under the curve: ${curves.map(({ name, auc }) => `${name} ${auc.toFixed(3)}`).join(", ")}.`,
    // The first is the most important and lies on top.
    shapes: [...grid.shapes, chance, ...lines.map((line, at) => drawn(line, at, grid)).reverse(), ...key.shapes],
    labels: [...grid.labels, ...key.labels],
  };
}

/** Curves of shares over shares, such as precision over recall. */
export function sharesPlot(heading: string, curves: readonly Curve[], { x, y }: { x: string; y: string }): Plot {
  const grid = frame(heading, shareAxis(x), shareAxis(y), { left: 58, top: 40, right: 398, bottom: 300 });
  const key = legend(curves.map(({ name }) => name), 414, 54);
  return {
    width: 620,
    height: Math.max(344, 70 + curves.length * 17),
    description: `${heading}: ${y} over ${x}; ${curves.map(({ name }) => name).join(", ")}.`,
    shapes: [...grid.shapes, ...curves.map((curve, at) => drawn(curve, at, grid)).reverse(), ...key.shapes],
    labels: [...grid.labels, ...key.labels],
  };
}

/** Lines over the same axis, such as losses over epochs. */
export function linesPlot(heading: string, curves: readonly Curve[], { x: xLabel, y: yLabel }: { x: string; y: string }): Plot {
  const all = curves.flatMap(({ points }) => points).filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y));
  const axis = (label: string, values: readonly number[]): Axis => {
    const low = values.reduce((least, value) => Math.min(least, value), Infinity);
    const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
    if (!(high > low)) return { label, low: Number.isFinite(low) ? low - 0.5 : 0, high: Number.isFinite(low) ? low + 0.5 : 1, ticks: Number.isFinite(low) ? [low] : [], format: shortNumber };
    const isWhole = values.every((value) => Number.isInteger(value));
    return { label, low, high, ticks: roundTicks(low, high).filter((tick) => !isWhole || Number.isInteger(tick)), format: shortNumber };
  };
  const grid = frame(heading, axis(xLabel, all.map(([x]) => x)), axis(yLabel, all.map(([, y]) => y)), { left: 66, top: 40, right: 466, bottom: 260 });
  const key = legend(curves.map(({ name }) => name), 482, 54);
  const finite = curves.map((curve) => ({ ...curve, points: curve.points.filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y)) }));
  return {
    width: 620,
    height: Math.max(304, 70 + curves.length * 17),
    description: `${heading}: ${finite.map(({ name, points }) => `${name} ends at ${points.length === 0 ? "nothing" : shortNumber(points[points.length - 1]![1])}`).join(", ")}.`,
    shapes: [...grid.shapes, ...finite.map((curve, at) => drawn(curve, at, grid)).reverse(), ...key.shapes],
    labels: [...grid.labels, ...key.labels],
  };
}

/** How often stated chances come true. @param error expected calibration error */
export function reliabilityPlot(bins: readonly { meanChance: number; goodShare: number; count: number }[], error: number, heading = "Do the chances come true?"): Plot {
  const grid = frame(heading, shareAxis("stated chance"), shareAxis("share that shows its label"), { left: 58, top: 40, right: 338, bottom: 320 });
  const most = bins.reduce((sum, { count }) => Math.max(sum, count), 1);
  const ideal = element("line", { class: "dimLine", x1: grid.x(0), y1: grid.y(0), x2: grid.x(1), y2: grid.y(1), "stroke-width": 1, "stroke-dasharray": "4 4" });
  const line = element("path", { class: "line s0", d: pathThrough(bins.map(({ meanChance, goodShare }) => [grid.x(meanChance), grid.y(goodShare)])), "stroke-width": 2 });
  // Discs are as large as their bins are full.
  const discs = bins.map(({ meanChance, goodShare, count }) => element("circle", { class: "f0", cx: grid.x(meanChance), cy: grid.y(goodShare), r: 2.5 + 5 * Math.sqrt(count / most) }));
  return {
    width: 380,
    height: 364,
    description: `Reliability: ${bins.map(({ meanChance, goodShare, count }) => `of ${count} pictures with a chance near ${percent(meanChance)}, ${percent(goodShare)} show their label`).join("; ")}.`,
    shapes: [...grid.shapes, ideal, line, ...discs],
    labels: [...grid.labels, { text: `calibration error ${error.toFixed(3)}`, x: grid.right - 4, y: grid.bottom - 10, size: SMALL, anchor: "end", color: "ink" }],
  };
}
