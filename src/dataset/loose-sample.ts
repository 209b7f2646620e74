/**
 * One sample as loose files in a folder. The record is the commit mark: where it is, exactly the sample's files are
 * there, whole; where it is not, nothing counts. No fsync: after a power cut the newest samples are checked instead.
 */
import { join } from "node:path";
import { type FileSystem, PARTIAL } from "../storage/file-system.js";
import { RECORD_EXTENSION, type SampleFiles, sampleId, splitFileName } from "./sample-id.js";

/** Sample files in a folder: extensions by sample, committed or not. */
export async function listLooseSamples(fileSystem: FileSystem, folder: string): Promise<Map<number, string[]>> {
  const samples = new Map<number, string[]>();
  for (const name of await fileSystem.list(folder)) {
    const file = splitFileName(name);
    if (file === null) continue;
    const extensions = samples.get(file.index);
    if (extensions === undefined) samples.set(file.index, [file.extension]);
    else extensions.push(file.extension);
  }
  return samples;
}

/**
 * Writes a sample, in this order: temporary files, the old record away, renames, old files away, the record's rename.
 * A disk that fills up in the first step leaves the old version untouched.
 * @param existing extensions of this sample that are there already
 * @param dependents samples whose records may name files of this one: their records go first, they are to be made again
 */
export async function commitLooseSample(fileSystem: FileSystem, folder: string, sample: SampleFiles, existing: readonly string[], dependents: readonly number[] = []): Promise<void> {
  const at = (extension: string): string => join(folder, sampleId(sample.index) + extension);
  const record = at(RECORD_EXTENSION);
  const kept = new Set(sample.files.map((file) => file.extension));
  const touched: string[] = [];
  try {
    for (const { extension, bytes } of sample.files) {
      touched.push(at(extension) + PARTIAL);
      await fileSystem.write(at(extension) + PARTIAL, bytes);
    }
    touched.push(record + PARTIAL);
    await fileSystem.write(record + PARTIAL, new TextEncoder().encode(sample.record));
    for (const dependent of dependents) await fileSystem.remove(join(folder, sampleId(dependent) + RECORD_EXTENSION));
    await fileSystem.remove(record);
    for (const extension of kept) {
      touched.push(at(extension));
      await fileSystem.rename(at(extension) + PARTIAL, at(extension));
    }
    for (const extension of existing) {
      const isRecord = extension === RECORD_EXTENSION || extension === RECORD_EXTENSION + PARTIAL;
      if (!isRecord && !kept.has(extension)) await fileSystem.remove(at(extension));
    }
    await fileSystem.rename(record + PARTIAL, record);
  } catch (error) {
    for (const path of touched) await fileSystem.remove(path).catch(() => false);
    throw error;
  }
}

/** Removes a sample: first the records of `dependents`, then its own. */
export async function removeLooseSample(fileSystem: FileSystem, folder: string, index: number, existing: readonly string[], dependents: readonly number[] = []): Promise<void> {
  const id = sampleId(index);
  for (const dependent of dependents) await fileSystem.remove(join(folder, sampleId(dependent) + RECORD_EXTENSION));
  await fileSystem.remove(join(folder, id + RECORD_EXTENSION));
  for (const extension of existing) if (extension !== RECORD_EXTENSION) await fileSystem.remove(join(folder, id + extension));
}

/** Reads a committed sample back as it was given to {@link commitLooseSample}, files in order of extension. */
export async function readLooseSample(fileSystem: FileSystem, folder: string, index: number, existing: readonly string[]): Promise<SampleFiles> {
  const read = (extension: string): Promise<Uint8Array> => fileSystem.read(join(folder, sampleId(index) + extension));
  const extensions = existing.filter((extension) => extension !== RECORD_EXTENSION && !extension.endsWith(PARTIAL)).sort();
  const files: { extension: string; bytes: Uint8Array }[] = [];
  for (const extension of extensions) files.push({ extension, bytes: await read(extension) });
  return { index, files, record: new TextDecoder().decode(await read(RECORD_EXTENSION)) };
}
