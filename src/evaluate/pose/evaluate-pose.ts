/** How well viewpoints are predicted, as NeMo measures it. */
import * as z from "zod";
import { degrees } from "../../core/math.js";
import { badInput } from "../input/checks.js";
import { readOptions } from "../input/read-options.js";
import { readPairs, readSymmetries } from "./read-pairs.js";
import { geodesicError, type PoseSymmetry, symmetricError } from "./symmetric-error.js";

/** A viewpoint in radians, as in PASCAL3D+; `theta` turns the picture counter-clockwise. */
export interface PoseAngles {
  azimuth: number;
  elevation: number;
  theta: number;
}

/** One object: its true pose, and what a method says. */
export interface PosePair {
  category: string;
  truth: PoseAngles;
  /** Null: the method has none. That is 180° off. */
  predicted: PoseAngles | null;
  /** What is unusual about the image, such as "weather"; null or missing: nothing. */
  shift?: string | null;
}

/** Options of {@link evaluatePose}. */
export interface PoseOptions {
  /** By category: turns that nobody can see. Given, the nearest of all poses that look alike is the true one. */
  symmetry?: Readonly<Record<string, PoseSymmetry>>;
}

/** Figures of a group of pairs. */
export interface PoseFigures {
  count: number;
  /** Pairs without a prediction; they count as wrong. */
  missing: number;
  /** Share with an error below π/6 (30°). */
  accPi6: number;
  /** Share with an error below π/18 (10°). */
  accPi18: number;
  medianDegrees: number;
}

/** What an evaluation gives. */
export interface PoseEvaluation extends PoseFigures {
  perCategory: Record<string, PoseFigures>;
  /** Of each shift; empty where none is named. Pairs without one are in "none". */
  perShift: Record<string, PoseFigures>;
  /** Of each pair, in their order. */
  errorsDegrees: number[];
}

const options = z.strictObject({ symmetry: z.record(z.string(), z.unknown()).optional().describe("turns that nobody can see, by category") });

/** What pairs without a shift are called. */
export const NO_SHIFT = "none";

/**
 * Errors are angles of the turn from the predicted to the true rotation, ‖log(Rpᵀ Rt)‖ / √2 (NeMo, `pose_error` in
 * nemo/utils/evaluate.py); accuracies are shares below a threshold, the median is that of all pairs.
 * @throws DatasetError E_EVALUATION for no pairs, a category that is missing, angles that are no numbers, and symmetries that are none; E_OPTION
 */
export function evaluatePose(pairs: readonly PosePair[], given: PoseOptions = {}): PoseEvaluation {
  const { symmetry } = readOptions(options, given, "evaluatePose");
  const read = readPairs(pairs);
  if (read.length === 0) throw badInput("pairs", "there are none", "Give one pair for each object.");
  const symmetries = symmetry === undefined ? new Map<string, PoseSymmetry>() : readSymmetries(symmetry);
  const measured = read.map(({ category, shift, truth, predicted }): Measured => {
    const known = symmetries.get(category);
    const error = predicted === null ? Math.PI : known === undefined ? geodesicError(truth, predicted) : symmetricError(truth, predicted, known);
    return { category, shift: shift ?? NO_SHIFT, error, isMissing: predicted === null };
  });
  return {
    ...figuresOf(measured),
    perCategory: grouped(measured, ({ category }) => category),
    perShift: read.some(({ shift }) => shift !== null) ? grouped(measured, ({ shift }) => shift) : {},
    errorsDegrees: measured.map(({ error }) => degrees(error)),
  };
}

interface Measured {
  category: string;
  shift: string;
  error: number;
  isMissing: boolean;
}

function grouped(measured: readonly Measured[], nameOf: (each: Measured) => string): Record<string, PoseFigures> {
  const groups = new Map<string, Measured[]>();
  for (const each of measured) {
    const group = groups.get(nameOf(each));
    if (group === undefined) groups.set(nameOf(each), [each]);
    else group.push(each);
  }
  return Object.fromEntries([...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, group]) => [name, figuresOf(group)]));
}

function figuresOf(measured: readonly Measured[]): PoseFigures {
  const count = measured.length;
  const below = (limit: number): number => measured.filter(({ error }) => error < limit).length / count;
  const sorted = measured.map(({ error }) => error).sort((a, b) => a - b);
  const median = (sorted[(count - 1) >> 1]! + sorted[count >> 1]!) / 2;
  return { count, missing: measured.filter(({ isMissing }) => isMissing).length, accPi6: below(Math.PI / 6), accPi18: below(Math.PI / 18), medianDegrees: degrees(median) };
}
