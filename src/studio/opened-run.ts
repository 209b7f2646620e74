/** A run as the studio shows it: its table of samples, kept up to date while something writes to it. */
import { join } from "node:path";
import { DatasetError } from "../core/errors.js";
import { mapSome } from "../core/map-some.js";
import type { DatasetReader, Shard } from "../dataset/dataset.js";
import { openDataset, openShards } from "../dataset/open-dataset.js";
import { parseRecord } from "../dataset/parse-record.js";
import { readRun, type RunFile } from "../dataset/run-file.js";
import { sampleId } from "../dataset/sample-id.js";
import { SCHEMA_VERSION, type SampleRecord } from "../sample/record.js";
import { type FileSystem, localFileSystem } from "../storage/file-system.js";
import { replaceFile } from "../storage/replace-file.js";
import { sha256Hex } from "../storage/sha256.js";
import { readOverrides } from "../verify/override-file.js";
import type { Override } from "../verify/overrides.js";
import { readScores } from "../verify/score-file.js";
import type { Score } from "../verify/scores.js";
import { confinedFiles } from "./confined-files.js";
import { RECORD_FIELDS } from "./table/fields.js";
import { addRecord, emptyRows, type Judgement, makeTable, type PackedRows, type SampleTable } from "./table/sample-table.js";

/** Raised when rows hold other values. */
const INDEX_VERSION = 1;
/** A shard that changed less than this ago may change again within the same tick of the file system's clock. */
const SETTLED_MILLISECONDS = 2000;

/** A sample, or a file of the run, that cannot be shown. */
export interface Problem {
  id: string;
  problem: string;
}

/** What the index on disk holds of a shard. */
interface IndexedShard {
  version: number;
  fields: string[];
  stamp: string;
  rows: PackedRows;
  problems: Problem[];
}

/** See the head of this file. */
export interface OpenedRun {
  /** As addresses name it. */
  name: string;
  root: string;
  files: FileSystem;
  reader: DatasetReader;
  /** run.json; null where there is none, or one that this version cannot read (then `problems` says so). */
  run: RunFile | null;
  table: SampleTable;
  scores: ReadonlyMap<string, Score>;
  overrides: ReadonlyMap<string, Override>;
  /** What cannot be read. */
  problems: readonly Problem[];
  /** Changes whenever anything above does. */
  version: number;
  /** How far the first look has come, in shards; null when it is done. */
  indexing: { done: number; total: number } | null;
  /**
   * Looks at the folder again.
   * @param onPart told whenever a part of a long look is in the table
   * @returns whether anything changed
   */
  refresh(onPart?: () => void): Promise<boolean>;
}

/** How a run is opened. */
export interface OpenRunOptions {
  name: string;
  root: string;
  /** Folder for the index, which can be deleted. */
  cache: string;
}

/** While many shards are read for the first time, the table is shown as far as it has come this often. */
const SHOWN_EVERY_MILLISECONDS = 1500;

/**
 * Opens a run; its table is empty until it is refreshed. Samples that cannot be read are told of in `problems`, not thrown.
 * @throws DatasetError E_NOT_FOUND where the folder holds no dataset, E_STORAGE
 */
export async function openRunForStudio({ name, root, cache }: OpenRunOptions): Promise<OpenedRun> {
  const files = await confinedFiles(root).catch((cause: unknown) => {
    throw new DatasetError("E_NOT_FOUND", `${root} is not there.`, { hint: "Give the folder that dst3d generate wrote.", subject: root, cause });
  });
  const folder = join(cache, sha256Hex(new TextEncoder().encode(root)).slice(0, 24));
  const shards = new Map<number, IndexedShard>();
  let stampsShown = "";
  let refreshing: Promise<boolean> | null = null;
  const opened: OpenedRun = {
    name, root, files,
    reader: await openReader(root, files),
    run: null,
    table: makeTable([], () => null),
    scores: new Map(),
    overrides: new Map(),
    problems: [],
    indexing: null,
    version: 0,
    refresh: (onPart = () => {}) => (refreshing ??= look(onPart).finally(() => (refreshing = null))),
  };

  async function look(onPart: () => void): Promise<boolean> {
    let shownAt = Date.now();
    const changed = await refreshShards(opened.reader, shards, folder, async (done, total) => {
      opened.indexing = { done, total };
      if (done === total || Date.now() - shownAt < SHOWN_EVERY_MILLISECONDS) return;
      await show();
      onPart();
      shownAt = Date.now();
    }).finally(() => (opened.indexing = null));
    const stamps = await stampsOf(root, files);
    if (!changed && stamps === stampsShown) return false;
    stampsShown = stamps;
    await show();
    return true;
  }

  async function show(): Promise<void> {
    const problems: Problem[] = [...shards.values()].flatMap((shard) => shard.problems);
    opened.run = await orTold(() => readRun(root, files), null, "run.json", problems);
    opened.scores = new Map((await orTold(() => readScores(root, files), null, "verify/scores.jsonl", problems))?.map((score) => [score.id, score]));
    opened.overrides = await orTold(() => readOverrides(root, files), new Map(), "verify/overrides.jsonl", problems);
    opened.problems = problems;
    const ordered = [...shards].sort(([a], [b]) => a - b).map(([, shard]) => shard.rows);
    opened.table = makeTable(ordered, (index, imageSha256) => judgementOf(opened, sampleId(index), imageSha256));
    opened.version++;
  }
  return opened;
}

