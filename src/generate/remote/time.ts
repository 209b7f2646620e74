/** Waiting for servers: the only place where they cost time, so that tests can make it short. */
import { setTimeout as pause } from "node:timers/promises";

/** Waits. @throws the signal's reason when it is aborted meanwhile */
export async function wait(seconds: number, signal?: AbortSignal): Promise<void> {
  try {
    await pause(seconds * 1000, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

/** Calls `act` once after a time. @returns takes it back */
export function after(seconds: number, act: () => void): () => void {
  const timer = setTimeout(act, seconds * 1000);
  return () => clearTimeout(timer);
}
