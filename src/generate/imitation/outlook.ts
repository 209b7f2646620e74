/** How the painter sees the world around the object: where up is, and how far below the camera the ground lies. */
import { add, dot, normalize, scale, subtract, type Matrix3, type Vector3 } from "../../geometry/vector.js";
import type { Random } from "../../core/random.js";
import type { Camera } from "../../geometry/camera.js";
import type { Passes } from "../../sample/passes.js";

/** All in camera axes (x right, y down, z forward) and world units. */
export interface Outlook {
  K: Matrix3;
  /** Unit vectors: up, and two across that complete it. */
  up: Vector3;
  right: Vector3;
  forward: Vector3;
  /** Height of the camera above the ground that the object stands on; negative when it is below. */
  cameraHeight: number;
}

/** The true outlook: the ground is where the lowest visible point of the objects is. */
export function outlookOf(camera: Camera, passes: Passes): Outlook {
  const R = camera.rotationWorldToCamera;
  const up: Vector3 = [R[2], R[5], R[8]];
  let lowest = Infinity;
  for (let row = 0, pixel = 0; row < passes.height; row++) {
    const y = (row + 0.5 - camera.K[5]) / camera.K[4];
    for (let column = 0; column < passes.width; column++, pixel++) {
      const z = passes.depth[pixel];
      if (z === 0) continue;
      const height = z * (up[0] * ((column + 0.5 - camera.K[2]) / camera.K[0]) + up[1] * y + up[2]);
      if (height < lowest) lowest = height;
    }
  }
  const T = camera.translationWorldToCamera;
  // Nothing seen: the world's origin is as good a place to stand on as any.
  return { K: camera.K, up, ...across(up), cameraHeight: lowest === Infinity ? -dot(up, T) : -lowest };
}

/** As a painter may have it, who was told nothing about the camera: a little off, sometimes much. Never from under the ground. */
export function paintersOutlook(outlook: Outlook, stream: Random): Outlook {
  const reach = stream.next() < 0.3 ? 0.35 : 0.05;
  const offset: Vector3 = [stream.uniform(-0.2, 0.2) * reach, stream.uniform(-1, 1) * reach, stream.uniform(-1, 1) * reach];
  const up = normalize(add(outlook.up, offset));
  return { ...outlook, up, ...across(up), cameraHeight: Math.max(0.25, outlook.cameraHeight) };
}

/** Directions across a vertical: to the right in the picture, and ahead. */
function across(up: Vector3): { right: Vector3; forward: Vector3 } {
  const ahead: Vector3 = Math.abs(up[2]) < 0.95 ? [0, 0, 1] : [0, -1, 0];
  const forward = normalize(subtract(ahead, scale(up, dot(ahead, up))));
  // up × forward would point left in these axes.
  return { forward, right: [forward[1] * up[2] - forward[2] * up[1], forward[2] * up[0] - forward[0] * up[2], forward[0] * up[1] - forward[1] * up[0]] };
}
