/** `report.json`: what verification of a run has come to. */
import type { Calibration } from "../calibration/calibration.js";
import type { CalibrationStatus } from "../calibration/status.js";
import type { Score, Verdict } from "../scores.js";
import type { Measure, SignalValues } from "../signal.js";
import type { Interval } from "../statistics/bootstrap.js";
import type { ReliabilityBin } from "../statistics/reliability.js";
import type { RocPoint } from "../statistics/roc.js";
import type { VerifiedSample } from "../verified-sample.js";

/** Raised whenever a field changes its meaning. */
export const REPORT_FORMAT = 1;

/** A picture with all that was found. */
export interface JudgedSample extends Pick<Score, "score" | "verdict" | "reasons"> {
  sample: VerifiedSample;
  values: SignalValues;
  /** Whether it shows its label, where that is known: from planting or from people. */
  isGood: boolean | null;
  /** What was planted; null where nothing was. */
  plantedKind: string | null;
}

/** A picture of which the truth and a chance are known. */
export type KnownSample = JudgedSample & { isGood: boolean; score: number };

/** What a network of a signal has learnt from, and how it went. */
export interface Training {
  /** Such as `kcf`. */
  name: string;
  /** Such as "5 folds, 30 epochs, 64 px". */
  note: string;
  /** Mean loss of every epoch, by fold. */
  losses: { name: string; values: number[] }[];
}

/** How many pictures got which verdict. */
export type VerdictCounts = Record<Verdict, number>;

/** How many pictures are kept at a precision. */
export interface YieldAt {
  precision: number;
  /** Least chance that is accepted; null: the calibration knows none. */
  cut: number | null;
  accepted: number;
  /** Share of the right pictures that the cut accepts of those that the calibration was fitted on; null: not reached. */
  calibrationYield: number | null;
  /** From the chances alone: share of the accepted that shows its label, and share of all such pictures that is accepted. */
  expected: { precision: number; yield: number } | null;
  /** The same, counted, where the truth is known. */
  measured: { precision: number; precisionInterval: Interval | null; yield: number; yieldInterval: Interval | null } | null;
  /** The yield of the best cut for these pictures, which nobody knows beforehand; null where no truth is known or no cut reaches the precision. */
  bestYield: number | null;
}

/** Figures of pictures that have something in common. */
export interface GroupFigures {
  name: string;
  count: number;
  verdicts: VerdictCounts;
  meanChance: number | null;
  /** Where the truth is known: how many show their label. */
  good: number | null;
  /** Of the combined chance, good against bad of the group; of a kind of defect: all good pictures against it. */
  auc: number | null;
  /** Share of the accepted that shows its label, and of such pictures that is accepted; null where unknown. */
  precision: number | null;
  yield: number | null;
}

/** See the file's comment. */
export interface Report {
  formatVersion: typeof REPORT_FORMAT;
  run: string;
  generator: { id: string; model: string | null };
  seed: number;
  count: number;
  calibration: CalibrationStatus & {
    missingMeasures: string[];
    badShare: number | null;
    /** Pictures with a known answer that it was fitted on. */
    rows: number;
    /** Of those pictures, by models that have not seen them. */
    figures: Calibration["figures"] | null;
    kinds: Calibration["kinds"];
  };
  targetPrecision: number;
  verdicts: VerdictCounts;
  /** Pictures by what is said first against those that are not accepted. */
  reasons: { reason: string; count: number }[];
  /** Expected share of pictures that show their label; null without a calibration. */
  expectedGoodShare: number | null;
  yields: YieldAt[];
  /** Where the truth is known. */
  truth: {
    known: number;
    good: number;
    /** What to know where more or fewer are wrong here than the chances assume; null where that is not so. */
    caution: string | null;
    auc: number | null;
    aucInterval: Interval | null;
    /** Some hundred points of the curve. */
    roc: RocPoint[];
    reliability: ReliabilityBin[];
    expectedCalibrationError: number | null;
    /** How the bins of the error are made. */
    binning: string;
  } | null;
  measures: (Pick<Measure, "name" | "good" | "description"> & { taken: number; auc: number | null; aucInterval: Interval | null; calibrationAuc: number | null })[];
  leftOut: { signal: string; why: string }[];
  categories: GroupFigures[];
  azimuths: GroupFigures[];
  elevations: GroupFigures[];
  kinds: GroupFigures[];
  trainings: Training[];
  notes: string[];
}
