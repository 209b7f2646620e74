/** One worker thread from its start to its end. */
import { Worker } from "node:worker_threads";
import { DatasetError, deserializeError, serializeError } from "../core/errors.js";
import type { NextView, PoolListener, WorkerOrder, WorkerReport, WorkerTask } from "./worker-protocol.js";

/** A worker that died of something that no program can catch: memory that ran out, a library that ends the thread. */
export interface WorkerDeath {
  /** What it was given and did not finish, in order: the first is what it was making, if anything. */
  left: number[];
  reason: string;
}

/** Samples given to each line of a worker ahead of time, so that it never waits for the main thread. */
const ORDERS_AHEAD = 2;

/** Samples that a worker makes one after the other, beside those of its other lines. */
interface Line {
  /** The rest of its view. */
  queue: number[];
  given: number[];
  /** Made, and being reported. */
  telling: number;
}

/** What a worker works on. */
export interface WorkerDuty {
  task: WorkerTask;
  /** Samples that an earlier worker left; they are given one at a time, so that it is certain which one it dies of. */
  inherited: readonly number[];
  next: NextView;
  listener: PoolListener;
  /** Aborting it lets the worker finish what it was given or give it up, and no more. */
  signal: AbortSignal;
}

/**
 * Starts a worker and gives it one view after the other, so that each is rendered by one worker alone.
 * @returns null when it came to its end, or how it died
 * @throws errors of plan and generator when it cannot start; what the listener throws
 */
export function runWorker(entry: URL, { task, inherited, next, listener, signal }: WorkerDuty): Promise<WorkerDeath | null> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(entry, { workerData: task });
    const waiting = [...inherited];
    let isCareful = waiting.length > 0;
    let lines: Line[] = [];
    let finishing = false;
    let problem: DatasetError | null = null;
    let lastWords = "it ended";
    const send = (order: WorkerOrder) => worker.postMessage(order);
    const giveUp = () => send({ giveUp: true });
    const isIdle = () => lines.every(({ given, telling }) => given.length + telling === 0);
    const give = (line: Line, index: number) => {
      line.given.push(index);
      listener.started(index);
      send({ make: index, line: lines.indexOf(line) });
    };
    const fillLine = (line: Line) => {
      while (line.given.length + line.telling < ORDERS_AHEAD && !signal.aborted) {
        if (line.queue.length === 0) line.queue.push(...(next() ?? []));
        const index = line.queue.shift();
        if (index === undefined) return;
        give(line, index);
      }
    };
    const fill = () => {
      if (finishing) return;
      if (isCareful) {
        if (!isIdle()) return;
        const index = signal.aborted ? undefined : waiting.shift();
        if (index !== undefined) return give(lines[0]!, index);
        isCareful = false;
      }
      lines.forEach(fillLine);
      if (!isIdle()) return;
      finishing = true;
      send({ finish: true });
    };
    const settle = (index: number, told: Promise<void>) => {
      const line = lines.find(({ given }) => given.includes(index))!;
      line.given.splice(line.given.indexOf(index), 1);
      line.telling++;
      told.then(
        () => {
          line.telling--;
          fill();
        },
        (error: unknown) => {
          problem ??= deserializeError(serializeError(error));
          void worker.terminate();
        },
      );
    };
    signal.addEventListener("abort", giveUp, { once: true });
    worker.on("message", (report: WorkerReport) => {
      switch (report.type) {
        case "ready":
          lines = Array.from({ length: report.lines }, () => ({ queue: [], given: [], telling: 0 }));
          return fill();
        case "progress":
          return listener.progress(report.index, report.share);
        case "warning":
          return listener.warn(report.message);
        case "note":
          return listener.note(report.message);
        case "done":
          return settle(report.index, listener.done(report.index, report.seconds, report.stageSeconds, report.sample));
        case "given-up":
          return settle(report.index, Promise.resolve());
        case "failed":
          return settle(report.index, listener.failed(report.index, report.error));
        case "broken":
          problem ??= deserializeError(report.error);
          void worker.terminate();
      }
    });
    worker.on("error", (error) => (lastWords = error.message));
    worker.on("exit", () => {
      signal.removeEventListener("abort", giveUp);
      const given = lines.flatMap((line) => line.given);
      if (problem !== null) reject(problem);
      else if (finishing && given.length === 0) resolve(null);
      else if (lines.length > 0) resolve({ left: [...given, ...lines.flatMap(({ queue }) => queue), ...waiting], reason: lastWords });
      else reject(new DatasetError("E_WORKER", `a worker could not start: ${lastWords}`, { hint: "Use fewer workers (--workers 1) if memory ran out." }));
    });
  });
}
