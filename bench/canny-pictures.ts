/** Pictures that try Canny's corners; the same on every machine. */
import { random } from "../src/core/random.js";
import type { Pixels } from "../src/controls/sobel.js";

/** noise: every value anywhere. ties: few values, so that magnitudes are often equal. extremes: 0 and 255 only. waves: slow colour. object: a shaded disc with stripes on a plain background. frame: constant but for the border. dot: one pixel. halves: a step edge. */
export const CANNY_PICTURES = ["noise", "ties", "extremes", "waves", "object", "frame", "dot", "halves", "plain"] as const;
export type CannyPicture = (typeof CANNY_PICTURES)[number];

/** One picture by name, size and number. */
export function cannyPicture(name: CannyPicture, width: number, height: number, channels: number, number: number): Pixels {
  const data = new Uint8Array(width * height * channels);
  const chance = random(number, name, "canny");
  const base = Array.from({ length: channels }, () => Math.floor(chance.next() * 256));
  const other = Array.from({ length: channels }, () => Math.floor(chance.next() * 256));
  const dotX = Math.floor(chance.next() * width);
  const dotY = Math.floor(chance.next() * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < channels; channel++) {
        const u = (x - width * 0.55) / (width * 0.3);
        const v = (y - height * 0.45) / (height * 0.3);
        const value = {
          noise: () => chance.next() * 256,
          ties: () => Math.floor(chance.next() * 3) * 40 + 60,
          extremes: () => (chance.next() < 0.5 ? 0 : 255),
          waves: () => 128 + 100 * Math.sin(x / 9 + channel) * Math.cos(y / 13 - channel) + chance.next() * 6,
          object: () => (u * u + v * v > 1 ? base[channel]! : 200 - 90 * u - 60 * v + (((x + channel) >> 4) & 1) * 50 + chance.next() * 4),
          frame: () => (x === 0 || y === 0 || x === width - 1 || y === height - 1 ? other[channel]! : base[channel]!),
          dot: () => (x === dotX && y === dotY ? other[channel]! : base[channel]!),
          halves: () => (x + 2 * y < width ? base[channel]! : other[channel]!),
          plain: () => base[channel]!,
        }[name]();
        data[(y * width + x) * channels + channel] = Math.max(0, Math.min(255, Math.floor(value)));
      }
    }
  }
  return { data, width, height, channels };
}
