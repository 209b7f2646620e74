/** The last touch: everything a little out of place, soft, grainy, in another tone. */
import type { Image } from "../../core/image.js";
import { pow } from "../../core/math.js";
import type { Random } from "../../core/random.js";
import { luminance, type Canvas } from "./canvas.js";
import { cloudNoise, tableNoise } from "./noise.js";
import { drawWarp, warped } from "./warp.js";

/** Side of a picture for which sizes in pixels are said. */
const REFERENCE_SIDE = 512;
/** Entries of the tone curve's table over 0..1. */
const STEPS = 4096;

/** @param warpPixels least and most displacement, in a picture of 512 pixels @returns RGB, sRGB-encoded */
export function finish({ width, height, color }: Canvas, warpPixels: readonly [number, number], stream: Random): Image {
  const side = Math.max(width, height);
  const most = (stream.uniform(warpPixels[0], warpPixels[1]) * side) / REFERENCE_SIDE;
  const picture = warped(color, width, height, drawWarp(width, height, most, stream));
  soften(picture, width, height, stream.uniform(0.07, 0.24));
  const gain = [0, 1, 2].map(() => stream.uniform(0.9, 1.1));
  const saturation = stream.uniform(0.75, 1.25);
  const tone = toneCurve(stream);
  const grain = stream.next() < 0.7 ? stream.uniform(0, 0.03) : 0;
  const strokes = cloudNoise(stream, 2);
  const strokeSize = stream.uniform(40, 110) / side;
  const strokeStrength = stream.uniform(0, 0.16);
  const vignette = stream.next() < 0.3 ? stream.uniform(0.1, 0.45) : 0;
  const start = stream.integer(65536);
  const data = new Uint8Array(width * height * 3);
  for (let row = 0, at = 0; row < height; row++) {
    const v = (row / height - 0.5) * 2;
    for (let column = 0; column < width; column++, at += 3) {
      const u = (column / width - 0.5) * 2;
      const factor = (1 + strokeStrength * (strokes(column * strokeSize, row * strokeSize) - 0.5)) * (1 - vignette * 0.5 * (u * u + v * v));
      const gray = luminance(picture[at], picture[at + 1], picture[at + 2]);
      const noise = grain * (tableNoise(start + at) + tableNoise(start * 7 + at * 3) - 1);
      for (let channel = 0; channel < 3; channel++) {
        const linear = (gray + (picture[at + channel] - gray) * saturation) * gain[channel] * factor;
        const shown = tone[linear >= 1 ? STEPS : linear > 0 ? (linear * STEPS + 0.5) | 0 : 0] + noise;
        data[at + channel] = shown <= 0 ? 0 : shown >= 1 ? 255 : Math.round(shown * 255);
      }
    }
  }
  return { width, height, channels: 3, data };
}

/** Gamma, and contrast around the middle, from linear light to what is shown. */
function toneCurve(stream: Random): Float32Array {
  const exponent = stream.uniform(0.88, 1.15) / 2.2;
  const contrast = stream.uniform(-0.15, 0.35);
  const lift = stream.next() < 0.3 ? stream.uniform(0, 0.05) : 0;
  return Float32Array.from({ length: STEPS + 1 }, (_, step) => {
    const shown = pow(step / STEPS, exponent);
    const curved = shown * shown * (3 - 2 * shown);
    return lift + (1 - lift) * (shown + (curved - shown) * contrast);
  });
}

/** Every pixel gets this share of each of its neighbours to the sides; in place. */
function soften(picture: Float32Array, width: number, height: number, share: number): void {
  for (const [step, count, lines, across] of [[3, width, height, width * 3], [width * 3, height, width, 3]] as const) {
    for (let line = 0; line < lines; line++) {
      for (let channel = 0; channel < 3; channel++) {
        let at = line * across + channel;
        let before = picture[at];
        for (let index = 0; index < count; index++, at += step) {
          const here = picture[at];
          const after = index + 1 < count ? picture[at + step] : here;
          picture[at] = here + share * (before + after - 2 * here);
          before = here;
        }
      }
    }
  }
}
