/** A photograph painted again: other colours, flatter areas, a little out of place. */
import type { Image } from "../../core/image.js";
import { pow } from "../../core/math.js";
import { random } from "../../core/random.js";
import { drawColor, emptyCanvas, luminance, mix } from "./canvas.js";
import { finish } from "./finish.js";
import { cloudNoise } from "./noise.js";

const LINEAR = Float32Array.from({ length: 256 }, (_, value) => pow(value / 255, 2.2));

/** @param warpPixels least and most displacement, in a picture of 512 pixels @returns RGB of the photograph's size */
export function repaintPhoto({ width, height, channels, data }: Image, warpPixels: readonly [number, number], seed: number): Image {
  const stream = random(seed, "imitation", "photo");
  const canvas = emptyCanvas(width, height);
  const [dark, bright, other] = [drawColor(stream, 0.02, 0.25), drawColor(stream, 0.75, 1), drawColor(stream, 0.4, 1)];
  const washes = cloudNoise(stream, 3);
  const rate = stream.uniform(1.5, 4) / Math.max(width, height);
  const strength = stream.uniform(0.15, 0.55);
  for (let row = 0, pixel = 0; row < height; row++) {
    for (let column = 0; column < width; column++, pixel++) {
      const at = pixel * channels;
      const [red, green, blue] = channels === 1 ? [LINEAR[data[at]], LINEAR[data[at]], LINEAR[data[at]]] : [LINEAR[data[at]], LINEAR[data[at + 1]], LINEAR[data[at + 2]]];
      const painted = mix(dark, mix(bright, other, washes(column * rate, row * rate)), luminance(red, green, blue));
      canvas.color.set(mix([red, green, blue], painted, strength), pixel * 3);
    }
  }
  return finish(canvas, warpPixels, random(seed, "imitation", "finish"));
}
