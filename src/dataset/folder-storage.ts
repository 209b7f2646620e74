/** Samples as loose files: `shard-00000/00000012.image.png` … and the record `shard-00000/00000012.json`. */
import { join } from "node:path";
import { DatasetError } from "../core/errors.js";
import { type FileSystem, localFileSystem, systemErrorCode } from "../storage/file-system.js";
import { storageError } from "../storage/storage-error.js";
import type { DatasetReader, DatasetWriter, Shard } from "./dataset.js";
import { IndexSet } from "./index-set.js";
import { commitLooseSample, listLooseSamples, removeLooseSample } from "./loose-sample.js";
import { parseRecord } from "./parse-record.js";
import { missingOwner } from "./missing-owner.js";
import { checkSampleFiles, RECORD_EXTENSION, sampleId, sampleIndex, shardName, shardNumber, shardOfSample } from "./sample-id.js";
import { dependentImages, type ViewLayout } from "./shared-view.js";

/** How a dataset is laid out and reached. */
export interface StorageOptions {
  shardSize: number;
  /** For writers: which samples may share files; by default none do. */
  views?: ViewLayout;
  fileSystem?: FileSystem;
}

/** Shards whose listing is remembered; workers hop between two at most. */
const LISTINGS_KEPT = 4;

/**
 * A writer of loose files. Several processes may write to one folder as long as no sample is written by two of them.
 * Leftovers of a killed process are removed when their sample is committed or removed.
 */
export function openFolderWriter(root: string, options: StorageOptions): DatasetWriter {
  const fileSystem = options.fileSystem ?? localFileSystem;
  const listings = new Map<string, Promise<Map<number, string[]>>>();

  async function existingFiles(folder: string): Promise<Map<number, string[]>> {
    let listing = listings.get(folder);
    if (listing === undefined) {
      listing = fileSystem.makeFolder(folder).then(() => listLooseSamples(fileSystem, folder));
      listings.set(folder, listing);
      const [oldest] = listings.keys();
      if (listings.size > LISTINGS_KEPT && oldest !== undefined) listings.delete(oldest);
    }
    return listing;
  }

  async function change(index: number, action: (folder: string, existing: Map<number, string[]>) => Promise<void>): Promise<void> {
    const folder = join(root, shardName(shardOfSample(index, options.shardSize)));
    try {
      await action(folder, await existingFiles(folder));
    } catch (error) {
      listings.delete(folder);
      throw storageError(error, "write to", folder);
    }
  }

  return {
    async commit(sample) {
      checkSampleFiles(sample);
      await change(sample.index, async (folder, existing) => {
        const { filesOf = null } = sample;
        if (filesOf !== null && (await fileSystem.stat(join(folder, sampleId(filesOf) + RECORD_EXTENSION))) === null) throw missingOwner(sample.index, filesOf);
        await commitLooseSample(fileSystem, folder, sample, existing.get(sample.index) ?? [], dependentImages(options.views, sample.index));
        existing.set(sample.index, [...sample.files.map((file) => file.extension), RECORD_EXTENSION]);
      });
    },
    async remove(index) {
      const folder = join(root, shardName(shardOfSample(index, options.shardSize)));
      if ((await fileSystem.stat(folder)) === null) return;
      await change(index, async (_, existing) => {
        await removeLooseSample(fileSystem, folder, index, existing.get(index) ?? [], dependentImages(options.views, index));
        existing.delete(index);
      });
    },
    async skip() {},
    async close() {
      listings.clear();
    },
  };
}

/** A reader of loose files; it sees what is committed at the time of each call. */
export function openFolderReader(root: string, options: StorageOptions): DatasetReader {
  const fileSystem = options.fileSystem ?? localFileSystem;
  const folderOf = (index: number): string => join(root, shardName(shardOfSample(index, options.shardSize)));

  async function read(index: number, extension: string): Promise<Uint8Array> {
    const path = join(folderOf(index), sampleId(index) + extension);
    try {
      return await fileSystem.read(path);
    } catch (error) {
      if (systemErrorCode(error) !== "ENOENT") throw storageError(error, "read from", folderOf(index));
      throw new DatasetError("E_NOT_FOUND", `The dataset ${root} has no file ${sampleId(index)}${extension}.`, {
        hint: "Run dst3d status to see which samples are there, and check `outputs` in recipe.yaml.",
        subject: path,
        cause: error,
      });
    }
  }

  async function shardFolders(): Promise<string[]> {
    return (await fileSystem.list(root)).filter((name) => shardNumber(name) !== null).map((name) => join(root, name));
  }

  async function recordsIn(folder: string): Promise<number[]> {
    const names = (await fileSystem.list(folder)).filter((name) => name.endsWith(RECORD_EXTENSION));
    return names.map((name) => sampleIndex(name.slice(0, -RECORD_EXTENSION.length))).filter((index) => index !== null);
  }

  /** Every commit and removal renames or unlinks in the folder, which changes its time. */
  async function shards(): Promise<Shard[]> {
    const found: Shard[] = [];
    for (const name of await fileSystem.list(root)) {
      const number = shardNumber(name);
      const stat = number === null ? null : await fileSystem.stat(join(root, name));
      if (number !== null && stat?.isFolder === true) found.push({ number, stamp: String(stat.modified) });
    }
    return found.sort((a, b) => a.number - b.number);
  }

  async function newestFirst<T>(items: readonly T[], pathOf: (item: T) => string): Promise<T[]> {
    const dated: { item: T; modified: number }[] = [];
    for (const item of items) dated.push({ item, modified: (await fileSystem.stat(pathOf(item)))?.modified ?? 0 });
    return dated.sort((a, b) => b.modified - a.modified).map(({ item }) => item);
  }

  const readRecordText = async (index: number): Promise<string> => new TextDecoder().decode(await read(index, RECORD_EXTENSION));

  return {
    root,
    storage: "folder",
    shardSize: options.shardSize,
    async committed() {
      const found = new IndexSet();
      try {
        for (const folder of await shardFolders()) for (const index of await recordsIn(folder)) found.add(index);
      } catch (error) {
        throw storageError(error, "read from", root);
      }
      return found;
    },
    async shards() {
      try {
        return await shards();
      } catch (error) {
        throw storageError(error, "read from", root);
      }
    },
    async committedIn(shard) {
      try {
        return (await recordsIn(join(root, shardName(shard)))).sort((a, b) => a - b);
      } catch (error) {
        throw storageError(error, "read from", root);
      }
    },
    readRecordText,
    readRecord: async (index) => parseRecord(await readRecordText(index), join(folderOf(index), sampleId(index) + RECORD_EXTENSION)),
    readFile: read,
    async newest(count) {
      // A folder's time changes with every rename into it, so only the last written folders need a closer look.
      const candidates: number[] = [];
      for (const folder of await newestFirst(await shardFolders(), (path) => path)) {
        if (candidates.length >= count) break;
        candidates.push(...(await recordsIn(folder)));
      }
      const ordered = await newestFirst(candidates, (index) => join(folderOf(index), sampleId(index) + RECORD_EXTENSION));
      return ordered.slice(0, count);
    },
  };
}
