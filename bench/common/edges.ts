/** Comparing pictures of edges, with one pixel of tolerance. */

/** Whether an edge (255) lies in the 3 × 3 neighbourhood of a pixel that is not on the border. */
export function edgeNear(edges: Uint8Array, pixel: number, width: number): boolean {
  for (let row = pixel - width; row <= pixel + width; row += width) {
    if (edges[row - 1] === 255 || edges[row] === 255 || edges[row + 1] === 255) return true;
  }
  return false;
}

/** Share of the edges of `of` that have one of `among` beside them; 1 where there are none. */
export function shareFound(of: Uint8Array, among: Uint8Array, width: number): number {
  let there = 0;
  let found = 0;
  for (let pixel = width + 1; pixel < of.length - width - 1; pixel++) {
    if (of[pixel] !== 255) continue;
    there++;
    if (edgeNear(among, pixel, width)) found++;
  }
  return there === 0 ? 1 : found / there;
}

/** Harmonic mean of both shares found. */
export function edgeF1(a: Uint8Array, b: Uint8Array, width: number): number {
  const precision = shareFound(a, b, width);
  const recall = shareFound(b, a, width);
  return precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
}