/** A run.json that this version cannot read leaves the samples to be shown. */
async function openReader(root: string, files: FileSystem): Promise<DatasetReader> {
  try {
    return await openDataset(root, files);
  } catch (error) {
    if (DatasetError.isInstance(error) && error.code === "E_RUN_MISMATCH") return openShards(root, files);
    throw error;
  }
}

async function orTold<T>(work: () => Promise<T>, otherwise: T, id: string, problems: Problem[]): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!DatasetError.isInstance(error)) throw error;
    problems.push({ id, problem: error.message });
    return otherwise;
  }
}

async function stampsOf(root: string, files: FileSystem): Promise<string> {
  const stats = await Promise.all(["run.json", "verify/scores.jsonl", "verify/overrides.jsonl"].map((name) => files.stat(join(root, name))));
  return stats.map((stat) => `${stat?.modified}/${stat?.bytes}`).join(" ");
}

/** What a person has decided counts first; both only for the image that was looked at. */
export function judgementOf({ scores, overrides }: Pick<OpenedRun, "scores" | "overrides">, id: string, imageSha256: string): Judgement | null {
  const score = scores.get(id);
  const valid = score?.imageSha256 === imageSha256 ? score : undefined;
  const override = overrides.get(id);
  if (override?.imageSha256 === imageSha256) return { verdict: override.verdict, score: valid?.score ?? null, decided: "person" };
  if (valid !== undefined) return { verdict: valid.verdict, score: valid.score, decided: "calibration" };
  return score === undefined && override === undefined ? null : { verdict: "stale", score: null, decided: null };
}

/** Reads the shards that changed. @returns whether any did */
async function refreshShards(reader: DatasetReader, known: Map<number, IndexedShard>, folder: string, onProgress: (done: number, total: number) => Promise<void>): Promise<boolean> {
  const present = await reader.shards();
  const stale = present.filter(({ number, stamp }) => known.get(number)?.stamp !== stamp);
  const numbers = new Set(present.map(({ number }) => number));
  let changed = stale.length > 0;
  for (const number of known.keys()) if (!numbers.has(number)) changed = known.delete(number) || changed;
  let done = 0;
  for (const shard of stale) {
    known.set(shard.number, (await readCached(folder, shard)) ?? (await indexShard(reader, shard, folder)));
    await onProgress(++done, stale.length);
  }
  return changed;
}

function cacheFile(folder: string, { number }: Shard): string {
  return join(folder, `shard-${number}.json`);
}

/** Null where the index does not hold the shard as it is now. */
async function readCached(folder: string, shard: Shard): Promise<IndexedShard | null> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(await localFileSystem.read(cacheFile(folder, shard))));
    // The file is our own: its head is looked at before its many values are.
    if (typeof value !== "object" || value === null || !("stamp" in value) || value.stamp !== shard.stamp) return null;
    const cached = value as IndexedShard;
    if (cached.version !== INDEX_VERSION || cached.fields.join() !== RECORD_FIELDS.map(({ name }) => name).join()) return null;
    return RECORD_FIELDS.every(({ name }) => cached.rows.values[name]?.length === cached.rows.index.length) ? cached : null;
  } catch {
    return null;
  }
}

async function indexShard(reader: DatasetReader, shard: Shard, folder: string): Promise<IndexedShard> {
  const rows = emptyRows();
  const problems: Problem[] = [];
  const indices = await reader.committedIn(shard.number);
  const records = await mapSome(indices, async (index) => {
    try {
      return await readForIndex(reader, index);
    } catch (error) {
      if (!DatasetError.isInstance(error)) throw error;
      // E_NOT_FOUND: it was being replaced just now.
      return error.code === "E_NOT_FOUND" ? null : error.message;
    }
  });
  records.forEach((record, at) => {
    const id = sampleId(indices[at]!);
    if (typeof record === "string") problems.push({ id, problem: record });
    else if (record !== null && !added(rows, record)) problems.push({ id, problem: `${id} is not a record of this version.` });
  });
  const indexed: IndexedShard = { version: INDEX_VERSION, fields: RECORD_FIELDS.map(({ name }) => name), stamp: shard.stamp, rows, problems };
  const modified = Math.max(...shard.stamp.split("/").map(Number).filter((time) => !Number.isNaN(time)));
  // A folder that is read-only or full costs the index, nothing else.
  if (Date.now() - modified > SETTLED_MILLISECONDS) await replaceFile(cacheFile(folder, shard), JSON.stringify(indexed)).catch(() => {});
  return indexed;
}

/** Only the version is looked at: checking all of 100,000 records against their schema would take long; a sample's page does. */
async function readForIndex(reader: DatasetReader, index: number): Promise<SampleRecord> {
  const text = await reader.readRecordText(index);
  const version = /"schemaVersion":\s*(\d+)/.exec(text)?.[1];
  return version === String(SCHEMA_VERSION) ? (JSON.parse(text) as SampleRecord) : parseRecord(text, sampleId(index));
}

/** A record that holds something else than its version says leaves the rows as they were. */
function added(rows: PackedRows, record: SampleRecord): boolean {
  const before = rows.index.length;
  try {
    addRecord(rows, record);
    return true;
  } catch {
    for (const column of [rows.index, rows.imageSha256, ...Object.values(rows.values)]) column.length = before;
    return false;
  }
}
