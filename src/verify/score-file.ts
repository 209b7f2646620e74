/** `verify/scores.jsonl` of a run: writing and reading, and what of it still holds. */
import { join } from "node:path";
import { DatasetError } from "../core/errors.js";
import { canonicalJson } from "../dataset/canonical-json.js";
import { openDataset } from "../dataset/open-dataset.js";
import { type FileSystem, localFileSystem } from "../storage/file-system.js";
import { readTextIfThere } from "../storage/read-text.js";
import { replaceFile } from "../storage/replace-file.js";
import { imageHashes } from "./image-hashes.js";
import { readOverrides } from "./override-file.js";
import type { Override } from "./overrides.js";
import { type Score, scoreSchema, type Verdict } from "./scores.js";

/** Folder of a run that holds everything of its verification. */
export const VERIFY_FOLDER = "verify";
const FILE = "scores.jsonl";

/** Where the scores of a run lie. */
export function scoreFile(root: string): string {
  return join(root, VERIFY_FOLDER, FILE);
}

/** Writes the scores of a run, sorted by id; readers see the old file or the new one. @throws DatasetError E_STORAGE */
export async function writeScores(root: string, scores: readonly Score[], fileSystem: FileSystem = localFileSystem): Promise<void> {
  const sorted = [...scores].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  await replaceFile(scoreFile(root), sorted.map((score) => canonicalJson(scoreSchema.parse(score))).join(""), fileSystem);
}

/**
 * The scores of a run, in the order of the file; null where it has none.
 * @throws DatasetError E_RECORD for a line that is none or an id that stands twice, E_STORAGE
 */
export async function readScores(root: string, fileSystem: FileSystem = localFileSystem): Promise<Score[] | null> {
  const path = scoreFile(root);
  const text = await readTextIfThere(path, root, fileSystem);
  if (text === null) return null;
  const scores: Score[] = [];
  const seen = new Set<string>();
  text.split("\n").forEach((line, index) => {
    if (line.trim() === "") return;
    const score = parseLine(line, `${path}:${index + 1}`);
    if (seen.has(score.id)) throw fault(`${path}:${index + 1}`, `is a second line of ${score.id}`);
    seen.add(score.id);
    scores.push(score);
  });
  return scores;
}

function parseLine(line: string, place: string): Score {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw fault(place, "is not JSON", cause);
  }
  const result = scoreSchema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw fault(place, `is no score: ${issue?.path.join(".") || "line"}: ${issue?.message ?? "unreadable"}`, result.error);
}

function fault(place: string, what: string, cause?: unknown): DatasetError {
  return new DatasetError("E_RECORD", `${place} ${what}`, { hint: "Run dst3d verify again.", subject: place, ...(cause === undefined ? {} : { cause }) });
}

/** Verdicts of a run. */
export interface Verdicts {
  /** By id; only those whose picture is still the one that was judged. What a person has decided stands here in place of what was calibrated. */
  verdicts: Map<string, Verdict>;
  /** Ids whose picture has changed since or is gone: their verdicts do not count. */
  stale: string[];
  /** Ids of pictures that were never judged. */
  unjudged: string[];
}

/**
 * Verdicts that hold for the pictures as they are now; every picture's bytes are read for that.
 * @param root of the run
 * @returns null where the run was never verified and nobody has decided anything
 * @throws DatasetError E_NOT_FOUND when there is no dataset, and as {@link readScores}
 */
export async function readVerdicts(root: string, fileSystem: FileSystem = localFileSystem): Promise<Verdicts | null> {
  const [scores, overrides] = [await readScores(root, fileSystem), await readOverrides(root, fileSystem)];
  return scores === null && overrides.size === 0 ? null : verdictsOf([...(scores ?? []), ...overrides.values()], await imageHashes(await openDataset(root, fileSystem)));
}

/**
 * See {@link readVerdicts}.
 * @param judgements of one id the last that fits its picture holds
 * @param images sha256 of every picture by its id, as it is now
 */
export function verdictsOf(judgements: readonly (Pick<Score, "id" | "imageSha256" | "verdict"> | Override)[], images: ReadonlyMap<string, string>): Verdicts {
  const verdicts = new Map<string, Verdict>();
  for (const { id, imageSha256, verdict } of judgements) if (images.get(id) === imageSha256) verdicts.set(id, verdict);
  const judged = new Set(judgements.map(({ id }) => id));
  return { verdicts, stale: [...judged].filter((id) => !verdicts.has(id)).sort(), unjudged: [...images.keys()].filter((id) => !judged.has(id)).sort() };
}
