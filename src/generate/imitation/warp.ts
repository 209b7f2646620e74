/** How far each pixel of the picture is out of place. */
import type { Random } from "../../core/random.js";
import { planeNoise } from "./noise.js";

/** In pixels, row-major. */
export interface Warp {
  x: Float32Array;
  y: Float32Array;
}

/** Value noise lies around a half, seldom at its ends: this brings it nearly to ±1. */
const STRETCH = 2.6;

/** A smooth warp. @param most longest displacement in pixels; no pixel goes farther */
export function drawWarp(width: number, height: number, most: number, stream: Random): Warp {
  const [moveX, moveY] = [planeNoise(stream), planeNoise(stream)];
  const waves = stream.uniform(2.5, 6) / Math.max(width, height);
  const warp: Warp = { x: new Float32Array(width * height), y: new Float32Array(width * height) };
  for (let row = 0, pixel = 0; row < height; row++) {
    for (let column = 0; column < width; column++, pixel++) {
      const x = (moveX(column * waves, row * waves) - 0.5) * STRETCH;
      const y = (moveY(column * waves, row * waves) - 0.5) * STRETCH;
      const length = Math.sqrt(x * x + y * y);
      const factor = length > 1 ? most / length : most;
      warp.x[pixel] = x * factor;
      warp.y[pixel] = y * factor;
    }
  }
  return warp;
}

/** The colours at the displaced places, between four pixels each. @returns width × height × 3 */
export function warped(color: Float32Array, width: number, height: number, warp: Warp): Float32Array {
  const result = new Float32Array(color.length);
  const across = width > 1 ? 3 : 0;
  const down = height > 1 ? width * 3 : 0;
  for (let row = 0, pixel = 0; row < height; row++) {
    for (let column = 0; column < width; column++, pixel++) {
      const x = Math.max(0, Math.min(width - 1, column + warp.x[pixel]));
      const y = Math.max(0, Math.min(height - 1, row + warp.y[pixel]));
      const left = Math.max(0, Math.min(width - 2, Math.floor(x)));
      const top = Math.max(0, Math.min(height - 2, Math.floor(y)));
      const u = x - left;
      const v = y - top;
      const at = (top * width + left) * 3;
      for (let channel = 0; channel < 3; channel++) {
        const corner = at + channel;
        const above = color[corner] + (color[corner + across] - color[corner]) * u;
        const below = color[corner + down] + (color[corner + down + across] - color[corner + down]) * u;
        result[pixel * 3 + channel] = above + (below - above) * v;
      }
    }
  }
  return result;
}
