/** What ShapeNet calls its models: the tables SYNSET.csv that come with ShapeNetCore v1, one row per model. */
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { csvRows } from "../codecs/csv.js";

/** Columns with words about the model; `wnlemmas` holds the names of its own, finer synset. */
const WORD_COLUMNS = ["name", "wnlemmas", "tags"];

/** Names and tags by uid; empty where there is no such table or it has other columns: names are a help, not a need. */
export async function shapenetNames(folder: string, synset: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const names = new Map<string, readonly string[]>();
  try {
    let header: string[] | null = null;
    for await (const cells of csvRows(createReadStream(join(folder, `${synset}.csv`), "utf8"))) {
      if (header === null) {
        header = cells.map((name) => name.trim().toLowerCase());
        continue;
      }
      const uid = (cells[header.indexOf("fullid")] ?? "").replace(/^[^.]*\./, "");
      const words = WORD_COLUMNS.flatMap((column) => (cells[header!.indexOf(column)] ?? "").split(",")).map((word) => word.trim()).filter((word) => word !== "" && word !== "*");
      if (uid !== "" && words.length > 0) names.set(uid, [...new Set(words)]);
    }
  } catch {
    return names;
  }
  return names;
}
