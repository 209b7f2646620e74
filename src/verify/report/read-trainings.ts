/** How the networks of signals were trained, from what their trainings have left in the folder of the work. */
import { join } from "node:path";
import * as z from "zod";
import { type FileSystem, localFileSystem } from "../../storage/file-system.js";
import type { Training } from "./report.js";

/** What a finished training leaves: losses of every epoch by network. */
const lossesSchema = z.record(z.string(), z.array(z.number()));
const LOSS_FILE = "loss.json";

/**
 * One entry per signal that has trained. Where trainings with several settings lie there, the last one counts.
 * @param folder of the work of all signals
 * @param signals with their options, which are told in the note
 */
export async function readTrainings(folder: string, signals: readonly { name: string; options: unknown }[], fileSystem: FileSystem = localFileSystem): Promise<Training[]> {
  const trainings: Training[] = [];
  for (const { name, options } of signals) {
    const losses = await lastLosses(join(folder, name), fileSystem);
    if (losses === null) continue;
    const networks = Object.entries(losses).sort(([a], [b]) => (a < b ? -1 : 1));
    const epochs = Math.max(0, ...networks.map(([, values]) => values.length));
    const note = [`${networks.length} ${networks.length === 1 ? "network" : "networks"}`, `${epochs} epochs`, ...optionTexts(options)].join(", ");
    trainings.push({ name, note, losses: networks.map(([network, values]) => ({ name: network, values })) });
  }
  return trainings;
}

async function lastLosses(folder: string, fileSystem: FileSystem): Promise<Record<string, number[]> | null> {
  let last: { path: string; modified: number } | null = null;
  for (const entry of await fileSystem.list(folder)) {
    const path = join(folder, entry, LOSS_FILE);
    const found = await fileSystem.stat(path).catch(() => null);
    if (found !== null && (last === null || found.modified > last.modified)) last = { path, modified: found.modified };
  }
  if (last === null) return null;
  try {
    const losses = lossesSchema.safeParse(JSON.parse(new TextDecoder().decode(await fileSystem.read(last.path))));
    return losses.success ? losses.data : null;
  } catch {
    return null; // the report can do without
  }
}

/** "size 64" and so on; epochs are those that were trained, and stand before. */
function optionTexts(options: unknown): string[] {
  if (typeof options !== "object" || options === null) return [];
  return Object.entries(options).flatMap(([name, value]) => (name !== "epochs" && (typeof value === "number" || typeof value === "string") ? [`${name} ${value}`] : []));
}
