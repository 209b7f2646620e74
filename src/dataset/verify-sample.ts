/** Finding samples that a power cut has damaged: renamed files whose bytes never reached the disk. */
import { DatasetError } from "../core/errors.js";
import { sha256Hex } from "../storage/sha256.js";
import type { DatasetReader } from "./dataset.js";
import { sampleId } from "./sample-id.js";

/** Samples that resume looks at after an unclean stop. */
export const NEWEST_SAMPLES_CHECKED = 64;

/**
 * Compares a committed sample with its record: the record parses, carries the sample's id, and every file it names
 * has the sha256 it names (the hash was taken before writing, so equal bytes are a whole image).
 * @returns what is wrong, or null
 */
export async function verifySample(reader: DatasetReader, index: number): Promise<string | null> {
  try {
    const record = await reader.readRecord(index);
    if (record.id !== sampleId(index) || record.index !== index) return `the record of ${sampleId(index)} says that it is ${record.id}`;
    for (const { name, sha256 } of Object.values(record.files)) {
      if (!name.startsWith(`${record.id}.`)) return `${name} is no file of ${record.id}`;
      if (sha256Hex(await reader.readFile(index, name.slice(record.id.length))) !== sha256) return `${name} differs from its record`;
    }
    return null;
  } catch (error) {
    if (DatasetError.isInstance(error) && (error.code === "E_RECORD" || error.code === "E_NOT_FOUND")) return error.message;
    throw error;
  }
}

/**
 * Those of the samples written last that are damaged, with what is wrong; for resuming after an unclean stop.
 * @param isOwn leaves out samples that another process may be writing
 */
export async function findDamagedSamples(
  reader: DatasetReader,
  count: number = NEWEST_SAMPLES_CHECKED,
  isOwn: (index: number) => boolean = () => true,
): Promise<{ index: number; reason: string }[]> {
  const damaged: { index: number; reason: string }[] = [];
  for (const index of await reader.newest(count)) {
    if (!isOwn(index)) continue;
    const reason = await verifySample(reader, index);
    if (reason !== null) damaged.push({ index, reason });
  }
  return damaged.sort((a, b) => a.index - b.index);
}
