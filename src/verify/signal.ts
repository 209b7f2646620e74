/** The interface of every signal: numbers that say how well pictures match their labels. One file per signal in signals/. */
import type { LabelView } from "./label-view.js";
import type { VerifiedSample } from "./verified-sample.js";
import type { Window } from "./window.js";

/** One number that a signal gives. */
export interface Measure {
  /** As scores name it, such as `edgeRecall`. */
  name: string;
  /** Which end speaks for the picture. */
  good: "high" | "low";
  /** One sentence for the report: what it says, its unit and range. */
  description: string;
  /** What to tell of a picture that is rejected for it, such as "few of the label's edges are in the picture". */
  reason: string;
}

/** What a signal works with, beside its samples: no clock, no global chance. */
export interface SignalContext {
  seed: number;
  /** Folder for what a long signal has finished so far; the same command goes on from there. It exists. */
  folder: string;
  /** How many processes may work at the same time. */
  processes: number;
  /** What networks compute on. */
  device: string;
  signal: AbortSignal;
  /** Which samples networks may learn from; all where it is left out. The others are only judged. */
  learnsFrom?: (sample: VerifiedSample) => boolean;
  /**
   * Renders a sample's label again, in a window, the object turned by an angle about its vertical axis. Null where the
   * shapes are not there: an imported dataset.
   */
  renderLabel: ((sample: VerifiedSample, window: Window, turnRadians: number) => Promise<LabelView>) | null;
  /** How much of a named step is done. */
  progress(step: string, done: number, total: number): void;
  /** Something that the user should know, such as why a number is missing. */
  note(message: string): void;
}

/** The numbers of one sample by the names of the measures; null where one could not be taken. */
export type SignalValues = Readonly<Record<string, number | null>>;

/** Compares pictures with labels. */
export interface Signal {
  /** The id that users type. */
  name: string;
  measures: readonly Measure[];
  /** Why it cannot work on these samples, and what to do; null = it can. */
  unavailable(samples: readonly VerifiedSample[]): string | null;
  /**
   * The numbers of each sample, by its key. A sample that cannot be measured (unreadable picture, no label) gets nulls and
   * a note, never an error. Samples come sorted by key; the result does not depend on anything else but them and the seed.
   * Rejects with the signal's reason when that is aborted.
   */
  measure(samples: readonly VerifiedSample[], context: SignalContext): Promise<ReadonlyMap<string, SignalValues>>;
}
