/** Background `studio`: a backdrop that bends into the floor, brighter in the middle. */
import type { Random } from "../../../core/random.js";
import { drawCalmColor, mix, times, type Canvas } from "../canvas.js";
import { cloudNoise, smoothStep } from "../noise.js";
import type { Outlook } from "../outlook.js";

export function studio(canvas: Canvas, { K, up, cameraHeight }: Outlook, stream: Random): void {
  const { width, height, color } = canvas;
  const wall = drawCalmColor(stream, 0.15, 1);
  const floor = stream.next() < 0.6 ? times(wall, stream.uniform(0.55, 1.3)) : drawCalmColor(stream, 0.15, 1);
  const stains = cloudNoise(stream, 3);
  const strength = stream.uniform(0.03, 0.25);
  const glow = stream.uniform(0, 0.8);
  const [x, y] = [stream.uniform(0.3, 0.7), stream.uniform(0.25, 0.65)];
  // Where floor becomes wall: sharp, or a wide bend.
  const distance = stream.uniform(3.2, 5);
  const bend = stream.next() < 0.4 ? 0.02 : stream.uniform(0.2, 0.9);
  for (let row = 0, at = 0; row < height; row++) {
    const rayY = (row + 0.5 - K[5]) / K[4];
    for (let column = 0; column < width; column++, at += 3) {
      const rayX = (column + 0.5 - K[2]) / K[0];
      const above = cameraHeight + (rayX * up[0] + rayY * up[1] + up[2]) * distance;
      const [u, v] = [column / width - x, row / height - y];
      const light = 1 + glow * (0.35 - 1.6 * (u * u + v * v)) + strength * (stains((column / width) * 4, (row / height) * 4) - 0.5) * 2;
      color.set(times(mix(floor, wall, smoothStep(-bend, bend, above)), Math.max(0.15, light)), at);
    }
  }
}
