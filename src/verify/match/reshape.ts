/** A label within the outline of another one: what a painter paints who keeps the outline and turns the object. */
import { stretchRows } from "../../geometry/stretch-rows.js";
import { LABEL_BYTES } from "./planes.js";

/**
 * The pixels of `outline` that show the object, filled with what `surface` says, row by row.
 * @param outline bytes of a label @param surface bytes of one of the same size
 * @returns `outline` itself where one of them shows nothing
 */
export function inOutlineOf(outline: Uint8Array, surface: Uint8Array, size: number): Uint8Array {
  const reshaped = Uint8Array.from(outline);
  const shows = (label: Uint8Array) => (pixel: number): boolean => label[pixel * LABEL_BYTES + 3] !== 0;
  const isFilled = stretchRows({ width: size, height: size }, shows(outline), shows(surface), (pixel, from) => {
    reshaped.set(surface.subarray(from * LABEL_BYTES, (from + 1) * LABEL_BYTES), pixel * LABEL_BYTES);
  });
  return isFilled ? reshaped : outline;
}
