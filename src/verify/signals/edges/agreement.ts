/** How much of some lines is found in others, and how much would be by chance. */
import { DIRECTIONS } from "./orientation.js";
import type { EdgePoints } from "./label-edges.js";
import type { Lines, Spread } from "./spread.js";

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
 * What {@link foundShare} would be on average if the points lay anywhere in a part of the picture: busy pictures have an
 * edge near every point.
 * @param isPart where the points could lie
 */
export function chanceShare({ direction }: EdgePoints, spread: Spread, isPart: (pixel: number) => boolean): number {
  const means = meanNear(spread, isPart);
  let sum = 0;
  for (const bin of direction) sum += means[bin]!;
  return direction.length === 0 ? 0 : sum / direction.length;
}

/**
 * Which share of the lines in a part of the picture lies near others, and which would by chance, if those lay anywhere in
 * that part. Lines count by their strength.
 * @returns null where there are hardly any lines
 */
export function explainedShare({ strength, direction }: Lines, spread: Spread, isPart: (pixel: number) => boolean, least: number): { share: number; chance: number } | null {
  const pixels = spread.width * spread.height;
  const means = meanNear(spread, isPart);
  let [all, explained, chance] = [0, 0, 0];
  for (let pixel = 0; pixel < pixels; pixel++) {
    if (strength[pixel] === 0 || !isPart(pixel)) continue;
    const bin = direction[pixel]!;
    all += strength[pixel]!;
    explained += strength[pixel]! * spread.near[bin * pixels + pixel]!;
    chance += strength[pixel]! * means[bin]!;
  }
  return all < least ? null : { share: explained / all, chance: chance / all };
}

/** The mean of each direction over a part of the picture. */
function meanNear({ width, height, near }: Spread, isPart: (pixel: number) => boolean): Float64Array {
  const pixels = width * height;
  const means = new Float64Array(DIRECTIONS);
  let area = 0;
  for (let pixel = 0; pixel < pixels; pixel++) {
    if (!isPart(pixel)) continue;
    area++;
    for (let bin = 0; bin < DIRECTIONS; bin++) means[bin]! += near[bin * pixels + pixel]!;
  }
  return area === 0 ? means : means.map((sum) => sum / area);
}

/** The most that chance is taken to explain: beyond it hardly anything could be told. */
const MOST_CHANCE = 0.9;

/** A share without what chance alone would give: 0 = chance, 1 = all, below 0 = less than chance. */
export function beyondChance(share: number, chance: number): number {
  const most = Math.min(MOST_CHANCE, chance);
  return (share - most) / (1 - most);
}
