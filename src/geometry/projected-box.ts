/** A 3D box seen through a lens with distortion: its edges are curves. */
import { BOX_EDGES, type BoxXYXY } from "./box.js";
import { projectCameraPoint } from "./camera.js";
import { isInField, type LensDistortion } from "./distortion.js";
import type { Matrix3, Vector3 } from "./vector.js";

/** Points per edge: between them a curve leaves its chord by little more than 1/1000 of the edge. */
const STEPS = 16;

/**
 * Bounds of a box in pixels. Within the field the outline of a box is made of edges, curved as they are.
 * @param corners eight, in camera axes, in the order of `boxCorners`
 * @returns null when a corner is behind the camera, or some of the box lies where the lens shows nothing
 */
export function distortedBoxBounds(corners: readonly Vector3[], K: Matrix3, lens: LensDistortion): BoxXYXY | null {
  let x0 = Infinity, y0 = Infinity, x1 = -Infinity, y1 = -Infinity;
  for (const corner of corners) if (!(corner[2] > 0 && isInField(lens, corner[0] / corner[2], corner[1] / corner[2]))) return null;
  for (const [from, to] of BOX_EDGES) {
    for (let step = 0; step <= STEPS; step++) {
      const { x, y } = projectCameraPoint(K, alongEdge(corners[from]!, corners[to]!, step / STEPS), lens);
      x0 = Math.min(x0, x);
      y0 = Math.min(y0, y);
      x1 = Math.max(x1, x);
      y1 = Math.max(y1, y);
    }
  }
  return [x0, y0, x1, y1];
}

/** A point of the edge's picture at about a share of its length there: evenly spaced in the ideal picture, not in depth. */
export function alongEdge(from: Vector3, to: Vector3, share: number): Vector3 {
  const near = (share * from[2]) / (share * from[2] + (1 - share) * to[2]);
  return [from[0] + near * (to[0] - from[0]), from[1] + near * (to[1] - from[1]), from[2] + near * (to[2] - from[2])];
}
