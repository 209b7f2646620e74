/** Long work in steps: progress while it goes, and no half-told end where Ctrl+C stops it. */
import type { EventSink } from "../core/events.js";
import { say, type Invocation } from "./command.js";
import { stepProgress } from "./step-progress.js";

/** What to show and to say. */
export interface SteppedWork {
  /** Type of the events with `--json`. */
  type?: string;
  /** Said where Ctrl+C stops the work. */
  stopped: string;
}

/**
 * Does work whose events are shown.
 * @returns what comes of it; null where it was stopped
 * @throws what the work throws, unless it was stopped
 */
export async function withSteps<T>(call: Pick<Invocation, "terminal" | "json" | "signal">, { type, stopped }: SteppedWork, work: (onEvent: EventSink) => Promise<T>): Promise<T | null> {
  const steps = stepProgress(call, type);
  try {
    return await work((event) => {
      if (event.type === "step-progress") steps.step(event.step, event.done, event.total);
      else if (event.type === "note") steps.line(`  ${event.message}`);
    });
  } catch (error) {
    if (!call.signal.aborted) throw error;
    steps.end();
    say(call, `\n${stopped}`);
    return null;
  } finally {
    steps.end();
  }
}
