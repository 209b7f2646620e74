/** `run.json` and `recipe.yaml`: what a run was made from. Equal on every machine: no clock, host or Node version. */
import { join } from "node:path";
import * as z from "zod";
import { DatasetError } from "../core/errors.js";
import { type FileSystem, localFileSystem } from "../storage/file-system.js";
import { readTextIfThere } from "../storage/read-text.js";
import { replaceFile } from "../storage/replace-file.js";
import { canonicalJson } from "./canonical-json.js";

/** Raised whenever the run folder changes its meaning. */
export const RUN_FORMAT_VERSION = 1;
/** Names of two files in the run folder. */
export const RUN_FILE = "run.json";
export const RECIPE_FILE = "recipe.yaml";
/** Name of the copy of the list of prompts. */
export const PROMPTS_FILE = "prompts.jsonl";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const asset = z.strictObject({
  id: z.string().describe("as records name it"),
  kind: z.string().describe("file, builtin, hdri, weights …"),
  source: z.string().describe("file relative to its catalogue, or a built-in's name"),
  licence: z.string().nullable(),
  author: z.string().nullable(),
  sha256: sha256.nullable().describe("null: it could not be read when the run began, and no sample was made of it"),
});

/** The schema of run.json. */
export const runSchema = z.strictObject({
  formatVersion: z.literal(RUN_FORMAT_VERSION),
  dst3dVersion: z.string(),
  name: z.string(),
  seed: z.int(),
  planHash: sha256,
  count: z.int().min(0),
  storage: z.enum(["folder", "tar"]),
  shardSize: z.int().min(1),
  shapes: z.array(asset),
  environments: z.array(asset),
  weights: z.array(asset).describe("model files of the generator; none for render"),
  prompts: z.strictObject({ file: z.string(), sha256 }).optional().describe("the list that prompts are drawn from, a copy in the run's folder; absent where templates write them"),
  renders: z.strictObject({ run: z.string(), planHash: sha256, sha256 }).optional().describe("the run whose renders were painted: its name, its planHash, and a hash of the records that they are from; absent where samples are rendered"),
  stages: z.strictObject({
    versions: z.record(z.string(), z.int()).describe("per stage, the version of its code: raised when it gives other results"),
    updating: z.boolean().describe("true while samples of an older recipe may be left"),
  }),
});

/** What a run was made from. */
export type RunFile = z.infer<typeof runSchema>;
/** One file or built-in that a run was made from. */
export type RunAsset = z.infer<typeof asset>;

function readText(root: string, name: string, fileSystem: FileSystem): Promise<string | null> {
  return readTextIfThere(join(root, name), root, fileSystem);
}

/** The run file of a folder; null where there is none. Throws E_RUN_MISMATCH for one of another version or a broken one. */
export async function readRun(root: string, fileSystem: FileSystem = localFileSystem): Promise<RunFile | null> {
  const text = await readText(root, RUN_FILE, fileSystem);
  if (text === null) return null;
  const file = join(root, RUN_FILE);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new DatasetError("E_RUN_MISMATCH", `${file} is not JSON.`, { hint: "Choose another folder with --out.", subject: file, cause: error });
  }
  const result = runSchema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new DatasetError("E_RUN_MISMATCH", `${file} was not written by this version of dst3d: ${issue?.path.join(".") || "file"}: ${issue?.message ?? "unreadable"}.`, {
    hint: "Use the version that made the run, or choose another folder with --out.",
    subject: file,
    cause: result.error,
  });
}

/** Writes run.json; assets are sorted by id. */
export async function writeRun(root: string, run: RunFile, fileSystem: FileSystem = localFileSystem): Promise<void> {
  const sorted = (assets: readonly RunAsset[]): RunAsset[] => [...assets].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const ordered = { ...run, shapes: sorted(run.shapes), environments: sorted(run.environments), weights: sorted(run.weights) };
  await replaceFile(join(root, RUN_FILE), canonicalJson(runSchema.parse(ordered), 2), fileSystem);
}

/** The resolved recipe's text; null where there is none. */
export function readRecipeText(root: string, fileSystem: FileSystem = localFileSystem): Promise<string | null> {
  return readText(root, RECIPE_FILE, fileSystem);
}

/** Writes recipe.yaml as it is given. */
export async function writeRecipeText(root: string, text: string, fileSystem: FileSystem = localFileSystem): Promise<void> {
  await replaceFile(join(root, RECIPE_FILE), text, fileSystem);
}
