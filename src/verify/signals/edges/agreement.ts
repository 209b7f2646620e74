/** How much of some lines is found in others, and how much would be by chance. */
import { DIRECTIONS } from "./orientation.js";
import type { EdgePoints } from "./label-edges.js";
import type { Spread } from "./spread.js";

/** Mean strength near the points, moved by (dx, dy); points outside count as not found. 0 without points. */
export function foundShare({ x, y, direction }: EdgePoints, { width, height, near }: Spread, dx: number, dy: number): number {
  const pixels = width * height;
  let sum = 0;
  for (let point = 0; point < x.length; point++) {
    const column = x[point]! + dx;
    const row = y[point]! + dy;
    if (column >= 0 && row >= 0 && column < width && row < height) sum += near[direction[point]! * pixels + row * width + column]!;
  }
  return x.length === 0 ? 0 : sum / x.length;
}

/**
 * What {@link foundShare} would be on average if the lines lay anywhere in a region of the picture: busy pictures have an
 * edge near every point.
 * @param region 1 where the lines could lie
 */
export function chanceShare({ direction }: EdgePoints, { width, height, near }: Spread, region: Uint8Array): number {
  const pixels = width * height;
  const counts = new Float64Array(DIRECTIONS);
  for (const bin of direction) counts[bin]!++;
  let share = 0;
  let area = 0;
  for (let pixel = 0; pixel < pixels; pixel++) area += region[pixel]!;
  if (area === 0 || direction.length === 0) return 0;
  for (let bin = 0; bin < DIRECTIONS; bin++) {
    if (counts[bin] === 0) continue;
    let sum = 0;
    for (let pixel = 0; pixel < pixels; pixel++) if (region[pixel] === 1) sum += near[bin * pixels + pixel]!;
    share += (counts[bin]! / direction.length) * (sum / area);
  }
  return share;
}

/** A share without what chance alone would give: 0 = chance, 1 = all, below 0 = less than chance. */
export function beyondChance(share: number, chance: number): number {
  return (share - chance) / Math.max(0.05, 1 - chance);
}
