/** How much of its surroundings each point of the objects sees: creases, insides and what is near the ground are darker. */
import { ambientOcclusion } from "../../../render/ambient-occlusion.js";
import type { Passes } from "../../../sample/passes.js";
import type { Outlook } from "../outlook.js";
import { smoothStep } from "../noise.js";

/** How far things darken one another, in world units; an object is about one long. */
const REACH = 0.25;
/** Height up to which the ground darkens what stands on it. */
const GROUND_REACH = 0.14;

/** @param strength 0 = all open, 1 = as it is, more = exaggerated @returns 0 to 1 per pixel; 1 where no object is */
export function opennessOf(passes: Passes, { K, up, cameraHeight }: Outlook, strength: number): Float32Array {
  const { width, height, depth, normal } = passes;
  const open = new Float32Array(width * height).fill(1);
  const map = ambientOcclusion(passes, K, REACH);
  if (map === null) return open;
  for (let row = map.row0 * 2; row < Math.min(height, (map.row0 + map.height) * 2); row++) {
    const rayY = (row + 0.5 - K[5]) / K[4];
    for (let column = map.column0 * 2; column < Math.min(width, (map.column0 + map.width) * 2); column++) {
      const pixel = row * width + column;
      const z = depth[pixel];
      if (z === 0) continue;
      const cell = ((row >> 1) - map.row0) * map.width + (column >> 1) - map.column0;
      const near = map.depth[cell] === 0 ? 1 : map.openness[cell];
      const above = cameraHeight + z * (((column + 0.5 - K[2]) / K[0]) * up[0] + rayY * up[1] + up[2]);
      const facesUp = normal[pixel * 3] * up[0] + normal[pixel * 3 + 1] * up[1] + normal[pixel * 3 + 2] * up[2];
      const contact = 0.6 + 0.4 * smoothStep(-0.02, GROUND_REACH, above + Math.max(0, facesUp) * GROUND_REACH);
      const value = 1 + (near * contact - 1) * strength;
      open[pixel] = value < 0.05 ? 0.05 : value;
    }
  }
  return open;
}
