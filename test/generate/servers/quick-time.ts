/** Fifty times as fast: `vi.mock("…/src/core/time.js", () => import("…/servers/quick-time.js"))`. */
import { setTimeout as pause } from "node:timers/promises";

const FASTER = 50;

/** Seconds that were waited for, in order. */
export const waits: number[] = [];

export async function wait(seconds: number, signal?: AbortSignal): Promise<void> {
  waits.push(seconds);
  try {
    await pause((seconds * 1000) / FASTER, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

export function after(seconds: number, act: () => void): () => void {
  const timer = setTimeout(act, (seconds * 1000) / FASTER);
  return () => clearTimeout(timer);
}
