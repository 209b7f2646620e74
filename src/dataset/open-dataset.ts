/** Opening a dataset in whatever way it is stored. */
import { join } from "node:path";
import { DatasetError } from "../core/errors.js";
import { type FileSystem, localFileSystem } from "../storage/file-system.js";
import type { DatasetReader, DatasetWriter, StorageKind } from "./dataset.js";
import { openFolderReader, openFolderWriter } from "./folder-storage.js";
import { readRun } from "./run-file.js";
import { DEFAULT_SHARD_SIZE, shardNumber } from "./sample-id.js";
import { openTarReader, openTarWriter, type TarWriterOptions } from "./tar-storage.js";

/** A writer of the kind that the recipe names. */
export function openDatasetWriter(root: string, storage: StorageKind, options: TarWriterOptions): DatasetWriter {
  return storage === "tar" ? openTarWriter(root, options) : openFolderWriter(root, options);
}

/** A reader of the kind that is asked for; a folder that does not exist yet has no samples. */
export function openDatasetReader(root: string, storage: StorageKind, options: TarWriterOptions): DatasetReader {
  return storage === "tar" ? openTarReader(root, options) : openFolderReader(root, options);
}

/**
 * A reader of an existing dataset: its run.json says how it is stored; without one its shards do, in shards of the
 * default size.
 * @throws E_NOT_FOUND when the folder holds no dataset
 */
export async function openDataset(root: string, fileSystem: FileSystem = localFileSystem): Promise<DatasetReader> {
  const run = await readRun(root, fileSystem);
  return run === null ? openShards(root, fileSystem) : openDatasetReader(root, run.storage, { shardSize: run.shardSize, fileSystem });
}

/** A reader of what lies in a folder, whatever its run.json says. @throws E_NOT_FOUND when the folder holds no dataset */
export async function openShards(root: string, fileSystem: FileSystem = localFileSystem): Promise<DatasetReader> {
  const names = await fileSystem.list(root);
  const options = { shardSize: DEFAULT_SHARD_SIZE, fileSystem };
  if (names.some((name) => shardNumber(name, ".tar") !== null)) return openTarReader(root, options);
  for (const name of names) {
    if (shardNumber(name) !== null && (await fileSystem.stat(join(root, name)))?.isFolder) return openFolderReader(root, options);
  }
  throw new DatasetError("E_NOT_FOUND", `${root} holds no dataset: neither run.json nor shards are there.`, {
    hint: "Give the folder that dst3d generate wrote (--out, by default runs/NAME).",
    subject: root,
  });
}
