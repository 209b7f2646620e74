/** Entry of a worker thread: makes the samples it is told to, those of a line one at a time. */
import { parentPort, workerData } from "node:worker_threads";
import { serializeError } from "../core/errors.js";
import { openDatasetWriter } from "../dataset/open-dataset.js";
import { makePlan } from "../pipeline/plan.js";
import { viewLayout } from "../pipeline/view-layout.js";
import { createSampleMaker, wasGivenUp } from "./sample-maker.js";
import type { WorkerOrder, WorkerReport, WorkerTask } from "./worker-protocol.js";

const port = parentPort;
if (port === null) throw new Error("this file is the entry of a worker thread");
const task = workerData as WorkerTask;
const report = (message: WorkerReport, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);

async function work(): Promise<void> {
  const plan = await makePlan(task.recipe, { folder: task.folder });
  const givingUp = new AbortController();
  const { signal } = givingUp;
  port!.on("message", (order: WorkerOrder) => {
    if ("giveUp" in order) givingUp.abort();
  });
  const waiting: number[] = [];
  const maker = await createSampleMaker(plan, task, {
    signal,
    lines: () => waiting.filter((count) => count > 0).length,
    progress: (index, share) => report({ type: "progress", index, share }),
    warn: (message) => report({ type: "warning", message }),
    note: (message) => report({ type: "note", message }),
  });
  const writer = task.writes ? openDatasetWriter(task.out, task.recipe.storage, { shardSize: task.recipe.shardSize, views: viewLayout(task.recipe) }) : null;
  const make = async (index: number): Promise<void> => {
    try {
      const { sample, seconds, stageSeconds } = await maker.make(index);
      await writer?.commit(sample);
      report({ type: "done", index, seconds, stageSeconds, sample: writer === null ? sample : null });
    } catch (error) {
      report(wasGivenUp(error, signal) ? { type: "given-up", index } : { type: "failed", index, error: serializeError(error) });
    }
  };
  const turns: Promise<void>[] = Array.from({ length: maker.lines }, () => Promise.resolve());
  turns.forEach(() => waiting.push(0));
  port!.on("message", (order: WorkerOrder) => {
    if ("giveUp" in order) return;
    if ("finish" in order) {
      void Promise.all(turns).then(async () => {
        await writer?.close();
        await maker.close();
        port!.close();
      });
      return;
    }
    const { make: index, line } = order;
    waiting[line]!++;
    turns[line] = turns[line]!.then(() => make(index)).finally(() => waiting[line]!--);
  });
  report({ type: "ready", lines: maker.lines });
}

work().catch((error: unknown) => report({ type: "broken", error: serializeError(error) }));
