/** Where edges of a rendered object are looked for. */
import type { Image } from "../core/image.js";
import { canny, type CannySettings } from "./opencv-canny.js";
import { toneCurve } from "./tone-curve.js";

/** `object`: its tones spread, over a ground that contrasts with it, outline included. `original`: as it is, over black. */
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

/** The picture that {@link onContrastingGround} made last; canny has read it when it is called again. */
let grounded = new Uint8Array(0);

/**
 * RGB with the object's tones spread, over black or white, whichever is further from the colours along the outline,
 * with alpha as a fourth channel. Canny takes the steepest channel of each pixel, so the outline of alpha joins the edges
 * in the same pass: it is found whatever the colours, as one thin line, which two edge pictures laid over each other
 * would not give.
 */
function onContrastingGround(object: Image): { data: Uint8Array; channels: number } {
  const curve = toneCurve(object);
  const ground = curve[Math.round(outlineLuminance(object))]! < 128 ? 255 : 0;
  const { data: from } = object;
  if (grounded.length !== from.length) grounded = new Uint8Array(from.length);
  const data = grounded;
  new Uint32Array(data.buffer).fill(new Uint32Array(Uint8Array.of(ground, ground, ground, 0).buffer)[0]!);
  for (let pixel = 0; pixel < data.length; pixel += 4) {
    const alpha = from[pixel + 3]!;
    if (alpha === 0) continue;
    data[pixel + 3] = alpha;
    for (let channel = pixel; channel < pixel + 3; channel++) {
      const value = curve[from[channel]!]!;
      data[channel] = alpha === 255 ? value : Math.round((value * alpha + ground * (255 - alpha)) / 255);
    }
  }
  return { data, channels: 4 };
}

/** Mean luma (0..255) of the object's pixels that have an empty pixel beside or below or above them; 0 without any. */
function outlineLuminance({ data, width, height }: Image): number {
  let sum = 0;
  let count = 0;
  const stride = width * 4;
  for (let y = 1; y < height - 1; y++) {
    for (let pixel = y * stride + 4, end = pixel + stride - 8; pixel < end; pixel += 4) {
      if (data[pixel + 3]! < 128) continue;
      if (data[pixel - 1]! >= 128 && data[pixel + 7]! >= 128 && data[pixel + 3 - stride]! >= 128 && data[pixel + 3 + stride]! >= 128) continue;
      sum += 0.2126 * data[pixel]! + 0.7152 * data[pixel + 1]! + 0.0722 * data[pixel + 2]!;
      count++;
    }
  }
  return count === 0 ? 0 : sum / count;
}
