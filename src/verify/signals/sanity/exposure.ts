/** Pictures that hardly show anything: black, white, of one colour. */

/** Brightness (0..255) up to which a pixel is black, and from which it is white. */
const BLACK = 4;
const WHITE = 251;

/** @returns standard deviation of the brightness, 0 (one colour) … 0.5, and the share of black and white pixels */
export function exposureOf(gray: ArrayLike<number>): { contrast: number; clippedShare: number } {
  let sum = 0;
  let squares = 0;
  let clipped = 0;
  for (let pixel = 0; pixel < gray.length; pixel++) {
    const value = gray[pixel]!;
    sum += value;
    squares += value * value;
    if (value <= BLACK || value >= WHITE) clipped++;
  }
  const mean = sum / gray.length;
  return { contrast: Math.sqrt(Math.max(0, squares / gray.length - mean * mean)) / 255, clippedShare: clipped / gray.length };
}
