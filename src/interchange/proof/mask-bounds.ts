/** The box around a mask, for proofs. */

/** [x0, y0, x1, y1] of the pixels' edges; null for an empty mask. */
export function maskBounds(mask: ArrayLike<number>, width: number): [number, number, number, number] | null {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let pixel = 0; pixel < mask.length; pixel++) {
    if (mask[pixel] === 0) continue;
    const x = pixel % width;
    const y = Math.floor(pixel / width);
    x0 = Math.min(x0, x);
    x1 = Math.max(x1, x + 1);
    y0 = Math.min(y0, y);
    y1 = Math.max(y1, y + 1);
  }
  return x1 > x0 ? [x0, y0, x1, y1] : null;
}
