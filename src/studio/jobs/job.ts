/** Work that the studio has started, as pages see it. Types only. */
import type { SerializedError } from "../../core/errors.js";
import type { ExportedRun } from "../../interchange/exported-run.js";
import type { LabelNeeds } from "../../interchange/fitness.js";
import type { RecipeText } from "../preview/preview.js";

/** What kinds of work there are. */
export type JobKind = "generate" | "verify" | "export";

/** One of `GET api/jobs`; told anew whenever it changes. */
export interface Job {
  id: number;
  kind: JobKind;
  run: string;
  /** `stopping`: it finishes the samples in flight. */
  status: "running" | "stopping" | "done" | "stopped" | "failed";
  /** Samples that are there; 0 until that is known. */
  done: number;
  total: number;
  failed: number;
  /** Over the last half minute; null while nobody knows. */
  samplesPerSecond: number | null;
  secondsLeft: number | null;
  /** Where work has named steps: the present one. */
  step: { name: string; done: number; total: number | null } | null;
  /** Samples that came last, the newest first. */
  newest: readonly number[];
  /** The last things told. */
  notes: readonly string[];
  /** Samples that could not be made: the first few, and why. */
  failures: readonly { index: number; error: SerializedError }[];
  /** Why it came to an end before its time. */
  error: SerializedError | null;
  /** What an export has written. */
  exported: ExportedRun | null;
}

/** Body of `POST api/jobs`. */
export type JobOrder =
  | {
      kind: "generate";
      run: string;
      /** Null: the run's own recipe. */
      recipe: RecipeText | null;
      /** False: the run must not be there yet. */
      goOn: boolean;
      /** Make again what a changed recipe affects. */
      update: boolean;
      /** Compare images and labels afterwards. */
      verify: boolean;
    }
  | { kind: "verify"; run: string }
  | {
      kind: "export";
      run: string;
      format: string;
      /** Folder below `exports`. */
      name: string;
      which: "all" | "accepted" | "without-rejected";
      split: readonly number[];
      splitBy: "shape" | "image";
      /** Longest side in metres by category. */
      sizes: Readonly<Record<string, number>>;
      task: "detect" | "segment" | "pose";
      segmentation: "rle" | "polygon";
    };

/** One of `GET api/exports/formats` */
export interface ExportFormatEntry {
  name: string;
  summary: string;
  needs: LabelNeeds;
  loses: string | null;
}
