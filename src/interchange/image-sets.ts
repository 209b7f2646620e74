/** Lists of image names, one text file per split and perhaps class. */
import type { FileSink } from "../storage/file-sink.js";
import type { ExportFolder } from "./format.js";

/** Files that grow line by line; at most a few hundred are open. */
export interface LineFiles {
  add(path: string, line: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens the files; those that get no line are there and empty, since readers open all of them. */
export async function lineFiles(folder: Pick<ExportFolder, "open">, paths: readonly string[]): Promise<LineFiles> {
  const sinks = new Map<string, FileSink>();
  for (const path of paths) sinks.set(path, await folder.open(path));
  return {
    add: (path, line) => sinks.get(path)!.write(`${line}\n`),
    async close() {
      for (const sink of sinks.values()) await sink.close();
    },
  };
}

/** Splits that readers ask for even where nothing is in them. */
export function splitsWithVal(splits: Iterable<string>): string[] {
  return [...new Set(["train", "val", ...splits])];
}
