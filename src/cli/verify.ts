/** Verifying a run from the command line: progress while it goes, verdicts at its end. */
import type { VerifyRunOptions } from "../engine/verify-run.js";
import { emit, say, type Invocation } from "./command.js";
import { INTERRUPTED } from "./interrupt.js";
import { progressSink } from "./progress.js";
import { stepProgress } from "./step-progress.js";
import { shownPath, styled } from "./terminal.js";
import { showVerification } from "./verify-summary.js";

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
  const { scores, status, calibration, measured } = verified;
  emit(call, {
    type: "verified",
    folder: options.folder,
    accepted: scores.filter(({ verdict }) => verdict === "accepted").length,
    rejected: scores.filter(({ verdict }) => verdict === "rejected").length,
    unsure: scores.filter(({ verdict }) => verdict === "unsure").length,
    leftOut: measured.leftOut,
    status,
    figures: calibration?.figures ?? null,
  });
  showVerification(call, verified);
  return 0;
}
