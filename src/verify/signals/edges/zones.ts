/** Which parts of a crop belong to the object's outline, and which to its inside. */
import { distanceToCovered } from "../../../controls/coverage.js";

export const ELSEWHERE = 0;
export const OUTLINE_ZONE = 1;
export const INSIDE_ZONE = 2;

/**
 * @param mask 1 = object, row-major
 * @param reach the outline's zone is this wide on both sides, in pixels
 */
export function zonesOf(mask: Uint8Array, width: number, height: number, reach: number): Uint8Array {
  const toObject = distanceToCovered(mask, width, height);
  const toOutside = distanceToCovered(Uint8Array.from(mask, (covered) => 1 - covered), width, height);
  return Uint8Array.from(mask, (covered, pixel) => {
    if (covered === 1) return toOutside[pixel]! <= reach ? OUTLINE_ZONE : INSIDE_ZONE;
    return toObject[pixel]! <= reach ? OUTLINE_ZONE : ELSEWHERE;
  });
}
