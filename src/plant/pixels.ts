/** Passes made, and copied, whole or pixel by pixel, all arrays in step. */
import type { Passes } from "../sample/passes.js";

/** Passes that show nothing. */
export function emptyPasses({ width, height }: Pick<Passes, "width" | "height">): Passes {
  const pixels = width * height;
  return {
    width,
    height,
    color: new Float32Array(pixels * 3),
    alpha: new Float32Array(pixels),
    depth: new Float32Array(pixels),
    normal: new Float32Array(pixels * 3),
    instanceId: new Uint16Array(pixels),
    partId: new Uint16Array(pixels),
    objectCoordinates: new Float32Array(pixels * 3),
  };
}

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
