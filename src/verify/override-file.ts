/**
 * `verify/overrides.jsonl` of a run: what a person has decided about single images, which outweighs their verdicts. A
 * decision holds for the bytes that were looked at and goes stale when the image changes.
 */
import { join } from "node:path";
import { DatasetError } from "../core/errors.js";
import { canonicalJson } from "../dataset/canonical-json.js";
import { type FileSystem, localFileSystem } from "../storage/file-system.js";
import { readTextIfThere } from "../storage/read-text.js";
import { replaceFile } from "../storage/replace-file.js";
import { type Override, overrideSchema } from "./overrides.js";

/** Where the decisions on a run lie. */
export function overrideFile(root: string): string {
  return join(root, "verify", "overrides.jsonl");
}

/** Decisions by id; none where there is no file. @throws DatasetError E_RECORD for a broken line, E_STORAGE */
export async function readOverrides(root: string, fileSystem: FileSystem = localFileSystem): Promise<Map<string, Override>> {
  const path = overrideFile(root);
  const text = await readTextIfThere(path, root, fileSystem);
  const found = new Map<string, Override>();
  text?.split("\n").forEach((line, at) => {
    if (line.trim() === "") return;
    try {
      const override = overrideSchema.parse(JSON.parse(line));
      found.set(override.id, override);
    } catch (cause) {
      throw new DatasetError("E_RECORD", `${path}:${at + 1} is no decision`, { hint: "Mend or remove the line.", subject: path, cause });
    }
  });
  return found;
}

/**
 * Sets decisions, and takes those back whose verdict is null; sorted by id, replaced as a whole.
 * Calls on one run must not overlap.
 * @throws as {@link readOverrides}
 */
export async function changeOverrides(root: string, changes: readonly (Override | { id: string; verdict: null })[], fileSystem: FileSystem = localFileSystem): Promise<Map<string, Override>> {
  const all = await readOverrides(root, fileSystem);
  for (const change of changes) {
    if (change.verdict === null) all.delete(change.id);
    else all.set(change.id, overrideSchema.parse(change));
  }
  const sorted = new Map([...all].sort(([a], [b]) => (a < b ? -1 : 1)));
  await replaceFile(overrideFile(root), [...sorted.values()].map((override) => canonicalJson(override)).join(""), fileSystem);
  return sorted;
}
