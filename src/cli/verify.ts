/** Verifying a run from the command line: progress while it goes, verdicts at its end. */
import { join } from "node:path";
import type { VerifyRunOptions } from "../engine/verify-run.js";
import { emit, say, type Invocation } from "./command.js";
import { INTERRUPTED } from "./interrupt.js";
import { progressSink } from "./progress.js";
import { stepProgress } from "./step-progress.js";
import { formatColumns, shownPath, styled } from "./terminal.js";

/** @returns the exit code */
export async function verifyAndShow(call: Pick<Invocation, "terminal" | "library" | "json" | "signal">, options: VerifyRunOptions): Promise<number> {
  const { terminal, json, signal } = call;
  const write = json ? terminal.err : terminal.out;
  say(call, `${styled(terminal, "bold", "verify")}  ${shownPath(terminal, options.folder)}`);
  const steps = stepProgress(call);
  const planted = progressSink(terminal, "images with known mistakes", (text) => write(text));
  const verified = await call.library
    .verifyRun({
      ...options,
      signal,
      onEvent(event) {
        if (event.type === "step-progress") steps.step(event.step, event.done, event.total);
        else if (event.type === "note") steps.line(`  ${event.message}`);
        else {
          steps.end();
          planted(event);
        }
      },
    })
    .catch((error: unknown) => {
      steps.end();
      if (!signal.aborted) throw error;
      return null;
    });
  steps.end();
  if (verified === null) {
    say(call, "\nstopped; the same command goes on.");
    return INTERRUPTED;
  }
  const { report, summary } = verified;
  const { verdicts, calibration, truth, yields, leftOut } = report;
  emit(call, { type: "verified", folder: options.folder, verdicts, calibration, truth, yields, leftOut });
  const shown = (name: string): string => shownPath(terminal, join(options.folder, "verify", name));
  say(call, `\n${summary.trimEnd()}\n`);
  say(call, formatColumns([[shown("report.html"), "the report with plots and pictures"], [shown("scores.jsonl"), "every image with its numbers, verdict and reasons"]]));
  return 0;
}
