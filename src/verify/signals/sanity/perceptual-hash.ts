/** 64 bits of a picture that stay alike when it is scaled, brightened or compressed. */
import { cos } from "../../../core/math.js";
import { scaleArea } from "../../../core/scale-image.js";

const SIDE = 32;
const KEPT = 8;

/** Rows of the discrete cosine transform, of the frequencies 1 … 8: the mean brightness (0) says nothing. */
const WAVES = Array.from({ length: KEPT }, (_, index) => Float64Array.from({ length: SIDE }, (__, at) => cos((Math.PI * (index + 1) * (at + 0.5)) / SIDE)));

/** A hash as two 32-bit words. */
export type PerceptualHash = readonly [number, number];

/**
 * Signs of the 64 lowest frequencies against their median (pHash, C. Zauner, "Implementation and benchmarking of
 * perceptual image hash functions", 2010).
 * @param gray brightness, row-major
 */
export function perceptualHash(gray: ArrayLike<number>, width: number, height: number): PerceptualHash {
  const small = scaleArea(gray, width, height, 1, SIDE, SIDE);
  const frequencies: number[] = [];
  for (const down of WAVES) {
    const row = Array.from({ length: SIDE }, (_, x) => down.reduce((sum, wave, y) => sum + wave * small[y * SIDE + x]!, 0));
    for (const across of WAVES) frequencies.push(across.reduce((sum, wave, x) => sum + wave * row[x]!, 0));
  }
  const sorted = [...frequencies].sort((a, b) => a - b);
  const median = (sorted[31]! + sorted[32]!) / 2;
  const word = (from: number): number => frequencies.slice(from, from + 32).reduce((bits, value, bit) => (value > median ? bits | (1 << bit) : bits), 0);
  return [word(0), word(32)];
}

/** In how many of the 64 bits two hashes differ. */
export function hashDistance(a: PerceptualHash, b: PerceptualHash): number {
  return countBits(a[0] ^ b[0]) + countBits(a[1] ^ b[1]);
}

function countBits(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
