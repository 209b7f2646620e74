/** Reads items of large JSON files back, for proofs. */
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { jsonListItems, type JsonListItem } from "../../codecs/json-lists.js";
import { DatasetError } from "../../core/errors.js";

/** Items of the lists in a file of the export. @throws DatasetError E_EXPORT for what is no such file */
export async function* readJsonLists(root: string, path: string): AsyncGenerator<JsonListItem, void, undefined> {
  try {
    yield* jsonListItems(createReadStream(join(root, path), { encoding: "utf8", highWaterMark: 1 << 20 }) as AsyncIterable<string>);
  } catch (cause) {
    throw new DatasetError("E_EXPORT", `${path} of the export cannot be read back: ${cause instanceof Error ? cause.message : String(cause)}`, { hint: "This is a defect of dst3d: please report it.", subject: path, cause });
  }
}
