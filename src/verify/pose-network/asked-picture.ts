/** What a pose network is asked about. */
import type { Image } from "../../core/image.js";
import type { ObjectRecord } from "../../sample/record.js";

/** A picture and what it is said to show. */
export interface AskedPicture {
  /** For messages. */
  name: string;
  /** One of the network's. */
  category: string;
  /** What the network reads, RGB, of the side that its layout stores. @throws DatasetError E_IMAGE, E_NOT_FOUND */
  crop(): Promise<Image>;
  /** Whether that is the whole picture: where in it the object is, nobody knows. */
  isWhole: boolean;
  /** Square root of the object's share of the picture; null where that is not known. */
  size: number | null;
  /** What the picture shows; null where that is not known. */
  label: ObjectRecord | null;
}

/** Pictures, and why others, or objects of them, are left out. */
export type AskedPictures = AsyncIterable<AskedPicture | { leftOut: string }>;
