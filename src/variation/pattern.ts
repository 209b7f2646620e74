/** Small tileable two-coloured pictures for the random textures of parts. */
import { random, type Random } from "../core/random.js";
import type { Vector3 } from "../geometry/vector.js";
import type { Texture } from "../sample/shape.js";

/** Every pattern. */
export const PATTERNS = ["stripes", "checker", "dots", "noise"] as const;
/** One of {@link PATTERNS}. */
export type Pattern = (typeof PATTERNS)[number];

/** Side in pixels; one repeat of the pattern. */
const SIZE = 128;
/** Samples per pixel side, so that borders between the colours are smooth. */
const FINE = 2;

/**
 * One repeat of a pattern.
 * @param colors sRGB 0..1, where the pattern is 0 and where it is 1
 * @param seed tells noise apart from other noise
 */
export function patternTexture(pattern: Pattern, colors: readonly [Vector3, Vector3], seed: number): Texture {
  const shade = shadeOf(pattern, seed);
  const data = new Uint8Array(SIZE * SIZE * 4);
  for (let row = 0; row < SIZE; row++) {
    for (let column = 0; column < SIZE; column++) {
      let amount = 0;
      for (let sample = 0; sample < FINE * FINE; sample++) {
        amount += shade((column + ((sample % FINE) + 0.5) / FINE) / SIZE, (row + (Math.floor(sample / FINE) + 0.5) / FINE) / SIZE);
      }
      amount /= FINE * FINE;
      const at = (row * SIZE + column) * 4;
      for (let channel = 0; channel < 3; channel++) data[at + channel] = Math.round(255 * (colors[0][channel]! + (colors[1][channel]! - colors[0][channel]!) * amount));
      data[at + 3] = 255;
    }
  }
  return { name: pattern, width: SIZE, height: SIZE, data };
}

/** How much of the second colour is at a place of the unit square. */
function shadeOf(pattern: Pattern, seed: number): (u: number, v: number) => number {
  switch (pattern) {
    case "stripes":
      return (u) => (u < 0.5 ? 1 : 0);
    case "checker":
      return (u, v) => (u < 0.5 === v < 0.5 ? 1 : 0);
    case "dots":
      return (u, v) => ((u - 0.5) * (u - 0.5) + (v - 0.5) * (v - 0.5) < 0.09 ? 1 : 0);
    case "noise":
      return noise(random(seed, "pattern", "noise"));
  }
}

/** Two octaves of tileable value noise, its contrast raised. */
function noise(stream: Random): (u: number, v: number) => number {
  const coarse = lattice(stream, 4);
  const fine = lattice(stream, 11);
  return (u, v) => {
    const value = (coarse(u, v) * 0.65 + fine(u, v) * 0.35 - 0.5) * 2.2 + 0.5;
    return value < 0 ? 0 : value > 1 ? 1 : value;
  };
}

function lattice(stream: Random, cells: number): (u: number, v: number) => number {
  const values = Float64Array.from({ length: cells * cells }, () => stream.next());
  const ease = (t: number): number => t * t * (3 - 2 * t);
  return (u, v) => {
    const x = u * cells;
    const y = v * cells;
    const left = Math.floor(x);
    const top = Math.floor(y);
    const at = (row: number, column: number): number => values[(row % cells) * cells + (column % cells)]!;
    const across = ease(x - left);
    const above = at(top, left) * (1 - across) + at(top, left + 1) * across;
    const below = at(top + 1, left) * (1 - across) + at(top + 1, left + 1) * across;
    return above + (below - above) * ease(y - top);
  };
}
