/** Axis-aligned boxes in the plane and in an object's frame. */
import type { Vector3 } from "./vector.js";

/** A 2D box [x0, y0, x1, y1] in pixels; edges, so a single pixel (3, 5) is [3, 5, 4, 6]. */
export type BoxXYXY = readonly [number, number, number, number];

/** A 3D box by centre and full side lengths, aligned with its frame's axes. */
export interface Box3 {
  center: Vector3;
  dimensions: Vector3;
}

/**
 * The eight corners. Order: the bits of the index choose the sign of x (bit 2), y (bit 1), z (bit 0); 0 = minus.
 */
export function boxCorners(box: Box3): Vector3[] {
  const corners: Vector3[] = [];
  for (let index = 0; index < 8; index++) {
    corners.push([
      box.center[0] + ((index & 4 ? 1 : -1) * box.dimensions[0]) / 2,
      box.center[1] + ((index & 2 ? 1 : -1) * box.dimensions[1]) / 2,
      box.center[2] + ((index & 1 ? 1 : -1) * box.dimensions[2]) / 2,
    ]);
  }
  return corners;
}

/** Pairs of corner indices of {@link boxCorners} that are joined by an edge. */
export const BOX_EDGES: readonly (readonly [number, number])[] = [
  [0, 1], [0, 2], [1, 3], [2, 3], [4, 5], [4, 6], [5, 7], [6, 7], [0, 4], [1, 5], [2, 6], [3, 7],
];

/** The box limited to an image; null if nothing is left. */
export function clipBox(box: BoxXYXY, width: number, height: number): BoxXYXY | null {
  const x0 = Math.max(0, box[0]);
  const y0 = Math.max(0, box[1]);
  const x1 = Math.min(width, box[2]);
  const y1 = Math.min(height, box[3]);
  return x1 > x0 && y1 > y0 ? [x0, y0, x1, y1] : null;
}

/** Bounds of xyz triples; null for no points. */
export function boundsOfPositions(positions: ArrayLike<number>): { minimum: Vector3; maximum: Vector3 } | null {
  if (positions.length < 3) return null;
  let x0 = Infinity, y0 = Infinity, z0 = Infinity, x1 = -Infinity, y1 = -Infinity, z1 = -Infinity;
  for (let at = 0; at + 2 < positions.length; at += 3) {
    const x = positions[at]!, y = positions[at + 1]!, z = positions[at + 2]!;
    if (x < x0) x0 = x;
    if (x > x1) x1 = x;
    if (y < y0) y0 = y;
    if (y > y1) y1 = y;
    if (z < z0) z0 = z;
    if (z > z1) z1 = z;
  }
  return { minimum: [x0, y0, z0], maximum: [x1, y1, z1] };
}
