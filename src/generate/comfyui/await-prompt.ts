/** Waiting for a prompt: the truth is the history, asked for with growing pauses; the websocket shortens them. */
import { watchProgress } from "../remote/progress-watch.js";
import { RemoteError } from "../remote/remote-error.js";
import { wait } from "../../core/time.js";
import type { ComfyClient } from "./client.js";
import type { HistoryEntry } from "./protocol.js";

/** Who waits. */
export interface PromptWatch {
  signal: AbortSignal;
  /** Longest time without a sign that it goes on. */
  timeoutSeconds: number;
  started(): void;
  progress(share: number): void;
}

/** Pauses between questions: at first, how they grow, and the longest; where the websocket tells, it is asked rarely. */
const SILENT = { first: 0.1, growth: 1.5, longest: 2 };
const TOLD = { first: 1, growth: 1.5, longest: 5 };
/** The history is written a moment after the websocket says that a prompt is done. */
const AFTER_END = { first: 0.002, growth: 2, longest: 0.25 };
/** The queue is long where many wait, and only asked for when pauses have become this long. */
const QUEUE_AFTER_SECONDS = 1;
/** Between queue and history a prompt is in neither for a moment. */
const TIMES_GONE = 3;

/**
 * Waits until a prompt is done.
 * @throws RemoteError that may pass when the server has lost it or it makes no progress; the signal's reason
 */
export async function awaitPrompt(client: ComfyClient, id: string, { signal, timeoutSeconds, started, progress }: PromptWatch): Promise<HistoryEntry> {
  const watch = watchProgress(client.url, "prompt", { signal, timeoutSeconds });
  let isFinished = false;
  let nudge = (): void => {};
  let pace = client.socket.sid === null ? SILENT : TOLD;
  let pause: number = pace.first;
  client.socket.listen(id, {
    started() {
      watch.alive();
      started();
    },
    progress(share) {
      watch.alive();
      progress(share);
    },
    finished() {
      isFinished = true;
      pace = AFTER_END;
      pause = pace.first;
      nudge();
    },
  });
  try {
    for (let gone = 0; ; ) {
      const entry = await client.done(id, watch.signal);
      if (entry !== null) return entry;
      if (pause >= QUEUE_AFTER_SECONDS || (isFinished && pause >= pace.longest)) {
        const state = await client.state(id, watch.signal);
        if (state === "pending") watch.alive();
        if (state === "running") started();
        gone = state === "gone" ? gone + 1 : 0;
        if (gone >= TIMES_GONE) throw new RemoteError(`${client.url} has lost a prompt: it is neither in its queue nor in its history`, { passing: true, hint: "It was restarted, or someone emptied its queue.", subject: client.url });
      }
      const woken = new AbortController();
      nudge = () => woken.abort();
      await wait(pause, AbortSignal.any([watch.signal, woken.signal])).catch(() => watch.signal.throwIfAborted());
      if (!woken.signal.aborted) pause = Math.min(pause * pace.growth, pace.longest);
    }
  } catch (error) {
    // A request that was given up for silence tells only that it was given up.
    watch.signal.throwIfAborted();
    throw error;
  } finally {
    watch.end();
    client.socket.forget(id);
  }
}
