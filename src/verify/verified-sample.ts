/** What verification knows of a sample: its picture, its label, and what else the dataset has kept of it. */
import type { Image } from "../core/image.js";
import type { SampleRecord } from "../sample/record.js";

/** A sample whose picture is to be compared with its label. */
export interface VerifiedSample {
  /** Unique among all samples that are looked at together; samples of a second dataset have a prefix. */
  key: string;
  id: string;
  /** sha256 of the image file, as the record names it; `image()` refuses other bytes. */
  imageSha256: string;
  /** The label. What was planted is left out: nothing that judges may look at the answer. */
  record: SampleRecord;
  /** The picture, RGB. @throws DatasetError E_NOT_FOUND, E_IMAGE */
  image(): Promise<Image>;
  /** Bytes of another output that the dataset has kept, such as `depth`; null where it has not. */
  output(name: string): Promise<Uint8Array | null>;
}
