/** One object's surface stretched into another's outline, row by row. */
import { stretchRows } from "../geometry/stretch-rows.js";
import type { Passes } from "../sample/passes.js";
import { copyOf } from "./pixels.js";

/**
 * A copy of passes in which an object's pixels show what other passes show of it: the rows of its outline are those of
 * the other outline, from top to bottom, and the pixels of each row those of the other's row, from left to right. The
 * outline stays, pixel by pixel, and so does everything else.
 * @param passes with the outline
 * @param source passes of the same size with the surface
 * @param instanceId of the object in both
 * @returns null where one of them does not show it
 */
export function warpRows(passes: Passes, source: Passes, instanceId: number): Passes | null {
  const warped = copyOf(passes);
  const shows = (ids: Passes["instanceId"]) => (pixel: number): boolean => ids[pixel] === instanceId;
  const isWarped = stretchRows(passes, shows(passes.instanceId), shows(source.instanceId), (pixel, from) => copySurface(source, from, warped, pixel));
  return isWarped ? warped : null;
}

/** Everything but the coverage, which belongs to the outline. */
function copySurface(source: Passes, from: number, to: Passes, pixel: number): void {
  const coverage = source.alpha[from]! > 0 ? to.alpha[pixel]! / source.alpha[from]! : 0;
  for (let channel = 0; channel < 3; channel++) {
    to.color[pixel * 3 + channel] = source.color[from * 3 + channel]! * coverage;
    to.normal[pixel * 3 + channel] = source.normal[from * 3 + channel]!;
    to.objectCoordinates[pixel * 3 + channel] = source.objectCoordinates[from * 3 + channel]!;
  }
  to.depth[pixel] = source.depth[from]!;
  to.partId[pixel] = source.partId[from]!;
}
