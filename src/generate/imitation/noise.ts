/** Smooth random fields. */
import type { Random } from "../../core/random.js";

const CELLS = 64;

/** Value noise in the plane: random values at whole places, smoothly in between; about 0 to 1. */
export function planeNoise(stream: Random): (x: number, y: number) => number {
  const values = Float64Array.from({ length: CELLS * CELLS }, () => stream.next());
  const at = (x: number, y: number): number => values[(y & (CELLS - 1)) * CELLS + (x & (CELLS - 1))]!;
  return (x, y) => {
    const x0 = Math.floor(x);
    const y0 = Math.floor(y);
    const right = smooth(x - x0);
    const down = smooth(y - y0);
    const above = at(x0, y0) * (1 - right) + at(x0 + 1, y0) * right;
    const below = at(x0, y0 + 1) * (1 - right) + at(x0 + 1, y0 + 1) * right;
    return above * (1 - down) + below * down;
  };
}

/** Sum of octaves, each twice as fine and half as strong; about 0 to 1. */
export function cloudNoise(stream: Random, octaves: number): (x: number, y: number) => number {
  const layers = Array.from({ length: octaves }, () => planeNoise(stream));
  return (x, y) => {
    let sum = 0;
    let weight = 1;
    let all = 0;
    let scale = 1;
    for (const layer of layers) {
      sum += weight * layer(x * scale, y * scale);
      all += weight;
      weight /= 2;
      scale *= 2;
    }
    return sum / all;
  };
}

function smooth(t: number): number {
  return t * t * (3 - 2 * t);
}
