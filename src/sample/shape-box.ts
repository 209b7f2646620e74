/** The 3D box that a shape's label says, for labels and for controls that draw it. */
import { boundsOfPositions, type Box3 } from "../geometry/box.js";
import type { Vector3 } from "../geometry/vector.js";
import type { Shape } from "./shape.js";

/** The tight 3D box in the object frame: of the rest pose, or of the articulated surface. */
export function boxOfShape(shape: Shape): Box3 {
  if (shape.articulation === null) return { center: [0, 0, 0], dimensions: shape.dimensions };
  let minimum: Vector3 = [Infinity, Infinity, Infinity];
  let maximum: Vector3 = [-Infinity, -Infinity, -Infinity];
  for (const mesh of shape.meshes) {
    const bounds = boundsOfPositions(mesh.positions);
    if (bounds === null) continue;
    minimum = [Math.min(minimum[0], bounds.minimum[0]), Math.min(minimum[1], bounds.minimum[1]), Math.min(minimum[2], bounds.minimum[2])];
    maximum = [Math.max(maximum[0], bounds.maximum[0]), Math.max(maximum[1], bounds.maximum[1]), Math.max(maximum[2], bounds.maximum[2])];
  }
  return {
    center: [(minimum[0] + maximum[0]) / 2, (minimum[1] + maximum[1]) / 2, (minimum[2] + maximum[2]) / 2],
    dimensions: [maximum[0] - minimum[0], maximum[1] - minimum[1], maximum[2] - minimum[2]],
  };
}

/** A cube in the object frame. */
export interface CoordinateCube {
  center: Vector3;
  /** Length of its sides. */
  side: number;
}

/**
 * The cube whose sides are 0 and 1 in stored object coordinates, where it is not that of half a unit around the origin:
 * around a pose that reaches out of the box of the rest pose. Null for all others.
 */
export function coordinateCube(shape: Shape): CoordinateCube | null {
  if (shape.articulation === null) return null;
  const { center, dimensions } = boxOfShape(shape);
  const reach = Math.max(...[0, 1, 2].map((axis) => Math.abs(center[axis]!) + dimensions[axis]! / 2));
  return reach <= 0.5 ? null : { center, side: Math.max(...dimensions) };
}
