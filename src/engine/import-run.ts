/** Makes a run of a dataset that was made elsewhere, so that everything that reads runs works on it. */
import { readFile, rm } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { decodeRgb } from "../codecs/image.js";
import { DatasetError } from "../core/errors.js";
import type { EventSink } from "../core/events.js";
import { VERSION } from "../core/version.js";
import { canonicalJson } from "../dataset/canonical-json.js";
import { RUN_FILE, RUN_FORMAT_VERSION, runSchema, type RunAsset } from "../dataset/run-file.js";
import { DEFAULT_SHARD_SIZE, sampleId, shardName, shardOfSample } from "../dataset/sample-id.js";
import { importError } from "../interchange/import-error.js";
import type { ImportedSample } from "../interchange/import-format.js";
import { importOptions, type ImportOptions } from "../interchange/import-options.js";
import { importFormat } from "../interchange/import-registry.js";
import { recordSchema, SCHEMA_VERSION, type SampleRecord } from "../sample/record.js";
import { openOutputFolder, type OutputFolder, type Placing } from "../storage/output-folder.js";
import { sha256Hex } from "../storage/sha256.js";
import { openSourceFolder, type SourceFolder } from "../storage/source-folder.js";
import { storageError } from "../storage/storage-error.js";

/** What to import and how. */
export interface ImportRunOptions {
  /** The dataset's folder. */
  source: string;
  /** Name of the format. */
  format: string;
  /** Folder that the run becomes: new, or empty. */
  out: string;
  options?: Partial<ImportOptions>;
  /** How images get there. Default: hard links where the disk can, else copies. */
  placing?: Placing;
  signal?: AbortSignal;
  onEvent?: EventSink;
}

/** An import that is done. */
export interface ImportedRun {
  folder: string;
  format: string;
  samples: number;
  /** How many labels are left out, by reason. */
  leftOut: Record<string, number>;
  /** Fields that the dataset does not tell, with the number of samples. */
  unknown: Record<string, number>;
}

/** Name of a folder that is there while a run is written. */
const SCRATCH = ".scratch";

/**
 * Imports a dataset. Nothing is at `out` until everything is written.
 * @throws DatasetError E_OPTION, E_IMPORT for labels that cannot be true, E_RECORD, E_IMAGE, E_NOT_FOUND, E_STORAGE
 */
export async function importRun(asked: ImportRunOptions): Promise<ImportedRun> {
  const { out, placing = "hardlink", signal = new AbortController().signal, onEvent = () => {} } = asked;
  const format = importFormat(asked.format);
  const options = parsedOptions(asked.options ?? {});
  const source = await openSourceFolder(resolve(asked.source));
  const modelsText = options.models === null ? null : await textOf(options.models);
  const leftOut: Record<string, number> = {};
  const unknown: Record<string, number> = {};
  const count = (counts: Record<string, number>, what: string): void => void (counts[what] = (counts[what] ?? 0) + 1);
  const shapes = new Map<string, RunAsset>();
  const output = await openOutputFolder(resolve(out));
  try {
    let samples = 0;
    const scratch = join(output.root, SCRATCH);
    for await (const sample of format.read({ source, options, modelsText, scratch, leaveOut: (reason) => count(leftOut, reason) })) {
      signal.throwIfAborted();
      await writeSample(output, source, sample, { index: samples, format: format.name, placing });
      for (const { shape } of sample.objects) shapes.set(shape.id, { id: shape.id, kind: shape.kind, source: shape.name, licence: shape.licence, author: shape.author, sha256: null });
      for (const field of sample.unknown) count(unknown, field);
      samples++;
      onEvent({ type: "step-progress", step: "import", done: samples, total: null });
    }
    if (samples === 0) throw importError(source.root, "holds no labelled image", "`import --help` shows what each format expects.");
    await output.write(RUN_FILE, runText(basename(resolve(out)), samples, [...shapes.values()], { format: format.name, options: { ...options, models: modelsText === null ? null : sha256Hex(modelsText) } }));
    signal.throwIfAborted();
    await rm(scratch, { recursive: true, force: true });
    await output.finish();
    return { folder: resolve(out), format: format.name, samples, leftOut, unknown };
  } catch (error) {
    await output.discard();
    throw error;
  }
}

