/** A small dataset and what happens to it, for tests that interrupt it. */
import { openDatasetReader, openDatasetWriter } from "../../src/dataset/open-dataset.js";
import type { StorageKind } from "../../src/dataset/dataset.js";
import type { SampleFiles } from "../../src/dataset/sample-id.js";
import { sha256Hex } from "../../src/storage/sha256.js";
import { MemoryFileSystem } from "../storage/memory-file-system.js";

export const ROOT = "runs/test";
export const SHARD_SIZE = 3;

/** A sample whose content depends on its index and version alone; later versions have other files. */
export function madeUpSample(index: number, version = 1): SampleFiles {
  const bytes = (length: number, start: number): Uint8Array => Uint8Array.from({ length }, (_, at) => (start + at * 7 + index) % 251);
  const files = [
    { extension: ".image.png", bytes: bytes(700 + 13 * index + version, version) },
    version === 1 ? { extension: ".depth.png", bytes: bytes(512, 3) } : { extension: ".canny.png", bytes: bytes(40, 9) },
  ];
  const hashes = files.map((file) => `"${file.extension}":"${sha256Hex(file.bytes)}"`);
  return { index, files, record: `{"index":${index},"version":${version},${hashes.join(",")}}\n` };
}

/** What a step of a scenario does to the samples. */
export interface Step {
  /** Samples in the order in which workers finish them. */
  order: readonly number[];
  version: number;
  /** Samples that do not come. */
  failing?: readonly number[];
}

/** Does the part of a step that is not done yet, as a resumed command does. */
export async function workOn(fileSystem: MemoryFileSystem, storage: StorageKind, step: Step): Promise<void> {
  const options = { shardSize: SHARD_SIZE, fileSystem };
  const reader = openDatasetReader(ROOT, storage, options);
  const committed = await reader.committed();
  const writer = openDatasetWriter(ROOT, storage, options);
  for (const index of step.order) {
    if (step.failing?.includes(index)) {
      await writer.skip(index);
      continue;
    }
    if (committed.has(index) && (await reader.readRecordText(index)).includes(`"version":${step.version},`)) continue;
    await writer.commit(madeUpSample(index, step.version));
  }
  await writer.close();
}

/** Every committed sample must be one whole version; returns the version per sample. */
export async function wholeVersions(fileSystem: MemoryFileSystem, storage: StorageKind): Promise<Map<number, number>> {
  const reader = openDatasetReader(ROOT, storage, { shardSize: SHARD_SIZE, fileSystem });
  const versions = new Map<number, number>();
  for (const index of await reader.committed()) {
    const record = await reader.readRecordText(index);
    const version = record.includes('"version":1,') ? 1 : 2;
    const expected = madeUpSample(index, version);
    if (record !== expected.record) throw new Error(`record ${index} is damaged`);
    for (const { extension, bytes } of expected.files) {
      if (Buffer.compare(await reader.readFile(index, extension), bytes) !== 0) throw new Error(`${index}${extension} is damaged`);
    }
    versions.set(index, version);
  }
  return versions;
}
