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

/** Samples given to a worker ahead of time, so that it never waits for the main thread. */
const ORDERS_AHEAD = 2;

/** What a worker works on. */
export interface WorkerDuty {
  task: WorkerTask;
  /** Samples that an earlier worker left; they are given one at a time, so that it is certain which one it dies of. */
  inherited: readonly number[];
  next: NextView;
  listener: PoolListener;
  /** Aborting it lets the worker finish what it was given, and no more. */
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
    const queue = [...inherited];
    let careful = queue.length;
    const given: number[] = [];
    let telling = 0;
    let isReady = false;
    let finishing = false;
    let problem: DatasetError | null = null;
    let lastWords = "it ended";
    const send = (order: WorkerOrder) => worker.postMessage(order);
    const fill = () => {
      while (given.length + telling < (careful > 0 ? 1 : ORDERS_AHEAD) && !signal.aborted && !finishing) {
        if (queue.length === 0) queue.push(...(next() ?? []));
        const index = queue.shift();
        if (index === undefined) break;
        given.push(index);
        listener.started(index);
        send({ make: index });
      }
      if (given.length + telling === 0 && !finishing) {
        finishing = true;
        send({ finish: true });
      }
    };
    const settle = (index: number, told: Promise<void>) => {
      given.splice(given.indexOf(index), 1);
      if (careful > 0) careful--;
      telling++;
      told.then(
        () => {
          telling--;
          fill();
        },
        (error: unknown) => {
          problem ??= deserializeError(serializeError(error));
          void worker.terminate();
        },
      );
    };
    worker.on("message", (report: WorkerReport) => {
      switch (report.type) {
        case "ready":
          isReady = true;
          return fill();
        case "warning":
          return listener.warn(report.message);
        case "done":
          return settle(report.index, listener.done(report.index, report.seconds, report.stageSeconds, report.sample));
        case "failed":
          return settle(report.index, listener.failed(report.index, report.error));
        case "broken":
          problem ??= deserializeError(report.error);
          void worker.terminate();
      }
    });
    worker.on("error", (error) => (lastWords = error.message));
    worker.on("exit", () => {
      if (problem !== null) reject(problem);
      else if (finishing && given.length === 0) resolve(null);
      else if (isReady) resolve({ left: [...given, ...queue], reason: lastWords });
      else reject(new DatasetError("E_WORKER", `a worker could not start: ${lastWords}`, { hint: "Use fewer workers (--workers 1) if memory ran out." }));
    });
  });
}
