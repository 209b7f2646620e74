/** Trains one network in a process of its own. */
import { fork } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { DatasetError, deserializeError } from "../../core/errors.js";
import type { JobOrder } from "./job.js";
import type { JobReport } from "./protocol.js";
import type { JobListener } from "./run-job.js";

/**
 * Starts a process, gives it the order and waits for its end. What it has finished lies in the order's folder.
 * @throws what the process reports; DatasetError E_WORKER when it dies; the signal's reason, once the process is gone
 */
export function runInProcess(order: JobOrder, listener: JobListener, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const child = fork(processEntry(), [], { serialization: "advanced", stdio: ["ignore", "inherit", "inherit", "ipc"], execArgv: [] });
    let problem: Error | null = null;
    let isDone = false;
    // Checkpoints are written beside the old ones and renamed: at any moment it can end.
    const stop = (): void => void child.kill("SIGKILL");
    signal.addEventListener("abort", stop, { once: true });
    child.on("message", (report: JobReport) => {
      if (report.type === "step") listener.step(report.done);
      else if (report.type === "done") isDone = true;
      else problem = deserializeError(report.error);
    });
    child.on("error", (error) => (problem ??= died(order.job.name, error.message)));
    child.on("close", (code, killed) => {
      signal.removeEventListener("abort", stop);
      if (isDone) resolve();
      else if (signal.aborted) reject(signal.reason);
      else reject(problem ?? died(order.job.name, killed ?? `code ${code}`));
    });
    // A process that died already is told of by its end.
    child.send(order, () => {});
  });
}

function died(job: string, how: string): DatasetError {
  return new DatasetError("E_WORKER", `the process that trained ${job} ended (${how})`, {
    hint: "If memory is short, use fewer processes or a smaller batch; the same command goes on where it stopped.",
    subject: job,
  });
}

/** The built program next to this file, or, when run from source, the one of the last build. */
function processEntry(): string {
  for (const candidate of ["./process.js", "../../../dist/verify/fold-training/process.js"]) {
    const file = fileURLToPath(new URL(candidate, import.meta.url));
    if (existsSync(file)) return file;
  }
  throw new DatasetError("E_WORKER", "the program file of training processes is missing", { hint: "Run `npm run build`, or use one process." });
}
