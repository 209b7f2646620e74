/** Entry of a worker thread: makes the samples it is told to, one at a time. */
import { parentPort, workerData } from "node:worker_threads";
import { serializeError } from "../core/errors.js";
import { openDatasetWriter } from "../dataset/open-dataset.js";
import { makePlan } from "../pipeline/plan.js";
import { viewLayout } from "../pipeline/view-layout.js";
import { createSampleMaker } from "./sample-maker.js";
import type { WorkerOrder, WorkerReport, WorkerTask } from "./worker-protocol.js";

const port = parentPort;
if (port === null) throw new Error("this file is the entry of a worker thread");
const task = workerData as WorkerTask;
const report = (message: WorkerReport, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);

async function work(): Promise<void> {
  const plan = await makePlan(task.recipe, { folder: task.folder });
  const maker = await createSampleMaker(plan, task, (message) => report({ type: "warning", message }), new AbortController().signal);
  const writer = task.writes ? openDatasetWriter(task.out, task.recipe.storage, { shardSize: task.recipe.shardSize, views: viewLayout(task.recipe) }) : null;
  let turn: Promise<void> = Promise.resolve();
  port!.on("message", (order: WorkerOrder) => {
    turn = turn.then(async () => {
      if ("finish" in order) {
        await writer?.close();
        await maker.close();
        port!.close();
        return;
      }
      try {
        const { sample, seconds, stageSeconds } = await maker.make(order.make);
        await writer?.commit(sample);
        report({ type: "done", index: order.make, seconds, stageSeconds, sample: writer === null ? sample : null });
      } catch (error) {
        report({ type: "failed", index: order.make, error: serializeError(error) });
      }
    });
  });
  report({ type: "ready" });
}

work().catch((error: unknown) => report({ type: "broken", error: serializeError(error) }));
