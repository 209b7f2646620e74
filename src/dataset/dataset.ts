/** What a dataset can do, however its samples are stored. */
import type { SampleRecord } from "../sample/record.js";
import type { IndexSet } from "./index-set.js";
import type { SampleFiles } from "./sample-id.js";

/** How samples lie on disk: loose files in shard folders, or one tar file per shard. */
export type StorageKind = "folder" | "tar";

/** Puts samples into a dataset. Calls for different samples may overlap. */
export interface DatasetWriter {
  /**
   * Stores a sample, replacing an older version of it; once this resolves the sample survives the process.
   * @throws E_STORAGE; the sample is then missing or still the old one, never a mixture
   */
  commit(sample: SampleFiles): Promise<void>;
  /** Removes a sample with everything left of it; fine when there is nothing. */
  remove(index: number): Promise<void>;
  /** Says that a sample will not come in this run, so that tar storage need not keep a place for it. */
  skip(index: number): Promise<void>;
  /** Finishes all files; the writer is of no use afterwards. */
  close(): Promise<void>;
}

/** A part of a dataset that is stored together. */
export interface Shard {
  number: number;
  /** Changes whenever samples of the shard are added, replaced or removed. */
  stamp: string;
}

/** Reads samples of a dataset, finished or not. */
export interface DatasetReader {
  readonly root: string;
  readonly storage: StorageKind;
  readonly shardSize: number;
  /** Indices of the samples whose record is there. */
  committed(): Promise<IndexSet>;
  /** Shards that are there, in order. */
  shards(): Promise<Shard[]>;
  /** Indices of the samples of one shard whose record is there, ascending. */
  committedIn(shard: number): Promise<number[]>;
  /** The record, checked against its schema. Throws E_NOT_FOUND for a missing sample, E_RECORD for a broken one. */
  readRecord(index: number): Promise<SampleRecord>;
  /** The record's bytes as text. */
  readRecordText(index: number): Promise<string>;
  /** A file of a sample by its extension, as `.image.png`. Throws E_NOT_FOUND. */
  readFile(index: number, extension: string): Promise<Uint8Array>;
  /** Up to `count` committed samples among which are those written last, for the check after an unclean stop. */
  newest(count: number): Promise<number[]>;
}
