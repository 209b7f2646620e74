/** Small tileable pictures for the built-in shapes: wood and woven cloth, made from lattice noise. */
import { sin } from "../../core/math.js";
import { random } from "../../core/random.js";
import type { Texture } from "../../sample/shape.js";

const SIZE = 128;
const cache = new Map<string, Texture>();

/** Tileable value noise in [0, 1]; periods are whole numbers of lattice cells over the picture. */
function latticeNoise(name: string, columns: number, rows: number): (u: number, v: number) => number {
  const stream = random(0, name, "lattice");
  const values = Float64Array.from({ length: columns * rows }, () => stream.next());
  const ease = (t: number): number => t * t * (3 - 2 * t);
  return (u, v) => {
    const x = u * columns;
    const y = v * rows;
    const x0 = Math.floor(x);
    const y0 = Math.floor(y);
    const at = (i: number, j: number): number => values[(((y0 + j) % rows) * columns) + ((x0 + i) % columns)]!;
    const tx = ease(x - x0);
    const ty = ease(y - y0);
    return (at(0, 0) * (1 - tx) + at(1, 0) * tx) * (1 - ty) + (at(0, 1) * (1 - tx) + at(1, 1) * tx) * ty;
  };
}

/** A grey picture that multiplies a base colour; made once per process. */
function picture(name: string, createShade: () => (u: number, v: number) => number): Texture {
  const known = cache.get(name);
  if (known !== undefined) return known;
  const shade = createShade();
  const data = new Uint8Array(SIZE * SIZE * 4);
  for (let row = 0; row < SIZE; row++) {
    for (let column = 0; column < SIZE; column++) {
      const value = Math.round(255 * Math.min(1, Math.max(0, shade(column / SIZE, row / SIZE))));
      data.set([value, value, value, 255], (row * SIZE + column) * 4);
    }
  }
  const texture: Texture = { name, width: SIZE, height: SIZE, data };
  cache.set(name, texture);
  return texture;
}

/** Wood: streaks and growth rings along u. */
export function woodTexture(): Texture {
  return picture("wood", () => {
    const bend = latticeNoise("wood bend", 3, 4);
    const fibre = latticeNoise("wood fibre", 6, 64);
    const pore = latticeNoise("wood pore", 16, 128);
    return (u, v) => {
      const rings = 0.5 + 0.5 * sin(6.283185307179586 * (6 * v + 1.3 * bend(u, v)));
      return 0.66 + 0.2 * rings + 0.12 * fibre(u, v) - (pore(u, v) > 0.82 ? 0.12 : 0);
    };
  });
}

/** Plain weave: threads over and under. */
export function wovenTexture(): Texture {
  return picture("woven", () => {
    const uneven = latticeNoise("cloth", 32, 32);
    return (u, v) => {
      const threads = 16;
      const over = (Math.floor(u * threads) + Math.floor(v * threads)) % 2 === 0;
      const across = over ? v * threads : u * threads;
      const t = across - Math.floor(across);
      return 0.74 + 0.2 * 4 * t * (1 - t) + 0.16 * (uneven(u, v) - 0.5);
    };
  });
}

/** Leather: soft irregular patches. */
export function leatherTexture(): Texture {
  return picture("leather", () => {
    const coarse = latticeNoise("leather coarse", 12, 12);
    const fine = latticeNoise("leather fine", 40, 40);
    return (u, v) => 0.8 + 0.12 * coarse(u, v) + 0.1 * fine(u, v);
  });
}
