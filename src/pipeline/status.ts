/** What a run folder holds. */
import { DatasetError } from "../core/errors.js";
import { readFailures } from "../dataset/failures.js";
import { openDataset } from "../dataset/open-dataset.js";
import { readRun } from "../dataset/run-file.js";

/** Counts and failures of a run. */
export interface RunStatus {
  name: string;
  /** Samples in the finished dataset. */
  total: number;
  done: number;
  failed: { index: number; code: string; message: string; hint: string | null }[];
}

/** Looks into a run folder. @throws E_NOT_FOUND when there is no run */
export async function runStatus(folder: string): Promise<RunStatus> {
  const run = await readRun(folder);
  if (run === null) throw new DatasetError("E_NOT_FOUND", `${folder} holds no run`, { hint: "Give the folder that dst3d generate wrote (--out, by default runs/NAME).", subject: folder });
  const committed = await (await openDataset(folder)).committed();
  let done = 0;
  for (const index of committed) if (index < run.count) done++;
  const failures = await readFailures(folder);
  // While an update goes on, a sample may be there in its old version and have failed in its new one.
  const failed = [...failures].filter(([index]) => run.stages.updating || !committed.has(index)).map(([index, { code, message, hint }]) => ({ index, code, message, hint }));
  return { name: run.name, total: run.count, done, failed };
}
