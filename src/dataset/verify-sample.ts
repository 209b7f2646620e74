/** Finding samples that a power cut has damaged: renamed files whose bytes never reached the disk. */
import { DatasetError } from "../core/errors.js";
import { sha256Hex } from "../storage/sha256.js";
import type { DatasetReader } from "./dataset.js";
import { readNamedFile } from "./read-named-file.js";
import { sampleId, splitFileName } from "./sample-id.js";
import { ownerOfSharedFiles, sharingImage, type ViewLayout } from "./shared-view.js";

/** Samples that resume looks at after an unclean stop. */
export const NEWEST_SAMPLES_CHECKED = 64;

/**
 * Compares a committed sample with its record: the record parses, carries the sample's id, and every file it names
 * has the sha256 it names (the hash was taken before writing, so equal bytes are a whole image). Files are the sample's
 * own or those of the first image of its view.
 * @returns what is wrong, or null
 */
export async function verifySample(reader: DatasetReader, index: number): Promise<string | null> {
  try {
    const record = await reader.readRecord(index);
    if (record.id !== sampleId(index) || record.index !== index) return `the record of ${sampleId(index)} says that it is ${record.id}`;
    for (const { name, sha256 } of Object.values(record.files)) {
      const owner = splitFileName(name)?.index;
      if (owner !== index && owner !== ownerOfSharedFiles(record)) return `${name} is no file of ${record.id}`;
      if (sha256Hex(await readNamedFile(reader, name)) !== sha256) return `${name} differs from its record`;
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
 * @param views says whose files a damaged sample may share: that sample is looked at too
 */
export async function findDamagedSamples(
  reader: DatasetReader,
  count: number = NEWEST_SAMPLES_CHECKED,
  isOwn: (index: number) => boolean = () => true,
  views?: ViewLayout,
): Promise<{ index: number; reason: string }[]> {
  const damaged = new Map<number, string>();
  const check = async (index: number): Promise<boolean> => {
    const reason = damaged.get(index) ?? (await verifySample(reader, index));
    if (reason !== null) damaged.set(index, reason);
    return reason !== null;
  };
  for (const index of await reader.newest(count)) {
    if (!isOwn(index) || !(await check(index))) continue;
    const owner = views === undefined ? null : sharingImage(views, index);
    if (owner !== null) await check(owner);
  }
  return [...damaged].map(([index, reason]) => ({ index, reason })).sort((a, b) => a.index - b.index);
}
