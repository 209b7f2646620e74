/**
 * The model of a calibration: log odds that a picture shows its label, as a sum of rising functions of its numbers, less
 * what the most unusual of them say together. No number can speak the wrong way, and one that no defect of the
 * calibration has moved still counts where it is far from that of every good picture.
 */
import type { Measure } from "../signal.js";
import { valueOf } from "./row.js";
import { interpolate } from "./piecewise.js";
import { type Tail, tailEvidence } from "./tail.js";

/** What one number says. */
export interface MeasurePart {
  name: string;
  good: Measure["good"];
  /** Of the oriented value (high is good), ascending; none where the number is the same everywhere. */
  knots: number[];
  /** Log odds at the knots, rising. */
  logOdds: number[];
  /** Log odds where the number is missing. */
  missing: number;
  /** Log odds of the good pictures, on average. */
  typical: number;
  tail: Tail;
}

/** What the evidence of all numbers together is summed up to. */
export const SHARED = ["worst", "worstThree", "all"] as const;
export type Shared = Record<(typeof SHARED)[number], number>;

/** See the file's comment. Plain data. */
export interface AdditiveModel {
  bias: number;
  measures: MeasurePart[];
  /** Log odds lost per unit of evidence, at least 0. */
  shared: Shared;
  /** The evidence where no number is there. */
  sharedMissing: Shared;
}

/** A value turned so that high is good. */
export function oriented(value: number, good: Measure["good"]): number {
  return good === "high" ? value : 0 - value; // no negative zero: JSON has none
}

/** The most unusual number, the mean of the three most unusual, and the mean of all; null where there is no number. */
export function sharedEvidence(evidence: readonly (number | null)[]): Shared | null {
  const present = evidence.filter((value) => value !== null).sort((a, b) => b - a);
  if (present.length === 0) return null;
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  return { worst: present[0]!, worstThree: mean(present.slice(0, 3)), all: mean(present) };
}

/** How unusual each number is, in the order of the measures. */
export function evidenceOf(measures: readonly Pick<MeasurePart, "name" | "good" | "tail">[], values: Readonly<Record<string, number | null>>): (number | null)[] {
  return measures.map(({ name, good, tail }) => {
    const value = valueOf(values, name);
    return value === null ? null : tailEvidence(tail, oriented(value, good));
  });
}

/** What a number alone gives to the log odds. */
export function partOf({ name, good, knots, logOdds, missing, typical }: MeasurePart, values: Readonly<Record<string, number | null>>): number {
  const value = valueOf(values, name);
  if (value === null) return missing;
  return knots.length === 0 ? typical : interpolate(knots, logOdds, oriented(value, good));
}

/** What a model makes of a picture: the log odds of its numbers one by one, and the evidence that they share. */
export interface Terms {
  logOdds: number;
  evidence: Shared;
}

export function termsOf(model: AdditiveModel, values: Readonly<Record<string, number | null>>): Terms {
  let logOdds = model.bias;
  for (const part of model.measures) logOdds += partOf(part, values);
  return { logOdds, evidence: sharedEvidence(evidenceOf(model.measures, values)) ?? model.sharedMissing };
}

/** Log odds before they are put on the curve. */
export function rawLogOdds(model: AdditiveModel, values: Readonly<Record<string, number | null>>): number {
  const { logOdds, evidence } = termsOf(model, values);
  return SHARED.reduce((sum, name) => sum - model.shared[name] * evidence[name], logOdds);
}

/** Log odds that each number takes from a picture, against a usual good one: its own part, and its share of what is shared. */
export function against(model: AdditiveModel, values: Readonly<Record<string, number | null>>): Map<string, number> {
  const evidence = evidenceOf(model.measures, values);
  const ranked = evidence.map((value, at) => ({ value: value ?? -1, at })).sort((a, b) => b.value - a.value || a.at - b.at);
  const present = evidence.filter((value) => value !== null).length;
  const found = new Map<string, number>();
  model.measures.forEach((part, at) => {
    if (evidence[at] === null) return;
    const rank = ranked.findIndex((each) => each.at === at);
    let taken = model.shared.all / present;
    if (rank === 0) taken += model.shared.worst;
    if (rank < 3) taken += model.shared.worstThree / Math.min(3, present);
    found.set(part.name, part.typical - partOf(part, values) + taken * evidence[at]!);
  });
  return found;
}
