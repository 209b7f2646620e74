/** What the ground is painted with. */
import type { Random } from "../../../core/random.js";
import { drawCalmColor, mix, times, type Rgb } from "../canvas.js";
import { cloudNoise, planeNoise } from "../noise.js";

/** Colour at a place on the ground; `footprint` is how much of it a pixel covers, and finer patterns fade. */
export type Floor = (x: number, y: number, footprint: number) => Rgb;

/** Draws a ground: earth, boards, tiles, stripes or stones. */
export function drawFloor(stream: Random): Floor {
  const kind = stream.pick(["earth", "earth", "boards", "tiles", "stripes"] as const);
  const first = drawCalmColor(stream, 0.2, 0.85);
  const second = stream.next() < 0.5 ? times(first, stream.uniform(0.55, 1.6)) : mix(first, drawCalmColor(stream, 0.2, 0.9), 0.7);
  const stains = cloudNoise(stream, 3);
  const grain = planeNoise(stream);
  const turn = stream.uniform(-0.8, 0.8);
  const stainRate = stream.uniform(0.8, 3);
  const cell = stream.uniform(0.12, 0.45);
  const joint = stream.uniform(0.02, 0.08);
  const contrast = stream.uniform(0.15, 0.6);
  const grainRate = stream.uniform(10, 40);
  const grainStrength = stream.uniform(0.1, 0.9);
  return (x, y, footprint) => {
    const u = x + turn * y + 300;
    const v = y - turn * x + 300;
    const fade = 1 / (1 + (footprint / cell) * (footprint / cell) * 12);
    const tone = 1 + contrast * (stains(x * stainRate + 200, y * stainRate + 200) - 0.5) * 2;
    const fine = 1 + grainStrength * (grain(u * grainRate, v * grainRate) - 0.5) / (1 + footprint * footprint * grainRate * grainRate);
    let paint: Rgb;
    if (kind === "earth") paint = mix(first, second, stains(u * 1.3, v * 1.3));
    else if (kind === "stripes") paint = mix(first, second, 0.5 + ((Math.floor(u / (cell * 1.6)) & 1) - 0.5) * fade);
    else {
      const column = Math.floor(u / cell);
      const shift = kind === "boards" ? grain(column * 3.1, 7.7) * 9 : 0;
      const length = kind === "boards" ? cell * 6 : cell;
      const rowPlace = v / length + shift;
      const row = Math.floor(rowPlace);
      const isJoint = u / cell - column < joint || rowPlace - row < (kind === "boards" ? joint / 6 : joint);
      const own = grain(column * 1.7 + 0.3, row * 2.9 + 0.6);
      paint = mix(first, second, 0.5 + (own - 0.5) * fade);
      if (isJoint) paint = times(paint, 1 - 0.5 * fade);
    }
    return times(paint, tone * fine);
  };
}
