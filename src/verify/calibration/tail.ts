/** How unusual a number would be of a good picture: evidence against it that needs no example of the defect. */
import { log } from "../../core/math.js";
import { interpolate, weightedQuantiles } from "./piecewise.js";

/** Evidence by value, values ascending (high is good), evidence falling to 0 at the middle of the good pictures. */
export interface Tail {
  values: number[];
  evidence: number[];
}

/** Shares of the good pictures that lie below; the first is where evidence begins. */
const LEVELS = [0.5, 0.25, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001] as const;

/**
 * Fits the tail to good pictures. Evidence is −log of twice the share of good pictures that are as bad (as in Fisher's
 * combination of tests, "Statistical methods for research workers", 1932); what is worse than all of them has a little
 * more than the worst of them.
 * @param good their values, high is good; at least one
 * @param spread width of all values, good and bad: what counts as a step beyond the good ones
 */
export function fitTail(good: readonly { value: number; weight: number }[], spread: number): Tail {
  const sorted = [...good].sort((a, b) => a.value - b.value);
  const levels = LEVELS.filter((level) => level * (sorted.length + 1) >= 1);
  const values: number[] = [];
  const evidence: number[] = [];
  weightedQuantiles(sorted, levels).forEach((value, at) => {
    if (values.length > 0 && !(value < values[values.length - 1]!)) return;
    values.push(value);
    evidence.push(log(0.5 / levels[at]!));
  });
  const lowest = sorted[0]!.value;
  const beyond = Math.max((values[0]! - lowest) / 2, spread / 20, 1e-9 * Math.abs(lowest), 1e-12);
  values.push(Math.min(lowest, values[values.length - 1]!) - beyond);
  evidence.push(Math.max(log(0.5 * (sorted.length + 1)), evidence[evidence.length - 1]!) + 1);
  return { values: values.reverse(), evidence: evidence.reverse() };
}

/** The evidence of a value against a picture, at least 0. */
export function tailEvidence(tail: Tail, value: number): number {
  return interpolate(tail.values, tail.evidence, value);
}
