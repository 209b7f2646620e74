/** What is painted on: linear colours, row-major, three per pixel. */
import type { Random } from "../../core/random.js";

export type Rgb = readonly [number, number, number];

export interface Canvas {
  width: number;
  height: number;
  color: Float32Array;
}

/** A little of it takes the edge off a colour. */
const GRAY: Rgb = [0.18, 0.18, 0.18];

/** A black canvas. */
export function emptyCanvas(width: number, height: number): Canvas {
  return { width, height, color: new Float32Array(width * height * 3) };
}

/**
 * A random colour: mostly muted, sometimes strong. Linear, 0 to 1.
 * @param darkest @param brightest as a viewer sees them, 0 to 1
 * @param strongShare how often it is strong
 */
export function drawColor(stream: Random, darkest = 0.1, brightest = 0.95, strongShare = 0.3): Rgb {
  const value = stream.uniform(darkest, brightest);
  const saturation = stream.next() < strongShare ? stream.uniform(0.45, 0.95) : stream.uniform(0, 0.45);
  return colorOfHue(stream.uniform(0, 6), saturation, value);
}

/** A colour for large areas: seldom strong. */
export function drawCalmColor(stream: Random, darkest = 0.15, brightest = 0.95): Rgb {
  return mix(GRAY, drawColor(stream, darkest, brightest, 0.1), 0.9);
}

/** A colour of a hue (0..6: red, yellow, green, cyan, blue, magenta), saturation and value as a viewer sees them, in linear light. */
export function colorOfHue(hue: number, saturation: number, value: number): Rgb {
  const channel = (offset: number): number => {
    const place = (hue + offset) % 6;
    const seen = value * (1 - saturation * Math.max(0, Math.min(1, Math.min(place, 4 - place))));
    // Close to the sRGB curve, from rational arithmetic.
    return seen * (seen * (seen * 0.305306011 + 0.682171111) + 0.012522878);
  };
  return [channel(5), channel(3), channel(1)];
}

/** Lays a colour over a pixel. @param opacity 0 to 1 */
export function blend({ color }: Canvas, pixel: number, [red, green, blue]: Rgb, opacity: number): void {
  const at = pixel * 3;
  color[at] += (red - color[at]) * opacity;
  color[at + 1] += (green - color[at + 1]) * opacity;
  color[at + 2] += (blue - color[at + 2]) * opacity;
}

/** Makes a pixel darker. */
export function darken({ color }: Canvas, pixel: number, factor: number): void {
  const at = pixel * 3;
  color[at] *= factor;
  color[at + 1] *= factor;
  color[at + 2] *= factor;
}

export function mix(a: Rgb, b: Rgb, share: number): Rgb {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share];
}

export function times([red, green, blue]: Rgb, factor: number): Rgb {
  return [red * factor, green * factor, blue * factor];
}

/** Luminance of a linear colour (Rec. 709). */
export function luminance(red: number, green: number, blue: number): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
