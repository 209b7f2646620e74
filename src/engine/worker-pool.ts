/** Makes samples on worker threads, or in this thread when there is to be only one. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { DatasetError, serializeError } from "../core/errors.js";
import { makePlan } from "../pipeline/plan.js";
import { createSampleMaker, wasGivenUp } from "./sample-maker.js";
import type { NextView, PoolListener, WorkerTask } from "./worker-protocol.js";
import { runWorker, type WorkerDeath } from "./worker-thread.js";

/** A sample whose worker died gets another one: memory may have run out for reasons that are not its own. */
const TRIES = 2;
/** When workers die this often without one sample done in between, something else is wrong. */
const MOST_DEATHS_IN_A_ROW = 8;

/**
 * Makes samples until there are no more, or until `signal` is aborted (samples in flight are then finished, or given
 * up where the generator takes long). A sample
 * that workers die of is reported as failed, and the others go on.
 * @param next the next view's samples
 * @throws E_WORKER when workers die of everything; errors of plan and generator when one cannot start; what the listener throws
 */
export async function runPool(task: WorkerTask, workers: number, next: NextView, listener: PoolListener, signal: AbortSignal): Promise<void> {
  if (workers <= 1) return runInThread(task, next, listener, signal);
  const entry = workerEntry();
  // When one cannot go on, the others finish what they have and stop too.
  const broken = new AbortController();
  const stop = AbortSignal.any([signal, broken.signal]);
  const mourner = deathsOf(listener);
  const run = async (): Promise<void> => {
    try {
      let inherited: readonly number[] = [];
      for (;;) {
        const death = await runWorker(entry, { task, inherited, next, listener: mourner.listener, signal: stop });
        if (death === null || stop.aborted) return;
        inherited = await mourner.leftBy(death);
      }
    } catch (error) {
      broken.abort();
      throw error;
    }
  };
  throwFirst(await Promise.allSettled(Array.from({ length: workers }, run)));
}

/** Keeps count of the workers that died, and of what. */
function deathsOf(listener: PoolListener): { listener: PoolListener; leftBy(death: WorkerDeath): Promise<readonly number[]> } {
  const deaths = new Map<number, number>();
  let inARow = 0;
  return {
    listener: {
      ...listener,
      done(...report) {
        inARow = 0;
        return listener.done(...report);
      },
    },
    /** What is still to be made of what the worker had. */
    async leftBy({ left, reason }) {
      const [index, ...others] = left;
      const hint = "Its shape may be too large: `dst3d shapes check` tells. If memory is short, use fewer workers (--workers 2).";
      if (++inARow > MOST_DEATHS_IN_A_ROW) throw new DatasetError("E_WORKER", `workers die of every sample: ${reason}`, { hint: "Use fewer workers if memory ran out; the same command goes on where it stopped." });
      if (index === undefined) return others;
      const times = (deaths.get(index) ?? 0) + 1;
      deaths.set(index, times);
      if (times < TRIES) return left;
      await listener.failed(index, { code: "E_WORKER", message: `the worker that made this sample died, ${times} times: ${reason}`, hint, subject: null });
      return others;
    },
  };
}

async function runInThread(task: WorkerTask, next: NextView, listener: PoolListener, signal: AbortSignal): Promise<void> {
  const plan = await makePlan(task.recipe, { folder: task.folder });
  let lines = 0;
  let isBroken = false;
  const maker = await createSampleMaker(plan, task, { signal, lines: () => lines, progress: (index, share) => listener.progress(index, share), warn: (message) => listener.warn(message), note: (message) => listener.note(message) });
  const makeOne = async (index: number): Promise<void> => {
    listener.started(index);
    try {
      const { sample, seconds, stageSeconds } = await maker.make(index);
      await listener.done(index, seconds, stageSeconds, sample);
    } catch (error) {
      if (!wasGivenUp(error, signal)) await listener.failed(index, serializeError(error));
    }
    // Lets signals and timers through: rendering itself never yields.
    await new Promise((resolve) => setImmediate(resolve));
  };
  const line = async (): Promise<void> => {
    lines++;
    try {
      const nextView = () => (signal.aborted || isBroken ? null : next());
      for (let view = nextView(); view !== null; view = nextView()) {
        for (const index of view) {
          if (signal.aborted || isBroken) break;
          await makeOne(index);
        }
      }
    } catch (error) {
      isBroken = true;
      throw error;
    } finally {
      lines--;
    }
  };
  try {
    throwFirst(await Promise.allSettled(Array.from({ length: maker.lines }, line)));
  } finally {
    await maker.close();
  }
}

function throwFirst(outcomes: readonly PromiseSettledResult<void>[]): void {
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
}

/** The built worker next to this file, or, when run from source, the one of the last build. */
function workerEntry(): URL {
  for (const candidate of ["./worker.js", "../../dist/engine/worker.js"]) {
    const url = new URL(candidate, import.meta.url);
    if (existsSync(fileURLToPath(url))) return url;
  }
  throw new DatasetError("E_WORKER", "the worker's program file is missing", { hint: "Run `npm run build`, or use --workers 1." });
}
