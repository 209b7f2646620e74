/** Every task that can be trained on folds, loaded when it is asked for. */
import { DatasetError } from "../../core/errors.js";
import type { FoldTask } from "./task.js";

const TASKS: Readonly<Record<string, () => Promise<FoldTask>>> = {
  kcf: async () => (await import("../kcf/task.js")).kcfTask,
  silhouette: async () => (await import("../silhouette/task.js")).silhouetteTask,
  match: async () => (await import("../match/task.js")).matchTask,
};

/** @throws DatasetError E_INTERNAL when there is none of this name */
export async function findTask(name: string): Promise<FoldTask> {
  const load = Object.hasOwn(TASKS, name) ? TASKS[name] : undefined;
  if (load === undefined) throw new DatasetError("E_INTERNAL", `There is no training task ${name}.`, { hint: "This is a defect of dst3d.", subject: name });
  return load();
}
