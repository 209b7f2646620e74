/** Plots that several metrics share. */
import { barsPlot } from "../../plots/bars.js";
import { sharesPlot } from "../../plots/curves.js";
import { percent } from "../../plots/frame.js";
import type { Plot } from "../../plots/plot.js";
import { RECALLS } from "../detection/rules.js";
import { knownShare } from "./metric.js";

/** More bars than this are not read. */
const MOST_BARS = 60;
/** Letters that fit beside a bar. */
const LONGEST_NAME = 26;

/** A share for each of several things, from 0 to 100 %. */
export function shareBars(heading: string, shares: readonly (readonly [name: string, share: number, note?: string])[]): Plot {
  const bars = shares.slice(0, MOST_BARS).map(([name, share, note]) => ({ name: name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name, value: knownShare(share), interval: null, ...(note === undefined ? {} : { note }) }));
  const label = shares.length > MOST_BARS ? `the first ${MOST_BARS} of ${shares.length}` : "";
  return barsPlot(heading, bars, { label, low: 0, high: 1, format: (value) => percent(value) });
}

/** Precision over recall, a curve for every other threshold of overlap: ten are too many to tell apart. */
export function precisionRecallPlot(heading: string, curves: readonly { iou: number; precision: readonly number[] }[]): Plot {
  const shown = curves.filter((_, at) => at % 2 === 0).map(({ iou, precision }) => ({ name: `overlap ${iou.toFixed(2)}`, points: precision.map((value, at): readonly [number, number] => [RECALLS[at]!, value]) }));
  return sharesPlot(heading, shown, { x: "recall", y: "precision" });
}
