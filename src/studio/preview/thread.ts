/** The thread that makes previews, as the server sees it: one piece of work at a time, what nobody waits for any more is dropped. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { DatasetError, deserializeError } from "../../core/errors.js";
import type { PreviewAnswers, PreviewOrder, PreviewReply } from "./order.js";

/** What makes previews. */
export interface Previews {
  /**
   * @param signal aborted when nobody waits for the answer any more
   * @throws DatasetError of the recipe's sources; E_WORKER where the thread died; the signal's reason
   */
  make<Kind extends PreviewOrder["kind"]>(order: Extract<PreviewOrder, { kind: Kind }>, signal: AbortSignal): Promise<PreviewAnswers[Kind]>;
  close(): Promise<void>;
}

interface Waiting {
  turn: number;
  order: PreviewOrder;
  signal: AbortSignal;
  resolve(answer: PreviewAnswers[PreviewOrder["kind"]]): void;
  reject(error: unknown): void;
}

/** What is seen at once comes first. */
const RANK: Readonly<Record<PreviewOrder["kind"], number>> = { plan: 0, sample: 1, speed: 2 };
const MOST_WAITING = 200;
/** What is loaded is let go when nobody has asked for so long. */
const IDLE_MILLISECONDS = 120_000;

/** @param entry the thread's program; default: the one beside this file */
export function previewThread(entry: () => URL = workerEntry): Previews {
  const waiting: Waiting[] = [];
  let worker: Worker | null = null;
  let current: Waiting | null = null;
  let turns = 0;
  let idle: NodeJS.Timeout | null = null;

  function next(): void {
    if (current !== null) return;
    for (let at = waiting.length - 1; at >= 0; at--) if (waiting[at]!.signal.aborted) waiting.splice(at, 1);
    const first = waiting.reduce<Waiting | null>((best, one) => (best === null || RANK[one.order.kind] < RANK[best.order.kind] ? one : best), null);
    if (first === null) {
      idle ??= setTimeout(() => void end(), IDLE_MILLISECONDS).unref();
      return;
    }
    waiting.splice(waiting.indexOf(first), 1);
    current = first;
    try {
      worker ??= start();
      worker.postMessage({ turn: first.turn, order: first.order });
    } catch (error) {
      current = null;
      first.reject(error);
      next();
    }
  }

  function start(): Worker {
    const made = new Worker(entry());
    made.unref();
    let lastWords = "it ended";
    made.on("message", (reply: PreviewReply) => {
      if (current?.turn !== reply.turn) return;
      const done = current;
      current = null;
      if ("error" in reply) done.reject(deserializeError(reply.error));
      else done.resolve(reply.answer);
      next();
    });
    made.on("error", (error) => (lastWords = error.message));
    made.on("exit", () => {
      if (worker !== made) return;
      worker = null;
      const lost = current;
      current = null;
      lost?.reject(new DatasetError("E_WORKER", `the preview came to an end: ${lastWords}`, { hint: "Its shape may be too large for this computer's memory: `dst3d shapes check` tells." }));
      next();
    });
    return made;
  }

  async function end(): Promise<void> {
    if (idle !== null) clearTimeout(idle);
    idle = null;
    const ended = worker;
    worker = null;
    await ended?.terminate();
  }

  return {
    make: <Kind extends PreviewOrder["kind"]>(order: Extract<PreviewOrder, { kind: Kind }>, signal: AbortSignal) =>
      new Promise<PreviewAnswers[Kind]>((resolve, reject) => {
        signal.throwIfAborted();
        const giveUp = (): void => reject(signal.reason);
        const settled = <T>(then: (value: T) => void) => (value: T): void => {
          signal.removeEventListener("abort", giveUp);
          then(value);
        };
        if (waiting.length >= MOST_WAITING) throw new DatasetError("E_OPTION", "too many previews are waited for", { hint: "Wait for some of them." });
        if (idle !== null) clearTimeout(idle);
        idle = null;
        // The answer is of the order's kind.
        waiting.push({ turn: ++turns, order, signal, resolve: settled(resolve as Waiting["resolve"]), reject: settled(reject) });
        signal.addEventListener("abort", giveUp, { once: true });
        next();
      }),
    async close() {
      for (const { reject } of waiting.splice(0)) reject(new DatasetError("E_WORKER", "the studio is being closed"));
      current?.reject(new DatasetError("E_WORKER", "the studio is being closed"));
      current = null;
      await end();
    },
  };
}

/** The built program next to this file, or, when run from source, the one of the last build. */
function workerEntry(): URL {
  for (const candidate of ["./worker.js", "../../../dist/studio/preview/worker.js"]) {
    const url = new URL(candidate, import.meta.url);
    if (existsSync(fileURLToPath(url))) return url;
  }
  throw new DatasetError("E_WORKER", "the program file of previews is missing", { hint: "Run `npm run build`." });
}
