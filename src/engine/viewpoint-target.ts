/** What viewpoints are compared with: another run, or a list. */
import { stat } from "node:fs/promises";
import { DatasetError } from "../core/errors.js";
import { openDataset } from "../dataset/open-dataset.js";
import { readTargetFile, targetCounter, type ViewpointTarget } from "../evaluate/viewpoints/target.js";
import { placeOf } from "./audited-object.js";
import { readAhead } from "./read-ahead.js";

/**
 * Reads the labels of a run one by one, or a list of viewpoints as JSON or CSV.
 * @throws DatasetError E_NOT_FOUND, E_EVALUATION, E_STORAGE; the signal's reason
 */
export async function readTarget(path: string, signal: AbortSignal): Promise<ViewpointTarget> {
  const found = await stat(path).catch(() => null);
  if (found === null) throw new DatasetError("E_NOT_FOUND", `there is no ${path}`, { hint: "--against takes a run's folder, or a list of viewpoints as JSON or CSV.", subject: path });
  if (!found.isDirectory()) return readTargetFile(path);
  const counter = targetCounter();
  const reader = await openDataset(path);
  for await (const { record } of readAhead(reader, await reader.committed(), signal)) {
    if (record === null || record.labelStatus === "none") continue;
    for (const object of record.objects) {
      const { azimuth, elevation } = placeOf(object);
      if (azimuth !== null) counter.add(object.category, azimuth, elevation);
    }
  }
  return counter.target();
}
