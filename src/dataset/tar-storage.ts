/** Samples in tar files: `shard-00000.tar`, WebDataset layout, in index order. */
import { decodeTarHeader, TAR_BLOCK, TAR_END_BYTES } from "../codecs/tar.js";
import { DatasetError } from "../core/errors.js";
import { type FileSystem, localFileSystem, systemErrorCode } from "../storage/file-system.js";
import { storageError } from "../storage/storage-error.js";
import type { DatasetReader, DatasetWriter, Shard } from "./dataset.js";
import type { StorageOptions } from "./folder-storage.js";
import { IndexSet } from "./index-set.js";
import { parseRecord } from "./parse-record.js";
import { checkSampleFiles, RECORD_EXTENSION, sampleId, shardNumber, shardOfSample } from "./sample-id.js";
import { dependentImages } from "./shared-view.js";
import { tarPath } from "./tar-layout.js";
import { committedInShard, loadTarShard, pendingFolder, type TarShardContent, TarShardWriter } from "./tar-shard.js";

/** Shards that a reader remembers. */
const SHARDS_KEPT = 4;

/** What a tar writer needs to know beside the layout. */
export interface TarWriterOptions extends StorageOptions {
  /** Shards that this process writes, where several share the folder (`--shard i/n`); by default all. */
  ownsShard?: (shard: number) => boolean;
}

/**
 * The writer of tar shards: only one process may write a shard, and samples may come in any order. One that comes
 * before its turn waits on disk beside the tar, so nothing committed is lost whenever the process stops.
 */
export function openTarWriter(root: string, options: TarWriterOptions): DatasetWriter {
  const fileSystem = options.fileSystem ?? localFileSystem;
  const lanes = new Map<number, { writer: TarShardWriter | null; turn: Promise<unknown>; skipped: Set<number> }>();

  /** One change at a time per shard. */
  function change(shard: number, action: (writer: TarShardWriter) => Promise<void>): Promise<void> {
    const lane = lanes.get(shard) ?? { writer: null, turn: Promise.resolve(), skipped: new Set() };
    lanes.set(shard, lane);
    const result = lane.turn.then(async () => {
      try {
        if (lane.writer === null) {
          await fileSystem.makeFolder(root);
          lane.writer = await TarShardWriter.open(fileSystem, root, shard, options.shardSize, lane.skipped);
        }
        await action(lane.writer);
      } catch (error) {
        // What is on disk is known again only after another look.
        lane.writer = null;
        throw storageError(error, "write to", root);
      }
    });
    lane.turn = result.catch(() => undefined);
    return result;
  }

  async function seal(shard: number): Promise<void> {
    await change(shard, (writer) => writer.seal());
    const lane = lanes.get(shard);
    if (lane !== undefined) lane.writer = null;
  }

  /** True when a shard of an earlier process was not finished. */
  async function isUnfinished(shard: number): Promise<boolean> {
    if ((await fileSystem.stat(pendingFolder(root, shard))) !== null) return true;
    const file = await fileSystem.open(tarPath(root, shard));
    try {
      if (file.bytes < TAR_END_BYTES) return true;
      return (await file.read(file.bytes - TAR_END_BYTES, TAR_END_BYTES)).some((byte) => byte !== 0);
    } finally {
      await file.close();
    }
  }

  return {
    async commit(sample) {
      checkSampleFiles(sample);
      const shard = shardOfSample(sample.index, options.shardSize);
      await change(shard, (writer) => writer.commit(sample, dependentImages(options.views, sample.index)));
      // A run moves upwards: shards well behind are done with, and a straggler opens its own again.
      for (const [other, { writer }] of lanes) if (other < shard - 1 && writer !== null) await seal(other);
    },
    async remove(index) {
      await change(shardOfSample(index, options.shardSize), (writer) => writer.remove(index, dependentImages(options.views, index)));
    },
    async skip(index) {
      await change(shardOfSample(index, options.shardSize), (writer) => writer.skip(index));
    },
    async close() {
      for (const shard of await listTarShards(fileSystem, root)) {
        const owned = options.ownsShard?.(shard) ?? true;
        if (owned && (lanes.has(shard) || (await isUnfinished(shard)))) await seal(shard);
      }
    },
  };
}

/** Numbers of the shards that a folder holds, finished or not. */
async function listTarShards(fileSystem: FileSystem, root: string): Promise<number[]> {
  const found = new Set<number>();
  for (const name of await fileSystem.list(root)) {
    const shard = shardNumber(name, ".tar") ?? shardNumber(name, ".pending");
    if (shard !== null) found.add(shard);
  }
  return [...found].sort((a, b) => a - b);
}

