/** How large an object is in reality. */
import type { ObjectRecord } from "../sample/record.js";

/** Longest side in metres: what the user says of the category, else what the shape's source says; null where nobody does. */
export function sizeMetres({ category, sizeMeters }: Pick<ObjectRecord, "category" | "sizeMeters">, sizes: Readonly<Record<string, number>>): number | null {
  return Object.hasOwn(sizes, category) ? sizes[category]! : (sizeMeters?.longest ?? null);
}

/** Metres per world unit of an object's record, where its size is known. */
export function metresPerUnit(object: Pick<ObjectRecord, "category" | "sizeMeters" | "scale">, sizes: Readonly<Record<string, number>>): number | null {
  const longest = sizeMetres(object, sizes);
  return longest === null ? null : longest / object.scale;
}
