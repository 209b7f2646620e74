/** Reads records one after the other, some ahead of the one that is used. */
import { DatasetError } from "../core/errors.js";
import type { DatasetReader } from "../dataset/dataset.js";
import { sampleId } from "../dataset/sample-id.js";
import type { SampleRecord } from "../sample/record.js";

/** So many are read at the same time. */
const AHEAD = 24;

/** A record, or what is wrong with it. */
export type ReadRecord = { index: number; record: SampleRecord; problem: null } | { index: number; record: null; problem: string };

/**
 * Records in the order of the indices.
 * @throws DatasetError E_STORAGE; the signal's reason when it is aborted
 */
export async function* readAhead(reader: DatasetReader, indices: Iterable<number>, signal: AbortSignal): AsyncGenerator<ReadRecord, void, undefined> {
  const waiting: Promise<ReadRecord>[] = [];
  const iterator = indices[Symbol.iterator]();
  for (;;) {
    while (waiting.length < AHEAD) {
      const next = iterator.next();
      if (next.done === true) break;
      const read = readOne(reader, next.value);
      read.catch(() => {}); // told when its turn comes
      waiting.push(read);
    }
    const first = waiting.shift();
    if (first === undefined) return;
    signal.throwIfAborted();
    yield await first;
  }
}

async function readOne(reader: DatasetReader, index: number): Promise<ReadRecord> {
  try {
    const record = await reader.readRecord(index);
    if (record.index === index && record.id === sampleId(index)) return { index, record, problem: null };
    return { index, record: null, problem: `the record of ${sampleId(index)} says that it is of ${record.id}` };
  } catch (error) {
    if (!DatasetError.isInstance(error) || (error.code !== "E_RECORD" && error.code !== "E_NOT_FOUND")) throw error;
    return { index, record: null, problem: error.message };
  }
}
