/** Entry of a process that trains one network: waits for its order, reports, and ends. */
import { serializeError } from "../../core/errors.js";
import type { JobOrder } from "./job.js";
import type { JobReport } from "./protocol.js";
import { findTask } from "./registry.js";
import { runJob } from "./run-job.js";

if (process.send === undefined) throw new Error("this file is the entry of a process started by another one");
const report = (message: JobReport): Promise<void> => new Promise((resolve) => process.send!(message, undefined, undefined, () => resolve()));

// The terminal interrupts every process of the command; the one that started this one decides what that means.
process.on("SIGINT", () => {});
process.on("disconnect", () => process.exit(1));
process.once("message", (order: JobOrder) => void work(order));

async function work(order: JobOrder): Promise<void> {
  try {
    await runJob(order, await findTask(order.task), { step: (done) => void report({ type: "step", done }) }, new AbortController().signal);
    await report({ type: "done" });
    process.exit(0);
  } catch (error) {
    await report({ type: "broken", error: serializeError(error) });
    process.exit(1);
  }
}
