/** A background that nobody asked for: sky and ground or a wall, with clouds, stains and lines. */
import type { Random } from "../../core/random.js";
import { mix, times, drawColor, type Canvas, type Rgb } from "./canvas.js";
import { cloudNoise } from "./noise.js";

/** Paints over the whole canvas. */
export function paintBackground(canvas: Canvas, stream: Random): void {
  const { width, height, color } = canvas;
  const above: readonly [Rgb, Rgb] = [drawColor(stream, 0.1, 0.9), drawColor(stream, 0.1, 0.9)];
  const below: readonly [Rgb, Rgb] = [drawColor(stream), drawColor(stream)];
  const horizon = stream.next() < 0.75 ? stream.uniform(0.25, 0.75) : 2;
  const tilt = stream.uniform(-0.06, 0.06);
  const clouds = cloudNoise(stream, 4);
  const stains = cloudNoise(stream, 4);
  const grain = stream.uniform(3, 9);
  const strength = stream.uniform(0.2, 0.8);
  const lines = stream.next() < 0.35 ? { count: stream.uniform(6, 24), slope: stream.uniform(-1, 1), darkness: stream.uniform(0.5, 0.85) } : null;
  for (let row = 0, pixel = 0; row < height; row++) {
    const y = row / height;
    for (let column = 0; column < width; column++, pixel++) {
      const x = column / width;
      const edge = horizon + tilt * (x - 0.5);
      const isGround = y > edge;
      // The ground's pattern gets finer towards the horizon, as in perspective.
      const depth = isGround ? 1 / (y - edge + 0.08) : 1;
      const cloud = isGround ? stains((x - 0.5) * depth * grain + 9, depth * grain) : clouds(x * grain, y * grain);
      let paint = isGround ? mix(below[0], below[1], (y - edge) / Math.max(0.05, 1 - edge)) : mix(above[0], above[1], y / Math.min(1, edge));
      paint = times(paint, 1 + strength * (cloud - 0.5) * 2);
      if (lines !== null && !isGround) {
        const phase = (x + lines.slope * y) * lines.count;
        if (phase - Math.floor(phase) < 0.12) paint = times(paint, lines.darkness);
      }
      color.set(paint, pixel * 3);
    }
  }
}
