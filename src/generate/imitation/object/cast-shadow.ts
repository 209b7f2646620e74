/** The shadow of the objects on the ground, from what the camera sees of them. */
import { dot, type Vector3 } from "../../../geometry/vector.js";
import type { Random } from "../../../core/random.js";
import type { Passes } from "../../../sample/passes.js";
import { blur } from "../blur.js";
import { darken, type Canvas } from "../canvas.js";
import type { Light } from "../light.js";
import type { Outlook } from "../outlook.js";

/** Darkens the ground away from the light and, softly, right under the objects. @param outlook the true one */
export function castShadow(canvas: Canvas, passes: Passes, outlook: Outlook, light: Light, stream: Random): void {
  const side = Math.max(canvas.width, canvas.height);
  const strength = stream.uniform(0.35, 0.85);
  const softness = stream.uniform(0.006, 0.03);
  const contact = stream.uniform(0.3, 0.7);
  if (outlook.cameraHeight <= 0) return;
  darkenBy(canvas, shadowMap(passes, outlook, light.direction, Math.max(1, Math.round((softness * side) / 2))), strength);
  darkenBy(canvas, shadowMap(passes, outlook, outlook.up, Math.max(1, Math.round(0.012 * side))), contact);
}

/** A map of half the picture's size; 0 to about 1. */
interface ShadowMap {
  width: number;
  height: number;
  values: Float32Array;
}

/** Every point of the objects is moved along the light to the ground. @param radius of the blur, in cells */
function shadowMap(passes: Passes, { K, up, cameraHeight }: Outlook, towardsLight: Vector3, radius: number): ShadowMap {
  const width = (passes.width + 1) >> 1;
  const height = (passes.height + 1) >> 1;
  const values = new Float32Array(width * height);
  const sink = 1 / Math.max(0.15, dot(towardsLight, up));
  for (let row = 0; row < passes.height; row++) {
    const rayY = (row + 0.5 - K[5]) / K[4];
    for (let column = 0; column < passes.width; column++) {
      const z = passes.depth[row * passes.width + column];
      if (z === 0) continue;
      const x = z * ((column + 0.5 - K[2]) / K[0]);
      const y = z * rayY;
      const fall = (cameraHeight + x * up[0] + y * up[1] + z * up[2]) * sink;
      const depth = z - towardsLight[2] * fall;
      if (depth <= 0.05) continue;
      const u = Math.floor(((K[0] * (x - towardsLight[0] * fall)) / depth + K[2]) / 2);
      const v = Math.floor(((K[4] * (y - towardsLight[1] * fall)) / depth + K[5]) / 2);
      if (u >= 0 && v >= 0 && u < width && v < height) values[v * width + u] = 1;
    }
  }
  // Points lie apart where the surface is seen flat: what is nearly covered counts as covered.
  blur(values, width, height, 1, 1, 1);
  for (let cell = 0; cell < values.length; cell++) values[cell] = Math.min(1, values[cell] * 2.2);
  blur(values, width, height, 1, radius);
  return { width, height, values };
}

function darkenBy(canvas: Canvas, { width, height, values }: ShadowMap, strength: number): void {
  for (let row = 0, pixel = 0; row < canvas.height; row++) {
    const y = Math.max(0, Math.min(height - 1, (row - 0.5) / 2));
    const top = Math.floor(y);
    const below = top + 1 < height ? width : 0;
    for (let column = 0; column < canvas.width; column++, pixel++) {
      const x = Math.max(0, Math.min(width - 1, (column - 0.5) / 2));
      const left = Math.floor(x);
      const at = top * width + left;
      const next = left + 1 < width ? 1 : 0;
      const upper = values[at] + (values[at + next] - values[at]) * (x - left);
      const lower = values[at + below] + (values[at + below + next] - values[at + below]) * (x - left);
      const dark = upper + (lower - upper) * (y - top);
      if (dark > 0.003) darken(canvas, pixel, 1 - strength * dark);
    }
  }
}
