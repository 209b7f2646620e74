/**
 * Linear light → 8-bit sRGB. Highlights are rolled off as by the Khronos PBR Neutral tone mapper (2024,
 * github.com/KhronosGroup/ToneMapping), which keeps colours as they are up to 0.8 and desaturates only what is brighter.
 * Its toe, which takes 4 % off the blacks, is left out: dark models need what contrast they have. Rational arithmetic
 * and a table, so that every machine gives the same bytes.
 */
import { pow } from "../core/math.js";
import type { Image, Passes } from "../sample/passes.js";

/** Entries of the table over 0..1; steps of 1/16384 are finer than a byte everywhere but in the blackest tenth of a percent. */
const STEPS = 16384;
const ENCODED = new Uint8Array(STEPS + 1);
for (let step = 0; step <= STEPS; step++) {
  const linear = step / STEPS;
  ENCODED[step] = Math.round(255 * (linear <= 0.0031308 ? 12.92 * linear : 1.055 * pow(linear, 1 / 2.4) - 0.055));
}

/** sRGB byte of a linear value; values outside 0..1 are clamped, NaN gives 0. */
export function encodeSrgb(linear: number): number {
  return linear >= 1 ? 255 : linear > 0 ? ENCODED[(linear * STEPS + 0.5) | 0] : 0;
}

const START_COMPRESSION = 0.8;
const DESATURATION = 0.15;

/**
 * Writes one pixel: tone curve and sRGB encoding.
 * @param red @param green @param blue linear, exposure applied
 * @param out bytes; three are written at `at`
 */
export function writeDisplayPixel(red: number, green: number, blue: number, out: Uint8Array, at: number): void {
  const peak = red > green ? (red > blue ? red : blue) : green > blue ? green : blue;
  if (peak <= START_COMPRESSION) {
    out[at] = encodeSrgb(red);
    out[at + 1] = encodeSrgb(green);
    out[at + 2] = encodeSrgb(blue);
    return;
  }
  // The brightest channel is compressed towards 1, and the colour moves to white with it.
  const room = 1 - START_COMPRESSION;
  const newPeak = 1 - (room * room) / (peak + room - START_COMPRESSION);
  const toWhite = 1 - 1 / (DESATURATION * (peak - newPeak) + 1);
  const scale = (newPeak / peak) * (1 - toWhite);
  const white = newPeak * toWhite;
  out[at] = encodeSrgb(red * scale + white);
  out[at + 1] = encodeSrgb(green * scale + white);
  out[at + 2] = encodeSrgb(blue * scale + white);
}

/**
 * The objects alone, for controls and the `render` output.
 * @param exposure factor on linear radiance
 * @param data memory of width × height × 4 bytes to write into; default: fresh memory
 * @returns RGBA, sRGB-encoded, colour not premultiplied; transparent pixels are black
 */
export function objectImage(passes: Passes, exposure: number, data = new Uint8Array(passes.width * passes.height * 4)): Image {
  const { width, height, color, alpha } = passes;
  data.fill(0);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const opacity = alpha[pixel];
    if (!(opacity > 0)) continue;
    const factor = exposure / opacity;
    writeDisplayPixel(color[pixel * 3] * factor, color[pixel * 3 + 1] * factor, color[pixel * 3 + 2] * factor, data, pixel * 4);
    data[pixel * 4 + 3] = opacity >= 1 ? 255 : Math.round(opacity * 255);
  }
  return { width, height, channels: 4, data };
}
