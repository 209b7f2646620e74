/** Passes copied, whole or pixel by pixel, all arrays in step. */
import type { Passes } from "../sample/passes.js";

/** Passes of their own. */
export function copyOf(passes: Passes): Passes {
  return {
    width: passes.width,
    height: passes.height,
    color: passes.color.slice(),
    alpha: passes.alpha.slice(),
    depth: passes.depth.slice(),
    normal: passes.normal.slice(),
    instanceId: passes.instanceId.slice(),
    partId: passes.partId.slice(),
    objectCoordinates: passes.objectCoordinates.slice(),
  };
}

/** Makes a pixel show what it shows in passes of the same size. */
export function copyPixel(from: Passes, to: Passes, pixel: number): void {
  for (const name of ["color", "normal", "objectCoordinates"] as const) {
    for (let channel = 0; channel < 3; channel++) to[name][pixel * 3 + channel] = from[name][pixel * 3 + channel]!;
  }
  for (const name of ["alpha", "depth", "instanceId", "partId"] as const) to[name][pixel] = from[name][pixel]!;
}
