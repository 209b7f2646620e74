/** What is left of the render's own colours. */
import type { Random } from "../../../core/random.js";
import { luminance } from "../canvas.js";
import type { Passes } from "../../../sample/passes.js";

/** How the render's own colours show. */
export interface Kept {
  /** Share of the new paint that is replaced by the own colour. */
  color: number;
  /** How strongly what is darker or brighter in the render, within its part, is so in the picture: windows, trims, prints. */
  tone: number;
}

/** @param chance share of the pictures in which own colours show */
export function drawKept(chance: number, stream: Random): Kept {
  const shows = stream.next() < chance;
  const color = stream.uniform(0.25, 0.95);
  return { color: shows ? color : 0, tone: stream.next() < 0.75 ? stream.uniform(0.3, 1) : 0 };
}

/** Key of the part that a pixel shows. */
export function partKey({ instanceId, partId }: Passes, pixel: number): number {
  return instanceId[pixel] * 65536 + partId[pixel];
}

/** Mean luminance of each part in the render, exposure applied. */
export function partLuminances(passes: Passes, exposure: number): Map<number, number> {
  const { color, alpha, instanceId } = passes;
  const sums = new Map<number, { sum: number; count: number }>();
  let key = -1;
  let entry = { sum: 0, count: 0 };
  for (let pixel = 0; pixel < instanceId.length; pixel++) {
    if (instanceId[pixel] === 0 || !(alpha[pixel] > 0)) continue;
    const own = partKey(passes, pixel);
    if (own !== key) {
      key = own;
      entry = sums.get(key) ?? { sum: 0, count: 0 };
      sums.set(key, entry);
    }
    entry.sum += (luminance(color[pixel * 3], color[pixel * 3 + 1], color[pixel * 3 + 2]) * exposure) / alpha[pixel];
    entry.count++;
  }
  return new Map([...sums].map(([part, { sum, count }]) => [part, sum / count]));
}
