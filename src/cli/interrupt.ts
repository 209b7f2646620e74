/** Ctrl+C: the first stops after the samples in flight, the second quits at once. */
import type { Terminal } from "./terminal.js";

/** Exit code of an interrupted run, as shells know it (128 + SIGINT). */
export const INTERRUPTED = 130;

/**
 * A signal that Ctrl+C (or a polite `kill`) aborts.
 * @param quit ends the process at once; called on the second Ctrl+C
 */
export function interruptSignal(terminal: Pick<Terminal, "err">, quit: (code: number) => void): { signal: AbortSignal; dispose(): void } {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) return quit(INTERRUPTED);
    terminal.err("\nstopping after the samples in flight; Ctrl+C again quits at once (nothing that is finished gets lost)\n");
    controller.abort();
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  return {
    signal: controller.signal,
    dispose: () => {
      process.off("SIGINT", interrupt);
      process.off("SIGTERM", interrupt);
    },
  };
}
