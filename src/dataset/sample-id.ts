/** How samples, their files and their shards are called. */
import { DatasetError } from "../core/errors.js";
import { PARTIAL } from "../storage/file-system.js";

/** Samples per shard where the recipe does not say. */
export const DEFAULT_SHARD_SIZE = 1000;
/** Ending of the record, the commit mark of a sample. */
export const RECORD_EXTENSION = ".json";

/** The id of a sample: its index with at least eight digits. */
export function sampleId(index: number): string {
  return String(index).padStart(8, "0");
}

/** The index of an id; null for any other text. */
export function sampleIndex(id: string): number | null {
  return /^\d{8,15}$/.test(id) && sampleId(Number(id)) === id ? Number(id) : null;
}

/** The number of the shard that a sample lies in. */
export function shardOfSample(index: number, shardSize: number): number {
  return Math.floor(index / shardSize);
}

/** `shard-00000`, `shard-00001` … */
export function shardName(shard: number): string {
  return `shard-${String(shard).padStart(5, "0")}`;
}

/** Number of a shard from `shard-00000` plus an ending such as `.tar`; null for any other name. */
export function shardNumber(name: string, ending = ""): number | null {
  if (!name.endsWith(ending)) return null;
  const match = /^shard-(\d{5,})$/.exec(name.slice(0, name.length - ending.length));
  return match === null ? null : Number(match[1]);
}

/** Splits `00000012.image.png` at the first dot, as WebDataset does; null for names that are no sample's. */
export function splitFileName(name: string): { index: number; extension: string } | null {
  const dot = name.indexOf(".");
  const index = dot < 0 ? null : sampleIndex(name.slice(0, dot));
  return index === null ? null : { index, extension: name.slice(dot) };
}

/** One sample's files as they go to disk. */
export interface SampleFiles {
  index: number;
  /** Extensions start with a dot, as `.image.png`. */
  files: readonly { extension: string; bytes: Uint8Array }[];
  /** The record's JSON text; see `canonicalJson`. */
  record: string;
  /** Another sample, whose files the record names beside its own; it must be committed. See `shared-view.ts`. */
  filesOf?: number | null;
}

/** Refuses what could not be stored or found again; a defect of the caller. */
export function checkSampleFiles(sample: SampleFiles): void {
  const fault = (what: string): never => {
    throw new DatasetError("E_INTERNAL", `Sample ${sample.index}: ${what}.`, { subject: String(sample.index) });
  };
  if (!Number.isSafeInteger(sample.index) || sample.index < 0) fault("the index must be a whole number from 0");
  const seen = new Set<string>([RECORD_EXTENSION]);
  for (const { extension } of sample.files) {
    if (!/^(\.[a-z0-9_-]+)+$/.test(extension) || extension.length > 80 || extension.endsWith(PARTIAL) || extension === ".removed") {
      fault(`"${extension}" cannot be a file extension`);
    }
    if (seen.has(extension)) fault(`two files have the extension "${extension}"`);
    seen.add(extension);
  }
}
