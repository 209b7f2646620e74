/**
 * The samples of a training in one file: for each its numbers (float32, little-endian as all machines are that ONNX
 * Runtime runs on), then its bytes. Processes read what a batch needs, so that memory does not grow with the dataset.
 */
import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { DatasetError } from "../../core/errors.js";
import { partialName, systemErrorCode } from "../../storage/file-system.js";
import { storageError } from "../../storage/storage-error.js";
import type { FoldData, FoldSample, SampleLayout } from "./task.js";

const NUMBER_BYTES = 4;

/** A file of samples under a name of its own, to be moved where it belongs. */
export interface SampleFile {
  path: string;
  sha256: string;
  count: number;
}

/** Samples in their order; they may be made while they are written. */
export type SampleStream = AsyncIterable<FoldSample> | Iterable<FoldSample>;

/**
 * Writes samples one after the other into a new file.
 * @throws DatasetError E_STORAGE; RangeError for a sample of another size; what the samples throw
 */
export async function writeSampleFile(folder: string, layout: SampleLayout, samples: SampleStream): Promise<SampleFile> {
  const path = partialName(join(folder, "samples"));
  const hash = createHash("sha256");
  let count = 0;
  try {
    const file = await open(path, "w");
    try {
      for await (const sample of samples) {
        const bytes = packed(sample, layout);
        hash.update(bytes);
        await file.appendFile(bytes);
        count++;
      }
    } finally {
      await file.close();
    }
    return { path, sha256: hash.digest("hex"), count };
  } catch (error) {
    await rm(path, { force: true });
    throw systemErrorCode(error) === null ? error : storageError(error, "write to", folder);
  }
}

function packed({ bytes, numbers }: FoldSample, layout: SampleLayout): Uint8Array {
  if (bytes.length !== layout.bytes || numbers.length !== layout.numbers) {
    throw new RangeError(`a sample has ${bytes.length} bytes and ${numbers.length} numbers in place of ${layout.bytes} and ${layout.numbers}`);
  }
  const all = new Uint8Array(numbers.byteLength + bytes.length);
  all.set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
  all.set(bytes, numbers.byteLength);
  return all;
}

/** Samples that are read when they are asked for. */
export interface OpenSampleFile extends FoldData {
  close(): void;
}

/** @throws DatasetError E_STORAGE when the file is not there or of another length */
export function openSampleFile(path: string, layout: SampleLayout, count: number): OpenSampleFile {
  const size = layout.numbers * NUMBER_BYTES + layout.bytes;
  const file = openFile(path);
  if (fstatSync(file).size !== size * count) {
    closeSync(file);
    throw new DatasetError("E_STORAGE", `${path} does not hold ${count} samples of ${size} bytes.`, { hint: "It was changed or cut short: remove it, and it is written anew.", subject: path });
  }
  /** The first bytes of a sample. */
  const read = (index: number, length: number): Uint8Array => {
    if (!(index >= 0 && index < count)) throw new RangeError(`there is no sample ${index} among ${count}`);
    const bytes = new Uint8Array(length);
    if (readSync(file, bytes, 0, length, index * size) !== length) throw new DatasetError("E_STORAGE", `${path} was cut short while it was read.`, { hint: "Run the same command again.", subject: path });
    return bytes;
  };
  return {
    count,
    sample(index) {
      const bytes = read(index, size);
      return { numbers: new Float32Array(bytes.buffer, 0, layout.numbers), bytes: bytes.subarray(layout.numbers * NUMBER_BYTES) };
    },
    numbers: (index) => new Float32Array(read(index, layout.numbers * NUMBER_BYTES).buffer),
    close: () => closeSync(file),
  };
}

function openFile(path: string): number {
  try {
    return openSync(path, "r");
  } catch (error) {
    throw storageError(error, "read from", path);
  }
}
