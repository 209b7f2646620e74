/** What the server and the pages say to each other about reports. Types only: the pages import them. */
import type { OptionDifference } from "../../dataset/diff/flat-options.js";
import type { RunsDifference } from "../../engine/diff-runs.js";
import type { ViewpointFigures } from "../../evaluate/viewpoints/audit.js";
import type { GroupFigures, YieldAt } from "../../verify/report/report.js";
import type { Report } from "../../verify/report/report.js";
import type { RocPoint } from "../../verify/statistics/roc.js";
import type { SampleRow } from "../table/sample-table.js";
import type { Distribution } from "./distributions.js";
import type { Viewpoints } from "./viewpoints.js";

export type { Distribution, GroupFigures, OptionDifference, Report, RunsDifference, ViewpointFigures, Viewpoints, YieldAt };

/** `GET api/runs/RUN/report?FILTERS` */
export interface DistributionReport {
  /** Of the table that was looked at. */
  version: number;
  total: number;
  /** Sets of samples by verdict, with how many each has. */
  series: { name: string; count: number }[];
  distributions: Distribution[];
}

/** A receiver operating characteristic. */
export interface NamedCurve {
  name: string;
  auc: number;
  points: RocPoint[];
}

/** `GET api/runs/RUN/report/verification` */
export type VerificationReport =
  /** Scores without a report are of a verification that was interrupted. */
  | { report: null; hasScores: boolean; command: string }
  | {
      report: Report;
      command: string;
      /** Samples whose image is another one since. */
      changed: number;
      /** Samples that came later. */
      unjudged: number;
      curves: NamedCurve[];
      /** Answers of people that the next verification calibrates on. */
      answers: number;
    };

/** `GET api/runs/RUN/report/comparison?with=OTHER&FILTERS` */
export interface RunComparison {
  runs: { name: string; count: number }[];
  /** Those that differ most first. */
  distributions: Distribution[];
  viewpoints: Viewpoints[];
  /** Jensen and Shannon's divergence in bits, 0 to 1; null where a run shows none. */
  viewpointDifference: number | null;
  /** Of the recipes and of what the runs were made from; null where one cannot be read. */
  options: OptionDifference[] | null;
  /** Samples with equal ids under the filters. */
  common: number;
  /** Of those, how many show the same shape from the same place. */
  sameLabel: number;
  /** Of those, how many have another verdict in each run. */
  otherVerdict: number;
}

/** `GET api/runs/RUN/report/pairs?with=OTHER&only=&offset&limit&FILTERS` */
export interface SamplePairs {
  total: number;
  pairs: { id: number; first: SampleRow; second: SampleRow }[];
}