function parsedOptions(given: Partial<ImportOptions>): ImportOptions {
  const parsed = importOptions.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const path = issue.path.join(".");
  throw new DatasetError("E_OPTION", `import: ${path}: ${issue.message}`, { hint: "`import --help` shows its options.", subject: path, cause: parsed.error });
}

/** The user's own file: it may lie anywhere. */
async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw storageError(error, "read from", path);
  }
}

async function writeSample(output: OutputFolder, source: SourceFolder, sample: ImportedSample, { index, format, placing }: { index: number; format: string; placing: Placing }): Promise<void> {
  const id = sampleId(index);
  const folder = shardName(shardOfSample(index, DEFAULT_SHARD_SIZE));
  const files: SampleRecord["files"] = {};
  for (const file of sample.files) {
    const name = `${id}${file.extension}`;
    const bytes = "bytes" in file ? file.bytes : await source.read(file.path);
    if (file.output === "image") await checkSize(bytes, sample);
    files[file.output] = { name, sha256: sha256Hex(bytes) };
    if ("bytes" in file) await output.write(`${folder}/${name}`, file.bytes);
    else await output.place(`${folder}/${name}`, await source.locate(file.path), placing);
  }
  const parsed = recordSchema.safeParse(recordOf(sample, index, format, files));
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw importError(sample.from, `has a label that cannot be: ${issue.path.join(".")}: ${issue.message}`);
  }
  await output.write(`${folder}/${id}.json`, canonicalJson(parsed.data));
}

/** A whole picture of the size that its label says. */
async function checkSize(bytes: Uint8Array, { from, camera, regions }: ImportedSample): Promise<void> {
  const { width, height } = await decodeRgb(bytes, { subject: from });
  const told = camera ?? regions ?? null;
  if (told !== null && (told.width !== width || told.height !== height)) throw importError(from, `has ${width} × ${height} pixels, its label ${told.width} × ${told.height}`);
}

function recordOf(sample: ImportedSample, index: number, format: string, files: SampleRecord["files"]): SampleRecord {
  const { labelStatus, camera, objects, regions = null, prompt, depthUnitsPerStep } = sample;
  const validInside = labelStatus === "exact" ? "image" : "mask";
  return {
    schemaVersion: SCHEMA_VERSION,
    id: sampleId(index),
    index,
    scene: index,
    view: 0,
    image: 0,
    group: null,
    arm: "imported",
    labelStatus,
    photo: null,
    camera,
    environment: null,
    light: null,
    clutter: null,
    ground: null,
    effects: [],
    planted: null,
    prompt: prompt === null ? null : { ...prompt, source: "imported", sha256: sha256Hex(prompt.text) },
    generation: { generator: "imported", model: null, hashes: {}, seed: 0, settings: { format, from: sample.from, unknown: [...sample.unknown] } },
    objects,
    regions,
    depth: depthUnitsPerStep === null ? null : { unitsPerStep: depthUnitsPerStep, validInside },
    passesValidInside: validInside,
    files,
    stages: {},
  };
}

/** The file that makes the folder a run; it holds no recipe, so that nothing of it can be made again. */
function runText(name: string, count: number, shapes: RunAsset[], settings: object): string {
  const sorted = shapes.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const run = { formatVersion: RUN_FORMAT_VERSION, dst3dVersion: VERSION, name, seed: 0, planHash: sha256Hex(canonicalJson(settings)), count, storage: "folder", shardSize: DEFAULT_SHARD_SIZE, shapes: sorted, environments: [], weights: [], stages: { versions: {}, updating: false } };
  return canonicalJson(runSchema.parse(run), 2);
}
