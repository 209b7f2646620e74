/** What is painted on: linear colours, row-major, three per pixel. */
import type { Random } from "../../core/random.js";

export type Rgb = readonly [number, number, number];

export interface Canvas {
  width: number;
  height: number;
  color: Float32Array;
}

/** A random colour: mostly muted, sometimes strong. Linear, 0 to 1. */
export function drawColor(stream: Random, darkest = 0.02, brightest = 0.85): Rgb {
  const value = stream.uniform(darkest, brightest);
  const saturation = stream.next() < 0.7 ? stream.uniform(0, 0.4) : stream.uniform(0.4, 0.95);
  const hue = stream.uniform(0, 6);
  const channel = (offset: number): number => {
    const place = (hue + offset) % 6;
    return value * (1 - saturation * Math.max(0, Math.min(1, Math.min(place, 4 - place))));
  };
  return [channel(5), channel(3), channel(1)];
}

/** Lays a colour over a pixel. @param opacity 0 to 1 */
export function blend({ color }: Canvas, pixel: number, [red, green, blue]: Rgb, opacity: number): void {
  const at = pixel * 3;
  color[at] = color[at]! + (red - color[at]!) * opacity;
  color[at + 1] = color[at + 1]! + (green - color[at + 1]!) * opacity;
  color[at + 2] = color[at + 2]! + (blue - color[at + 2]!) * opacity;
}

export function mix(a: Rgb, b: Rgb, share: number): Rgb {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share];
}

export function times([red, green, blue]: Rgb, factor: number): Rgb {
  return [red * factor, green * factor, blue * factor];
}
