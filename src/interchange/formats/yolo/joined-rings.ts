/** One ring for a mask of many parts. */
import type { Ring } from "../../../codecs/mask-polygons.js";

/**
 * Joins rings by lines that are walked both ways, so that an even-odd fill of the one ring is that of all. Each ring hangs on
 * the corner nearest to its first one.
 */
export function joinedRings(rings: readonly Ring[]): Ring {
  let whole = rings[0] ?? [];
  for (const ring of rings.slice(1)) {
    const at = nearestCorner(whole, ring[0]!, ring[1]!);
    whole = [...whole.slice(0, at + 2), ...ring, ring[0]!, ring[1]!, ...whole.slice(at)];
  }
  return whole;
}

function nearestCorner(ring: Ring, x: number, y: number): number {
  let best = 0;
  let least = Infinity;
  for (let at = 0; at < ring.length; at += 2) {
    const distance = (ring[at]! - x) * (ring[at]! - x) + (ring[at + 1]! - y) * (ring[at + 1]! - y);
    if (distance < least) [best, least] = [at, distance];
  }
  return best;
}
