/** What a metric of the command line is: files in, figures, tables and plots out. */
import type { Plot } from "../../plots/plot.js";
import type { Fields } from "../input/checks.js";

/** A table: words and numbers as they are shown. */
export interface Table {
  heading: string;
  columns: readonly string[];
  rows: readonly (readonly string[])[];
}

/** What an evaluation shows. */
export interface EvaluationReport {
  /** All numbers, for programs. */
  figures: object;
  tables: readonly Table[];
  /** By the names of their files. */
  plots: ReadonlyMap<string, Plot>;
  warnings: readonly string[];
}

/** A metric. One file per metric; its name is what users type. */
export interface Metric {
  /** What its files hold, in order. */
  files: readonly string[];
  /** @throws DatasetError E_EVALUATION, E_BOX or E_OPTION for files and options that cannot be used */
  report(contents: readonly unknown[], options: Fields): EvaluationReport;
}

/** A share 0 … 1 in percent; what is −1 or null is not known. */
export function percentage(share: number | null): string {
  return share === null || share < 0 ? "–" : (share * 100).toFixed(1);
}

/** The same for a bar: null where it is not known. */
export function knownShare(share: number | null): number | null {
  return share === null || share < 0 ? null : share;
}
