/** The last touch: everything a little out of place, soft, grainy, in another tone. */
import type { Image } from "../../core/image.js";
import { pow } from "../../core/math.js";
import type { Random } from "../../core/random.js";
import type { Canvas } from "./canvas.js";
import { planeNoise } from "./noise.js";

/** Side of a picture for which sizes in pixels are said. */
const REFERENCE_SIDE = 512;

/** @param warpPixels least and most displacement, in a picture of 512 pixels @returns RGB, sRGB-encoded */
export function finish({ width, height, color }: Canvas, warpPixels: readonly [number, number], stream: Random): Image {
  const side = Math.max(width, height);
  const reach = (stream.uniform(warpPixels[0], warpPixels[1]) * side) / REFERENCE_SIDE;
  const [moveX, moveY] = [planeNoise(stream), planeNoise(stream)];
  const waves = stream.uniform(2, 6);
  const softness = stream.uniform(0, 0.5);
  const gain = [0, 1, 2].map(() => stream.uniform(0.85, 1.15));
  const gamma = stream.uniform(0.85, 1.2);
  const grain = stream.uniform(0, 0.02);
  const data = new Uint8Array(width * height * 3);
  for (let row = 0, pixel = 0; row < height; row++) {
    for (let column = 0; column < width; column++, pixel++) {
      // Value noise lies around a half, seldom at its ends: 2.5 times it goes nearly as far as said.
      const dx = Math.max(-1, Math.min(1, (moveX((column / side) * waves, (row / side) * waves) - 0.5) * 2.5)) * reach;
      const dy = Math.max(-1, Math.min(1, (moveY((column / side) * waves, (row / side) * waves) - 0.5) * 2.5)) * reach;
      const x = clamp(column + dx, width - 1);
      const y = clamp(row + dy, height - 1);
      const x0 = Math.min(width - 2, Math.floor(x));
      const y0 = Math.min(height - 2, Math.floor(y));
      const right = soften(x - x0, softness);
      const down = soften(y - y0, softness);
      const noise = grain === 0 ? 0 : grain * (stream.next() + stream.next() - 1) * 1.7;
      for (let channel = 0; channel < 3; channel++) {
        const corner = (y0 * width + x0) * 3 + channel;
        const above = color[corner]! * (1 - right) + color[corner + 3]! * right;
        const below = color[corner + width * 3]! * (1 - right) + color[corner + width * 3 + 3]! * right;
        const linear = Math.max(0, Math.min(1, (above * (1 - down) + below * down) * gain[channel]!));
        data[pixel * 3 + channel] = Math.round(255 * Math.max(0, Math.min(1, pow(linear, gamma / 2.2) + noise)));
      }
    }
  }
  return { width, height, channels: 3, data };
}

function soften(share: number, softness: number): number {
  return share * (1 - softness) + 0.5 * softness;
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(most, value));
}
