/** Things that are not the object: shaded ellipsoids and boxes, behind it or before it. */
import type { Random } from "../../core/random.js";
import { cos, sin } from "../../core/math.js";
import { blend, drawColor, times, type Canvas, type Rgb } from "./canvas.js";
import { planeNoise } from "./noise.js";

/** Where something is put: its centre and half sizes, in pixels. */
export interface Place {
  x: number;
  y: number;
  halfWidth: number;
  halfHeight: number;
}

/** Paints one thing. @param light unit vector towards the light, in camera axes */
export function paintThing(canvas: Canvas, place: Place, light: Rgb, stream: Random): void {
  const { width, height } = canvas;
  const first = drawColor(stream);
  const second = stream.next() < 0.5 ? drawColor(stream) : first;
  const noise = planeNoise(stream);
  const isBox = stream.next() < 0.5;
  const turn = stream.uniform(-0.5, 0.5);
  const [c, s] = [cos(turn), sin(turn)];
  const bands = stream.uniform(1, 5);
  const reach = Math.ceil(Math.max(place.halfWidth, place.halfHeight) * 1.5);
  for (let row = Math.max(0, Math.floor(place.y - reach)); row < Math.min(height, place.y + reach); row++) {
    for (let column = Math.max(0, Math.floor(place.x - reach)); column < Math.min(width, place.x + reach); column++) {
      const u = ((column - place.x) * c + (row - place.y) * s) / place.halfWidth;
      const v = ((row - place.y) * c - (column - place.x) * s) / place.halfHeight;
      const shade = isBox ? boxShade(u, v, light) : ellipsoidShade(u, v, light);
      if (shade === null) continue;
      const pixel = row * width + column;
      const isSecond = noise(u * bands + 7, v * bands) > 0.55;
      blend(canvas, pixel, times(isSecond ? second : first, shade), 1);
    }
  }
}

/** Light on an upright box of which a front and a side are seen. */
function boxShade(u: number, v: number, [x, y, z]: Rgb): number | null {
  if (Math.abs(u) > 1 || Math.abs(v) > 1) return null;
  const lit = u < 0.4 ? -z : x;
  const top = v < -0.75 ? -y : null;
  return 0.35 + 0.65 * Math.max(0, top ?? lit);
}

function ellipsoidShade(u: number, v: number, [x, y, z]: Rgb): number | null {
  const square = u * u + v * v;
  if (square > 1) return null;
  return 0.25 + 0.75 * Math.max(0, u * x + v * y - Math.sqrt(1 - square) * z);
}
