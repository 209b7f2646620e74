/** What tells the surfaces of two objects apart. */
import type { ObjectRecord } from "../sample/record.js";

/** Equal for objects of the same surface: the same file or drawn variant, in the same state of its joints. */
export function shapeKey({ shape, articulation }: Pick<ObjectRecord, "shape" | "articulation">): string {
  return articulation === null ? shape.sha256 : `${shape.sha256} ${JSON.stringify(articulation)}`;
}
