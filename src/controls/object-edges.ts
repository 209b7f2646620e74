/** Where edges of a rendered object are looked for. */
import type { Image } from "../core/image.js";
import { canny, type CannySettings } from "./opencv-canny.js";

/** `object`: brightened, over a ground that contrasts with it, outline included. `original`: as it is, over black. */
export type EdgeSource = "object" | "original";

/**
 * Edges of an object on a transparent ground.
 * @param object RGBA, colour not multiplied by alpha
 * @param source see {@link EdgeSource}
 * @returns width × height bytes, 0 or 255
 */
export function objectEdges(object: Image, source: EdgeSource, settings: CannySettings): Uint8Array {
  const { width, height } = object;
  const ground = source === "original" ? alphaDropped(object) : onContrastingGround(object);
  return canny({ ...ground, width, height }, settings);
}

/** RGB with black where nothing is: what opening the render without its alpha gives. */
function alphaDropped({ data }: Image): { data: Uint8Array; channels: number } {
  const rgb = new Uint8Array((data.length / 4) * 3);
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    if (data[from + 3] === 0) continue;
    rgb[to] = data[from]!;
    rgb[to + 1] = data[from + 1]!;
    rgb[to + 2] = data[from + 2]!;
  }
  return { data: rgb, channels: 3 };
}

/**
 * RGB, brightened, over black or white, whichever is further from the colours along the outline, with alpha as a
 * fourth channel. Canny takes the steepest channel of each pixel, so the outline of alpha joins the edges in the same
 * pass: it is found whatever the colours, as one thin line, which two edge pictures laid over each other would not give.
 */
function onContrastingGround(object: Image): { data: Uint8Array; channels: number } {
  const gain = brightening(object);
  const brightened = Uint8Array.from({ length: 256 }, (_, value) => Math.min(255, Math.round(value * gain)));
  const ground = brightened[Math.round(outlineLuminance(object))]! < 128 ? 255 : 0;
  const data = object.data.slice();
  for (let pixel = 0; pixel < data.length; pixel += 4) {
    const alpha = data[pixel + 3]!;
    if (alpha === 0) {
      data[pixel] = data[pixel + 1] = data[pixel + 2] = ground;
      continue;
    }
    for (let channel = pixel; channel < pixel + 3; channel++) {
      const value = brightened[data[channel]!]!;
      data[channel] = alpha === 255 ? value : Math.round((value * alpha + ground * (255 - alpha)) / 255);
    }
  }
  return { data, channels: 4 };
}

const BRIGHTEST_SHARE = 0.05;
const MOST_BRIGHTENING = 4;

/**
 * Factor that makes the brightest twentieth of the object white, so that the creases of a dark object rise above the
 * thresholds like those of a bright one (crease recall on the test models: 0.73 without, 0.81 with).
 */
function brightening({ data }: Image): number {
  const pixelsOfPeak = new Uint32Array(256);
  let pixels = 0;
  for (let pixel = 0; pixel < data.length; pixel += 4) {
    if (data[pixel + 3]! < 128) continue;
    const red = data[pixel]!;
    const green = data[pixel + 1]!;
    const blue = data[pixel + 2]!;
    pixelsOfPeak[red > green ? (red > blue ? red : blue) : green > blue ? green : blue]!++;
    pixels++;
  }
  let peak = 255;
  for (let brighter = pixelsOfPeak[peak]!; peak > 1 && brighter < pixels * BRIGHTEST_SHARE; brighter += pixelsOfPeak[peak]!) peak--;
  return Math.min(255 / peak, MOST_BRIGHTENING);
}

/** Mean luma (0..255) of the object's pixels that have an empty pixel beside or below or above them; 0 without any. */
function outlineLuminance({ data, width, height }: Image): number {
  let sum = 0;
  let count = 0;
  const isEmpty = (x: number, y: number) => data[(y * width + x) * 4 + 3]! < 128;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      if (isEmpty(x, y) || !(isEmpty(x - 1, y) || isEmpty(x + 1, y) || isEmpty(x, y - 1) || isEmpty(x, y + 1))) continue;
      const pixel = (y * width + x) * 4;
      sum += 0.2126 * data[pixel]! + 0.7152 * data[pixel + 1]! + 0.0722 * data[pixel + 2]!;
      count++;
    }
  }
  return count === 0 ? 0 : sum / count;
}
