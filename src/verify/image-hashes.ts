/** sha256 of the pictures of a run, of the bytes that are there now. */
import { DatasetError } from "../core/errors.js";
import { mapSome } from "../core/map-some.js";
import type { DatasetReader } from "../dataset/dataset.js";
import { readNamedFile } from "../dataset/read-named-file.js";
import { sampleId } from "../dataset/sample-id.js";
import { sha256Hex } from "../storage/sha256.js";

/**
 * By id; samples without a readable record or picture are left out.
 * @param only ids that are asked about; null: all
 * @throws DatasetError E_STORAGE
 */
export async function imageHashes(reader: DatasetReader, only: ReadonlySet<string> | null = null): Promise<Map<string, string>> {
  const wanted = [...(await reader.committed())].filter((index) => only === null || only.has(sampleId(index)));
  const hashes = await mapSome(wanted, async (index): Promise<[string, string] | null> => {
    try {
      const image = (await reader.readRecord(index)).files["image"];
      return image === undefined ? null : [sampleId(index), sha256Hex(await readNamedFile(reader, image.name))];
    } catch (error) {
      if (DatasetError.isInstance(error) && (error.code === "E_RECORD" || error.code === "E_NOT_FOUND")) return null;
      throw error;
    }
  });
  return new Map(hashes.filter((each) => each !== null));
}
