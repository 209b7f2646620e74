/** The list of models in a folder: `manifest.json`. */
import * as z from "zod";
import { DatasetError } from "../core/errors.js";
import { AXES } from "./normalize.js";

const axis = z.enum(AXES);

/** One model of a manifest. Keys that are not known are ignored: manifests carry notes of their own. */
export const manifestModel = z.object({
  id: z.string().min(1).regex(/^[^\p{Cc}]*$/u, "has control characters").describe("unique in the manifest"),
  category: z.string().min(1),
  file: z.string().min(1).describe("path relative to the manifest, with forward slashes"),
  up: axis.optional().describe("in the file's own axes; default +Y"),
  front: axis.nullable().optional().describe("in the file's own axes; null = nobody knows"),
  licence: z.string().min(1).nullable().optional().describe("SPDX identifier"),
  author: z.string().nullable().optional(),
  pack: z.string().nullable().optional(),
  azimuth: z.number().default(0).describe("degrees added to the camera's azimuth, as in the original's catalogue"),
  elevation: z.number().default(0).describe("degrees taken from the camera's polar angle, as in the original's catalogue"),
  distance: z.number().positive().nullable().default(null).describe("replaces the recipe's camera distance"),
  tags: z.array(z.string()).optional().describe("what else it is called: words for prompts"),
  sizeMeters: z.number().positive().nullable().optional().describe("real length of the longest side"),
});

/** A checked entry of a manifest. */
export type ManifestModel = z.infer<typeof manifestModel>;

/**
 * Parses a manifest.
 * @param path for messages
 * @throws DatasetError E_MANIFEST naming the entry and the field
 */
export function readManifest(text: string, path: string): ManifestModel[] {
  let list: unknown;
  try {
    list = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    throw wrong(path, `is not JSON (${cause instanceof Error ? cause.message : String(cause)})`, "Correct the file; any JSON editor shows the place.", cause);
  }
  if (!Array.isArray(list)) throw wrong(path, "is not a list", 'It should be a JSON list: [{ "id": …, "category": …, "file": … }, …].');
  if (list.length === 0) throw wrong(path, "lists no models", "Add at least one entry with id, category and file.");
  const seen = new Map<string, number>();
  return list.map((entry: unknown, index) => {
    const model = parseEntry(entry, index, path);
    const before = seen.get(model.id);
    if (before !== undefined) throw wrong(path, `has the id ${JSON.stringify(model.id)} twice, in entries ${before + 1} and ${index + 1}`, "Give every model an id of its own.");
    seen.set(model.id, index);
    return model;
  });
}

function parseEntry(entry: unknown, index: number, path: string): ManifestModel {
  const parsed = manifestModel.safeParse(entry);
  if (parsed.success) {
    if (parsed.data.front != null && parsed.data.front[1] === (parsed.data.up ?? "+Y")[1]) {
      throw wrong(path, `entry ${index + 1} (${parsed.data.id}): front ${parsed.data.front} and up ${parsed.data.up ?? "+Y"} lie on one line`, "Front and up must be at a right angle.");
    }
    return parsed.data;
  }
  const id = typeof entry === "object" && entry !== null && "id" in entry ? ` (${String(entry.id)})` : "";
  const issues = parsed.error.issues.map((issue) => `${issue.path.join(".") || "the entry"}: ${issue.message}`).join("; ");
  throw wrong(path, `entry ${index + 1}${id} is wrong: ${issues}`, "Every entry needs id, category and file.", parsed.error);
}

function wrong(path: string, what: string, hint: string, cause?: unknown): DatasetError {
  return new DatasetError("E_MANIFEST", `${path}: ${what}.`, { hint, subject: path, ...(cause === undefined ? {} : { cause }) });
}
