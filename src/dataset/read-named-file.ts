/** Files of a dataset by the name that a record gives them. */
import { DatasetError } from "../core/errors.js";
import type { SampleRecord } from "../sample/record.js";
import type { DatasetReader } from "./dataset.js";
import { splitFileName } from "./sample-id.js";

/**
 * The bytes of a file that a record names: its sample's own, or one that the images of its view share.
 * @throws DatasetError E_NOT_FOUND when it is not there, E_RECORD for what can be no file of a sample
 */
export function readNamedFile(reader: DatasetReader, name: string): Promise<Uint8Array> {
  const file = splitFileName(name);
  if (file === null) throw new DatasetError("E_RECORD", `${name} is no name of a sample's file.`, { subject: name });
  return reader.readFile(file.index, file.extension);
}

/**
 * The bytes of one of a record's files, by output name; null where the record has none, and where it is not there.
 * @throws DatasetError E_RECORD, E_STORAGE
 */
export async function readOutput(reader: DatasetReader, { files }: Pick<SampleRecord, "files">, output: string): Promise<Uint8Array | null> {
  const file = files[output];
  if (file === undefined) return null;
  try {
    return await readNamedFile(reader, file.name);
  } catch (error) {
    if (DatasetError.isInstance(error) && error.code === "E_NOT_FOUND") return null;
    throw error;
  }
}
