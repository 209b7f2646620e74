/** The one typed stream of events that the terminal, `--json` and the studio read. */
import type { SerializedError } from "./errors.js";

/** Everything that a run tells. Times are seconds since the run's start; they never reach a dataset. */
export type RunEvent =
  | { type: "run-start"; name: string; folder: string; total: number; done: number; shapes: number; photos?: number; renders?: number; generator: string; seed: number; workers: number }
  | { type: "sample-start"; index: number }
  /** How much of a sample is painted, 0 to 1, where the painter tells. */
  | { type: "sample-progress"; index: number; share: number }
  | { type: "sample-end"; index: number; seconds: number; stageSeconds: Readonly<Record<string, number>> }
  | { type: "sample-error"; index: number; error: SerializedError }
  /** How much of a named step of long work is done. */
  | { type: "step-progress"; step: string; done: number; total: number | null }
  | { type: "warning"; message: string }
  | { type: "note"; message: string }
  | { type: "run-end"; done: number; failed: number; total: number; seconds: number; interrupted: boolean };

/** Receives events as they happen. */
export type EventSink = (event: RunEvent) => void;
