/** Blurred pictures. */
import { log2 } from "../../../core/math.js";

/** Noise of one grey level; keeps the logarithm finite where nothing changes. */
const LEAST = 1;

/**
 * Base-2 logarithm of the variance of the Laplacian (Pech-Pacheco et al., ICPR 2000: the sharper, the larger; a blur over
 * twice as many pixels costs about 4).
 * @param gray brightness, row-major
 */
export function sharpnessOf(gray: ArrayLike<number>, width: number, height: number): number {
  let sum = 0;
  let squares = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1, at = y * width + 1; x < width - 1; x++, at++) {
      const value = gray[at - 1]! + gray[at + 1]! + gray[at - width]! + gray[at + width]! - 4 * gray[at]!;
      sum += value;
      squares += value * value;
    }
  }
  const count = Math.max(1, (width - 2) * (height - 2));
  const mean = sum / count;
  return log2(LEAST + Math.max(0, squares / count - mean * mean));
}
