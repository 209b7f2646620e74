/** Whether a keypoint can be seen. */
import type { Projection } from "../geometry/camera.js";
import type { Passes } from "../sample/passes.js";

/**
 * How far (object units) a surface may lie in front of a keypoint and still count as the keypoint's own surface:
 * keypoints are placed on the surface to about this accuracy.
 */
const TOLERANCE = 0.02;

/**
 * "outside" the image (or behind the camera), "occluded" when every pixel around it shows something nearer, else
 * "visible". The 3×3 neighbourhood keeps points on the outline from flickering.
 * @param projection of the keypoint
 * @param scale world units per object unit
 */
export function keypointVisibility(projection: Projection, passes: Passes, scale: number): "visible" | "occluded" | "outside" {
  const { width, height, depth } = passes;
  if (!(projection.depth > 0) || projection.x < 0 || projection.y < 0 || projection.x >= width || projection.y >= height) return "outside";
  const column = Math.floor(projection.x);
  const row = Math.floor(projection.y);
  const nearest = projection.depth - TOLERANCE * scale;
  for (let y = Math.max(0, row - 1); y <= Math.min(height - 1, row + 1); y++) {
    for (let x = Math.max(0, column - 1); x <= Math.min(width - 1, column + 1); x++) {
      const surface = depth[y * width + x]!;
      if (surface === 0 || surface >= nearest) return "visible";
    }
  }
  return "occluded";
}
