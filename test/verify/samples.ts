/** Samples for tests of verification, made without a dataset. */
import type { Image } from "../../src/core/image.js";
import type { SampleRecord } from "../../src/sample/record.js";
import type { VerifiedSample } from "../../src/verify/verified-sample.js";

/** A sample of which only what is given can be looked at. */
export function sampleOf(record: Partial<SampleRecord> & Pick<SampleRecord, "id">, image: Image | null = null, key: string = record.id): VerifiedSample {
  return {
    key,
    id: record.id,
    imageSha256: "0".repeat(64),
    record: { objects: [], scene: 0, view: 0, image: 0, photo: null, ...record } as unknown as SampleRecord,
    image: () => (image === null ? Promise.reject(new Error("no image")) : Promise.resolve(image)),
    output: () => Promise.resolve(null),
  };
}
