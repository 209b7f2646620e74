/** What is seen of an object in passes. */
import type { BoxXYXY } from "../geometry/box.js";
import type { Passes } from "../sample/passes.js";

/** Pixels that show an instance. */
export function areaOf({ instanceId: ids }: Passes, instanceId: number): number {
  let area = 0;
  for (const id of ids) if (id === instanceId) area++;
  return area;
}

/** The tight box around them; null where there are none. */
export function outlineBox({ width, instanceId: ids }: Passes, instanceId: number): BoxXYXY | null {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -1, -1];
  for (let pixel = 0; pixel < ids.length; pixel++) {
    if (ids[pixel] !== instanceId) continue;
    const x = pixel % width;
    const y = Math.floor(pixel / width);
    if (x < x0) x0 = x;
    if (x > x1) x1 = x;
    if (y < y0) y0 = y;
    y1 = y;
  }
  return x1 < 0 ? null : [x0, y0, x1 + 1, y1 + 1];
}
