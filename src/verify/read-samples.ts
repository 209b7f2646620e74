/** Reads a dataset for verification. */
import { decodeRgb } from "../codecs/image.js";
import { DatasetError } from "../core/errors.js";
import type { DatasetReader } from "../dataset/dataset.js";
import { readNamedFile, readOutput } from "../dataset/read-named-file.js";
import { sha256Hex } from "../storage/sha256.js";
import { sampleId } from "../dataset/sample-id.js";
import type { SampleRecord } from "../sample/record.js";
import type { VerifiedSample } from "./verified-sample.js";

/** What a dataset holds. */
export interface ReadSamples {
  /** Sorted by key. */
  samples: VerifiedSample[];
  /** Ids of those whose record cannot be read or names no picture, with what is wrong. */
  unreadable: { id: string; problem: string }[];
  /** What was planted, by key: the answers, which no sample carries. Samples of a dataset without planting have null. */
  planted: Map<string, SampleRecord["planted"]>;
}

/**
 * All samples of a dataset.
 * @param options.prefix before every key, so that two datasets can be looked at together
 * @throws DatasetError E_STORAGE
 */
export async function readSamples(reader: DatasetReader, { prefix = "" }: { prefix?: string } = {}): Promise<ReadSamples> {
  const found: ReadSamples = { samples: [], unreadable: [], planted: new Map() };
  for (const index of await reader.committed()) {
    const id = sampleId(index);
    try {
      const record = await reader.readRecord(index);
      const image = record.files["image"];
      if (image === undefined) throw new DatasetError("E_NOT_FOUND", "the record names no image");
      const sample = verifiedSample(reader, `${prefix}${record.id}`, { ...record, planted: null }, image);
      found.samples.push(sample);
      found.planted.set(sample.key, record.planted);
    } catch (error) {
      if (!DatasetError.isInstance(error) || (error.code !== "E_RECORD" && error.code !== "E_NOT_FOUND")) throw error;
      found.unreadable.push({ id, problem: error.message });
    }
  }
  return found;
}

/** A sample whose picture is read when it is asked for. @param image the file that the record names */
export function verifiedSample(reader: DatasetReader, key: string, record: SampleRecord, { name, sha256 }: { name: string; sha256: string }): VerifiedSample {
  return {
    key,
    id: record.id,
    imageSha256: sha256,
    record,
    async image() {
      const bytes = await readNamedFile(reader, name);
      if (sha256Hex(bytes) !== sha256) throw new DatasetError("E_IMAGE", `${name} is not the file that its record names: it changed since.`, { subject: name });
      const picture = await decodeRgb(bytes, { subject: name });
      const { camera } = record;
      if (camera !== null && (picture.width !== camera.width || picture.height !== camera.height)) {
        throw new DatasetError("E_IMAGE", `${name} has ${picture.width} × ${picture.height} pixels, its label ${camera.width} × ${camera.height}.`, { subject: name });
      }
      return picture;
    },
    output: (output) => readOutput(reader, record, output),
  };
}
