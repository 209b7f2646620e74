/** Fills polygons, for proofs. */

/**
 * Pixels whose centre lies in any of the rings by the even-odd rule.
 * @param rings [x0, y0, x1, y1, …] in pixel edges
 */
export function fillRings(rings: readonly (readonly number[])[], width: number, height: number): Uint8Array {
  const mask = new Uint8Array(width * height);
  for (const ring of rings) {
    for (let row = 0; row < height; row++) {
      const y = row + 0.5;
      const crossings: number[] = [];
      for (let at = 0; at < ring.length; at += 2) {
        const next = (at + 2) % ring.length;
        const [y0, y1] = [ring[at + 1]!, ring[next + 1]!];
        if (y0 <= y === y1 <= y) continue;
        crossings.push(ring[at]! + ((y - y0) / (y1 - y0)) * (ring[next]! - ring[at]!));
      }
      crossings.sort((a, b) => a - b);
      for (let pair = 0; pair + 1 < crossings.length; pair += 2) {
        const first = Math.max(0, Math.ceil(crossings[pair]! - 0.5));
        const end = Math.min(width, Math.ceil(crossings[pair + 1]! - 0.5));
        if (end > first) mask.fill(1, row * width + first, row * width + end);
      }
    }
  }
  return mask;
}

/** Share of the union that two masks have in common; 1 for two empty ones. */
export function intersectionOverUnion(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let both = 0;
  let any = 0;
  for (let pixel = 0; pixel < a.length; pixel++) {
    if (a[pixel] !== 0 && b[pixel] !== 0) both++;
    if (a[pixel] !== 0 || b[pixel] !== 0) any++;
  }
  return any === 0 ? 1 : both / any;
}