/** A reader of tar shards; it also sees the samples that wait beside the tar. */
export function openTarReader(root: string, options: StorageOptions): DatasetReader {
  const fileSystem = options.fileSystem ?? localFileSystem;
  const remembered = new Map<number, Promise<TarShardContent>>();

  function content(shard: number, fresh: boolean): Promise<TarShardContent> {
    let found = fresh ? undefined : remembered.get(shard);
    if (found === undefined) {
      found = loadTarShard(fileSystem, root, shard);
      remembered.delete(shard);
      remembered.set(shard, found);
      const [oldest] = remembered.keys();
      if (remembered.size > SHARDS_KEPT && oldest !== undefined) remembered.delete(oldest);
    }
    return found;
  }

  /** Null when the file is not where the shard's content says, because a writer has moved it since. */
  async function readOnce(index: number, extension: string, shard: TarShardContent, number: number): Promise<Uint8Array | null> {
    const name = sampleId(index) + extension;
    const loose = shard.pending.get(index);
    if (loose !== undefined) return loose.includes(extension) ? fileSystem.read(`${pendingFolder(root, number)}/${name}`) : null;
    if (shard.removed.has(index)) return null;
    const entry = shard.layout.samples.get(index)?.entries.find((candidate) => candidate.extension === extension);
    if (entry === undefined) return null;
    const file = await fileSystem.open(tarPath(root, number));
    try {
      const bytes = await file.read(entry.offset - TAR_BLOCK, TAR_BLOCK + entry.bytes);
      const header = decodeTarHeader(bytes);
      return header?.name === name && header.bytes === entry.bytes && bytes.length === TAR_BLOCK + entry.bytes ? bytes.slice(TAR_BLOCK) : null;
    } finally {
      await file.close();
    }
  }

  async function read(index: number, extension: string): Promise<Uint8Array> {
    const shard = shardOfSample(index, options.shardSize);
    for (const fresh of [false, true]) {
      try {
        const bytes = await readOnce(index, extension, await content(shard, fresh), shard);
        if (bytes !== null) return bytes;
      } catch (error) {
        if (systemErrorCode(error) !== "ENOENT") throw storageError(error, "read from", root);
      }
    }
    throw new DatasetError("E_NOT_FOUND", `The dataset ${root} has no file ${sampleId(index)}${extension}.`, {
      hint: "Run dst3d status to see which samples are there, and check `outputs` in recipe.yaml.",
      subject: tarPath(root, shard),
    });
  }

  const readRecordText = async (index: number): Promise<string> => new TextDecoder().decode(await read(index, RECORD_EXTENSION));

  return {
    root,
    storage: "tar",
    shardSize: options.shardSize,
    async committed() {
      const found = new IndexSet();
      try {
        for (const shard of await listTarShards(fileSystem, root)) for (const index of committedInShard(await content(shard, true))) found.add(index);
      } catch (error) {
        throw storageError(error, "read from", root);
      }
      return found;
    },
    async shards() {
      try {
        return await Promise.all((await listTarShards(fileSystem, root)).map(async (number): Promise<Shard> => {
          const [tar, pending] = await Promise.all([tarPath(root, number), pendingFolder(root, number)].map((path) => fileSystem.stat(path)));
          return { number, stamp: [tar?.modified, tar?.bytes, pending?.modified].join("/") };
        }));
      } catch (error) {
        throw storageError(error, "read from", root);
      }
    },
    async committedIn(shard) {
      try {
        return committedInShard(await content(shard, true));
      } catch (error) {
        throw storageError(error, "read from", root);
      }
    },
    readRecordText,
    readRecord: async (index) =>
      parseRecord(await readRecordText(index), `${tarPath(root, shardOfSample(index, options.shardSize))}/${sampleId(index)}${RECORD_EXTENSION}`),
    readFile: read,
    async newest(count) {
      const dated: { shard: number; modified: number }[] = [];
      for (const shard of await listTarShards(fileSystem, root)) {
        const times = await Promise.all([tarPath(root, shard), pendingFolder(root, shard)].map((path) => fileSystem.stat(path)));
        dated.push({ shard, modified: Math.max(...times.map((time) => time?.modified ?? 0)) });
      }
      dated.sort((a, b) => b.modified - a.modified || b.shard - a.shard);
      const newest: number[] = [];
      for (const { shard } of dated) {
        if (newest.length >= count) break;
        const { pending, layout, removed } = await content(shard, true);
        // Samples lie in the order they were written; redone ones are all in the pending folder until it is merged.
        const inTar = [...layout.samples.keys()].filter((index) => !removed.has(index) && !pending.has(index)).reverse();
        newest.push(...pending.keys(), ...inTar);
      }
      return newest.slice(0, count);
    },
  };
}
