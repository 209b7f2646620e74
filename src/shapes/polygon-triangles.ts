/** Collects polygons of any size as triangles. */
import type { Vector3 } from "../geometry/vector.js";
import { triangulatePolygon } from "./triangulate-polygon.js";

/** Grows as polygons are added. */
export class PolygonTriangles {
  /** Three vertices per triangle. */
  readonly corners: number[] = [];
  /** For each corner, which corner of its polygon it is. */
  readonly places: number[] = [];

  /** @param positions xyz per vertex */
  constructor(readonly positions: ArrayLike<number>) {}

  /** Adds a polygon; fewer than three corners add nothing. @returns how many corners were added */
  add(polygon: readonly number[]): number {
    if (polygon.length < 3) return 0;
    const order = polygon.length === 3 ? TRIANGLE : triangulatePolygon(polygon.map((vertex): Vector3 => [this.positions[vertex * 3]!, this.positions[vertex * 3 + 1]!, this.positions[vertex * 3 + 2]!]));
    for (const place of order) {
      this.corners.push(polygon[place]!);
      this.places.push(place);
    }
    return order.length;
  }
}

const TRIANGLE = [0, 1, 2];
