/** Makes samples on worker threads, or in this thread when there is to be only one. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { DatasetError, deserializeError, serializeError, type SerializedError } from "../core/errors.js";
import { makePlan } from "../pipeline/plan.js";
import { createSampleMaker } from "./sample-maker.js";
import type { HandedSample, WorkerOrder, WorkerReport, WorkerTask } from "./worker-protocol.js";

/** What a pool tells about the samples it was given. */
export interface PoolListener {
  done(index: number, seconds: number, stageSeconds: Record<string, number>, sample: HandedSample | null): Promise<void>;
  failed(index: number, error: SerializedError): Promise<void>;
  warn(message: string): void;
}

/** Samples given to a worker ahead of time, so that it never waits for the main thread. */
const ORDERS_AHEAD = 2;

/**
 * Makes samples until there are no more, or until `signal` is aborted (samples in flight are then finished).
 * @param next the next index, or null when there are none left
 * @throws E_WORKER when a worker dies; errors of plan and generator when one cannot start; what the listener throws
 */
export async function runPool(task: WorkerTask, workers: number, next: () => number | null, listener: PoolListener, signal: AbortSignal): Promise<void> {
  if (workers <= 1) return runInThread({ ...task, writes: false }, next, listener, signal);
  const entry = workerEntry();
  // When one cannot go on, the others finish what they have and stop too.
  const broken = new AbortController();
  const stop = AbortSignal.any([signal, broken.signal]);
  const run = async (): Promise<void> => {
    try {
      await runWorker(entry, task, next, listener, stop);
    } catch (error) {
      broken.abort();
      throw error;
    }
  };
  const outcomes = await Promise.allSettled(Array.from({ length: workers }, run));
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
}

async function runInThread(task: WorkerTask, next: () => number | null, listener: PoolListener, signal: AbortSignal): Promise<void> {
  const plan = await makePlan(task.recipe, { folder: task.folder });
  const maker = await createSampleMaker(plan, task.assets, (message) => listener.warn(message), signal);
  try {
    for (let index = signal.aborted ? null : next(); index !== null; index = signal.aborted ? null : next()) {
      try {
        const { sample, seconds, stageSeconds } = await maker.make(index);
        await listener.done(index, seconds, stageSeconds, sample);
      } catch (error) {
        await listener.failed(index, serializeError(error));
      }
      // Lets signals and timers through: rendering itself never yields.
      await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    await maker.close();
  }
}

/** The built worker next to this file, or, when run from source, the one of the last build. */
function workerEntry(): URL {
  for (const candidate of ["./worker.js", "../../dist/engine/worker.js"]) {
    const url = new URL(candidate, import.meta.url);
    if (existsSync(fileURLToPath(url))) return url;
  }
  throw new DatasetError("E_WORKER", "the worker's program file is missing", { hint: "Run `npm run build`, or use --workers 1." });
}

function runWorker(entry: URL, task: WorkerTask, next: () => number | null, listener: PoolListener, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(entry, { workerData: task });
    let inFlight = 0;
    let finishing = false;
    let problem: DatasetError | null = null;
    const send = (order: WorkerOrder) => worker.postMessage(order);
    const fill = () => {
      while (inFlight < ORDERS_AHEAD && !signal.aborted && !finishing) {
        const index = next();
        if (index === null) break;
        inFlight++;
        send({ make: index });
      }
      if (inFlight === 0 && !finishing) {
        finishing = true;
        send({ finish: true });
      }
    };
    const settle = (told: Promise<void>) => {
      told.then(
        () => {
          inFlight--;
          fill();
        },
        (error: unknown) => {
          problem = deserializeError(serializeError(error));
          void worker.terminate();
        },
      );
    };
    worker.on("message", (report: WorkerReport) => {
      switch (report.type) {
        case "ready":
          return fill();
        case "warning":
          return listener.warn(report.message);
        case "done":
          return settle(listener.done(report.index, report.seconds, report.stageSeconds, report.sample));
        case "failed":
          return settle(listener.failed(report.index, report.error));
        case "broken":
          problem = deserializeError(report.error);
          void worker.terminate();
      }
    });
    worker.on("error", (error) => {
      problem ??= new DatasetError("E_WORKER", `a worker stopped: ${error.message}`, { hint: "Use fewer workers (--workers 1) if memory ran out; the same command goes on where it stopped.", cause: error });
    });
    worker.on("exit", () => {
      if (problem !== null) reject(problem);
      else if (inFlight > 0) reject(new DatasetError("E_WORKER", "a worker ended before its samples were done", { hint: "Run the same command again: it goes on where it stopped." }));
      else resolve();
    });
  });
}
