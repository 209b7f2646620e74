/** What an image shows as a whole. */
import type { SampleRecord } from "./record.js";

/** The main object's category, that of the photograph an image was painted from, or that of the first region marked in it; null where nothing is known. */
export function imageCategory({ objects, photo, regions }: Pick<SampleRecord, "objects" | "photo" | "regions">): string | null {
  return objects[0]?.category ?? photo?.category ?? regions?.objects[0]?.category ?? null;
}
