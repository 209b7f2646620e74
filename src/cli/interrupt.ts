/** Ctrl+C: the first stops after the samples in flight, the second quits at once. */
import type { Terminal } from "./terminal.js";

/** What tells of Ctrl+C: the process, or a stand-in. */
export type SignalSource = Pick<NodeJS.EventEmitter, "on" | "off">;

/** Exit code of an interrupted run, as shells know it (128 + SIGINT). */
export const INTERRUPTED = 130;

/**
 * A signal that Ctrl+C (or a polite `kill`) aborts.
 * @param quit ends the process at once; called on the second Ctrl+C
 */
export function interruptSignal(terminal: Pick<Terminal, "err">, quit: (code: number) => void, source: SignalSource = process): { signal: AbortSignal; dispose(): void } {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) return quit(INTERRUPTED);
    terminal.err("\nstopping when what is in work is done; Ctrl+C again quits at once (nothing that is finished gets lost)\n");
    controller.abort();
  };
  source.on("SIGINT", interrupt);
  source.on("SIGTERM", interrupt);
  return {
    signal: controller.signal,
    dispose: () => {
      source.off("SIGINT", interrupt);
      source.off("SIGTERM", interrupt);
    },
  };
}
