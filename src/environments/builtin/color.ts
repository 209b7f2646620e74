/** Linear colours of the built-in environments. */
import { pow } from "../../core/math.js";
import type { Vector3 } from "../../geometry/vector.js";

/** An sRGB colour 0xRRGGBB as linear RGB (IEC 61966-2-1). */
export function linearColor(hex: number): Vector3 {
  const channel = (value: number): number => (value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4));
  return [channel((hex >> 16) / 255), channel(((hex >> 8) & 255) / 255), channel((hex & 255) / 255)];
}

/** Rec. 709 luminance of linear RGB. */
export function luminance(color: ArrayLike<number>): number {
  return 0.2126 * color[0]! + 0.7152 * color[1]! + 0.0722 * color[2]!;
}

/** Between two colours: `a` at 0, `b` at 1. */
export function mixColors(a: Vector3, b: Vector3, share: number): Vector3 {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share];
}
