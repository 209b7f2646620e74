/** What the events of a child process make of a job. */
import type { SerializedError } from "../../core/errors.js";
import type { RunEvent } from "../../core/events.js";
import type { ExportedRun } from "../../interchange/exported-run.js";
import type { Job } from "./job.js";

/** The rate is that of this many seconds. */
const RATE_SECONDS = 30;
const KEPT_NEWEST = 12;
const KEPT_NOTES = 20;
const KEPT_FAILURES = 5;

/** What `--json` prints, one value per line, as far as jobs read it. */
export type ChildEvent =
  | RunEvent
  | { type: "verify-progress" | "export-progress"; step: string; done: number; total: number | null }
  | ({ type: "exported" } & ExportedRun)
  | { type: "error"; error: SerializedError };

/** A job that has just been started. */
export function newJob({ id, kind, run }: Pick<Job, "id" | "kind" | "run">): Job {
  return { id, kind, run, status: "running", done: 0, total: 0, failed: 0, samplesPerSecond: null, secondsLeft: null, step: null, newest: [], notes: [], failures: [], error: null, exported: null };
}

/** Follows one job. */
export class JobProgress {
  #job: Job;
  /** Seconds at which the last samples were done. */
  readonly #ends: number[] = [];
  #started = 0;

  constructor(job: Job) {
    this.#job = job;
  }

  get job(): Job {
    return this.#job;
  }

  /** @param now seconds of a clock that never goes back */
  take(event: ChildEvent, now: number): void {
    const job = this.#job;
    switch (event.type) {
      case "run-start":
        this.#started = now;
        return this.#set({ done: event.done, total: event.total, failed: 0, step: null });
      case "sample-end":
        this.#ends.push(now);
        return this.#set({ done: job.done + 1, newest: [event.index, ...job.newest.filter((index) => index !== event.index)].slice(0, KEPT_NEWEST), ...this.#pace(now, 1) });
      case "sample-error":
        this.#ends.push(now);
        return this.#set({ failed: job.failed + 1, failures: [...job.failures, { index: event.index, error: event.error }].slice(0, KEPT_FAILURES), ...this.#pace(now, 1) });
      case "run-end":
        return this.#set({ done: event.done, total: event.total, failed: event.failed, secondsLeft: null });
      case "warning":
      case "note":
        return this.#set({ notes: [...job.notes, event.message].slice(-KEPT_NOTES) });
      case "step-progress":
      case "verify-progress":
      case "export-progress":
        return this.#set({ step: { name: event.step, done: event.done, total: event.total }, samplesPerSecond: null, secondsLeft: null });
      case "exported": {
        const { type: _type, ...exported } = event;
        return this.#set({ exported });
      }
      case "error":
        return this.#set({ error: event.error });
    }
  }

  stopping(): void {
    this.#set({ status: "stopping", secondsLeft: null });
  }

  /**
   * The process is gone.
   * @param code its exit code; null where it was ended by a signal
   * @param lastWords what it said on standard error, for a death that nobody foresaw
   */
  end(code: number | null, lastWords: string): void {
    const job = this.#job;
    const isStopped = code === 130 || (code === null && job.status === "stopping");
    const isDone = code === 0 || (code === 1 && job.error === null && job.failed > 0);
    const error = isStopped ? null : (job.error ?? (isDone ? null : { code: "E_WORKER", message: `the process came to an end (${code === null ? "killed" : `code ${code}`})${lastWords === "" ? "" : `: ${lastWords}`}`, hint: "The same command goes on where it stopped.", subject: null } satisfies SerializedError));
    this.#set({ status: isStopped ? "stopped" : isDone ? "done" : "failed", error, step: null, samplesPerSecond: null, secondsLeft: null });
  }

  #set(changes: Partial<Job>): void {
    this.#job = { ...this.#job, ...changes };
  }

  /** @param more samples that have just come */
  #pace(now: number, more: number): Pick<Job, "samplesPerSecond" | "secondsLeft"> {
    const ends = this.#ends;
    while (ends.length > 2 && ends[0]! < now - RATE_SECONDS) ends.shift();
    const since = now - this.#started < RATE_SECONDS ? this.#started : ends[0]!;
    const rate = now > since ? ends.length / (now - since) : 0;
    const { done, failed, total } = this.#job;
    return rate === 0 ? { samplesPerSecond: null, secondsLeft: null } : { samplesPerSecond: rate, secondsLeft: Math.max(0, total - done - failed - more) / rate };
  }
}
