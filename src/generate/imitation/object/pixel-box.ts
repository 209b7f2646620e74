/** Where an object is in the picture. */
import type { Passes } from "../../../sample/passes.js";

/** A rectangle of pixels, the last ones included. */
export interface PixelBox {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** The box around what is seen of an object; null where nothing is. */
export function boxOfObject({ width, height, instanceId }: Passes, id: number): PixelBox | null {
  const box = { x0: width, y0: height, x1: -1, y1: -1 };
  for (let row = 0, pixel = 0; row < height; row++) {
    for (let column = 0; column < width; column++, pixel++) {
      if (instanceId[pixel] !== id) continue;
      if (column < box.x0) box.x0 = column;
      if (column > box.x1) box.x1 = column;
      if (row < box.y0) box.y0 = row;
      box.y1 = row;
    }
  }
  return box.x1 < 0 ? null : box;
}
