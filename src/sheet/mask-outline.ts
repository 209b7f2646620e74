/** The outline of a record's mask at a picture's size. */
import { decodeMask, type RunLengthMask } from "../codecs/rle.js";
import type { Canvas, Paint } from "./canvas.js";
import { scaleArea } from "../core/scale-image.js";

/**
 * Draws the outline over a picture whose top-left corner is at (left, top). A pixel shows as much of it as the mask's
 * coverage changes from there to its neighbours; the mask's edge at the picture's edge is no outline.
 */
export function drawMaskOutline(canvas: Canvas, mask: RunLengthMask, left: number, top: number, width: number, height: number, paint: Paint): void {
  const [maskHeight, maskWidth] = mask.size;
  const coverage = scaleArea(decodeMask(mask), maskWidth, maskHeight, 1, width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const here = coverage[at]!;
      let low = here;
      for (const near of [x > 0 ? at - 1 : at, x + 1 < width ? at + 1 : at, y > 0 ? at - width : at, y + 1 < height ? at + width : at]) {
        low = Math.min(low, coverage[near]!);
      }
      canvas.blend(left + x, top + y, paint, here - low);
    }
  }
}
