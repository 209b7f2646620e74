/** Reads scheduler_config.json, which Python writes with values that JSON does not have. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { DatasetError } from "../../core/errors.js";
import type { SchedulerConfig } from "./registry.js";

/** JSON as Python writes it: bare NaN and Infinity are read as texts. Throws a SyntaxError. */
export function parsePythonJson(text: string): unknown {
  return JSON.parse(text.replace(/"(?:[^"\\]|\\.)*"|-?Infinity|NaN/g, (found) => (found.startsWith('"') ? found : `"${found}"`)));
}

/** The configuration in a model's `scheduler` folder, for `createScheduler`. Throws E_NOT_FOUND or E_MODEL. */
export async function readSchedulerConfig(folder: string): Promise<SchedulerConfig> {
  const file = join(folder, "scheduler_config.json");
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new DatasetError("E_NOT_FOUND", `There is no ${file}.`, { hint: "Give the scheduler folder of a model, or choose a scheduler.", subject: file, cause });
  });
  let content: unknown;
  try {
    content = parsePythonJson(text);
  } catch (cause) {
    throw new DatasetError("E_MODEL", `${file} is not JSON.`, { hint: "Fetch the model again.", subject: file, cause });
  }
  if (typeof content === "object" && content !== null && !Array.isArray(content)) return content as SchedulerConfig;
  throw new DatasetError("E_MODEL", `${file} is not an object.`, { hint: "Fetch the model again.", subject: file });
}
