/** What the server tells the pages that are open, over server-sent events. */
import type { Job } from "./jobs/job.js";

/** How a run stands. */
export interface RunState {
  type: "run-changed";
  run: string;
  /** Another number whenever anything of the run has changed. */
  version: number;
  samples: number;
  indexing: { done: number; total: number } | null;
}

/** One thing told. */
export type StudioEvent =
  | RunState
  | { type: "warning"; message: string }
  /** Answers have come, or questions are being made. */
  | { type: "review-changed"; run: string; review: string }
  /** How work that the studio has started stands now. */
  | { type: "job"; job: Job };

type Listener = (event: StudioEvent) => void;

/** Passes events on to whoever listens. */
export class EventHub {
  readonly #listeners = new Set<Listener>();

  /** How many listen. */
  get size(): number {
    return this.#listeners.size;
  }

  send(event: StudioEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** @returns what ends it */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
