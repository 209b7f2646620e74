/** Background `room`: one or two walls with stripes, tiles, pictures or a window, over a floor. */
import { cos, sin } from "../../../core/math.js";
import type { Random } from "../../../core/random.js";
import { drawCalmColor, mix, times, type Canvas, type Rgb } from "../canvas.js";
import { cloudNoise } from "../noise.js";
import type { Outlook } from "../outlook.js";
import { drawFloor } from "./floor.js";

/** Colour at a place on a wall: across, and above the floor. */
type Wall = (across: number, height: number) => Rgb;

export function room(canvas: Canvas, { K, up, right, forward, cameraHeight }: Outlook, stream: Random): void {
  const { width, height, color } = canvas;
  const floor = drawFloor(stream);
  const base = drawCalmColor(stream, 0.35, 1);
  const walls = [drawWall(base, stream), drawWall(stream.next() < 0.7 ? times(base, stream.uniform(0.6, 0.9)) : drawCalmColor(stream, 0.3, 0.95), stream)] as const;
  const turn = stream.uniform(0.15, 1.4);
  const [c, s] = [cos(turn), sin(turn)];
  // Behind the object, which is a unit long and two or more away.
  const distances = [stream.uniform(3.2, 6), stream.uniform(3.2, 6)] as const;
  const isCorner = stream.next() < 0.5;
  for (let row = 0, at = 0; row < height; row++) {
    const rayY = (row + 0.5 - K[5]) / K[4];
    for (let column = 0; column < width; column++, at += 3) {
      const rayX = (column + 0.5 - K[2]) / K[0];
      const rise = rayX * up[0] + rayY * up[1] + up[2];
      const ahead = rayX * forward[0] + rayY * forward[1] + forward[2];
      const aside = rayX * right[0] + rayY * right[1] + right[2];
      // Steps along the ray to each wall.
      const first = isCorner ? distances[0] / Math.max(1e-3, ahead * c + aside * s) : distances[0] / Math.max(1e-3, ahead);
      const second = isCorner ? distances[1] / Math.max(1e-3, ahead * s - aside * c) : Infinity;
      const steps = first < second ? first : second;
      const above = cameraHeight + rise * steps;
      if (above < 0 && rise < 0) {
        const distance = cameraHeight / -rise;
        const close = Math.min(1, (distance * -1 + steps) * 0.8 + 0.65);
        color.set(times(floor(aside * distance, ahead * distance, (distance * distance) / (cameraHeight * K[0])), close), at);
        continue;
      }
      const wall = first < second ? walls[0] : walls[1];
      const along = (first < second) === isCorner ? (aside * c - ahead * s) * steps : isCorner ? (ahead * c + aside * s) * steps : aside * steps;
      const shade = isCorner ? Math.min(1, 0.7 + 0.25 * Math.abs(first - second)) : 1;
      color.set(times(wall(along, above), shade), at);
    }
  }
}

function drawWall(base: Rgb, stream: Random): Wall {
  const kind = stream.pick(["plain", "plain", "stripes", "panels", "bricks"] as const);
  const other = mix(base, drawCalmColor(stream), stream.uniform(0.15, 0.6));
  const stains = cloudNoise(stream, 3);
  const skirting = stream.next() < 0.6 ? stream.uniform(0.05, 0.14) : 0;
  const skirtingColor = drawCalmColor(stream, 0.1, 0.95);
  const cell = stream.uniform(0.12, 0.6);
  const things = Array.from({ length: stream.integer(4) }, () => drawFrame(stream));
  return (across, height) => {
    for (const { x, y, halfWidth, halfHeight, frame, inside, paint, border } of things) {
      const u = Math.abs(across - x) / halfWidth;
      const v = Math.abs(height - y) / halfHeight;
      if (u >= 1 || v >= 1) continue;
      if (u > 1 - border || v > 1 - border) return frame;
      return mix(paint, inside, stains(across * 6 + 30, height * 6));
    }
    if (height < skirting) return skirtingColor;
    const tone = 0.85 + 0.3 * stains(across * 0.8 + 50, height * 0.8 + 20);
    if (kind === "plain") return times(base, tone);
    const column = Math.floor(across / cell);
    if (kind === "stripes") return times((column & 1) === 0 ? base : other, tone);
    const row = Math.floor(height / (cell * 0.5));
    const place = kind === "bricks" ? across / cell + (row & 1) * 0.5 : across / cell;
    const isJoint = place - Math.floor(place) < 0.06 || (kind === "bricks" && height / (cell * 0.5) - row < 0.12);
    return times(isJoint ? other : base, tone);
  };
}

/** A picture, a window or a shelf board. */
function drawFrame(stream: Random) {
  return {
    x: stream.uniform(-2.2, 2.2),
    y: stream.uniform(0.5, 2),
    halfWidth: stream.uniform(0.15, 0.7),
    halfHeight: stream.uniform(0.12, 0.6),
    border: stream.uniform(0.04, 0.2),
    frame: drawCalmColor(stream),
    inside: drawCalmColor(stream, 0.2, 1),
    paint: drawCalmColor(stream, 0.2, 1),
  };
}
