/** Windows, lamps, grilles and gaps: recesses whose floor is another material. */
import type { Vector3 } from "../../geometry/vector.js";
import { insidePolygon } from "./profile.js";
import type { ClosedMesh, Finish, Solid, Vector2, Workshop } from "./solid.js";

/** An outline that is projected along an axis onto a body. */
export interface Region {
  /** Projection axis; outlines are in the other two, in cyclic order: x → (y, z), y → (z, x), z → (x, y). */
  axis: "x" | "y" | "z";
  /** One outline, then holes in it; the sense of rotation does not matter. */
  outlines: readonly (readonly Vector2[])[];
  /** Where along the axis the projection begins and ends. */
  from: number;
  to: number;
  finish: Finish;
}

/**
 * Sinks regions into a body.
 * @param inner the body's skin moved inwards by the depth of the recesses
 * @param walls finish of the recesses' side walls
 */
export function inlay(workshop: Workshop, body: Solid, inner: ClosedMesh, regions: readonly Region[], walls: Finish): Solid {
  if (regions.length === 0) return body;
  const floor = workshop.mesh(inner, (center) => finishAt(center, regions, walls));
  return body.subtract(workshop.union(prisms(workshop, regions, walls)).subtract(floor));
}

function finishAt(center: Vector3, regions: readonly Region[], otherwise: Finish): Finish {
  for (const region of regions) if (contains(region, center)) return region.finish;
  return otherwise;
}

/** The regions drawn out along their axes; those that begin and end alike are one solid, which is much quicker. */
function prisms(workshop: Workshop, regions: readonly Region[], walls: Finish): Solid[] {
  const alike = new Map<string, Region[]>();
  for (const region of regions) {
    const key = `${region.axis} ${region.from} ${region.to}`;
    alike.set(key, [...(alike.get(key) ?? []), region]);
  }
  return [...alike.values()].map((group) => {
    const { axis, from, to } = group[0]!;
    // Outlines run counter-clockwise, holes clockwise.
    const outlines = group.flatMap((region) =>
      region.outlines.map((outline, index) => (signedArea(outline) > 0 === (index === 0) ? outline : outline.toReversed())),
    );
    const solid = workshop.extrude(outlines, to - from, walls).translate(0, 0, from);
    // Cyclic turns of the axes: (x, y, z) → (y, z, x) and → (z, x, y).
    if (axis === "x") return solid.rotate(90, 0, 90);
    return axis === "y" ? solid.rotate(-90, -90, 0) : solid;
  });
}

function signedArea(outline: readonly Vector2[]): number {
  let sum = 0;
  for (let index = 0; index < outline.length; index++) {
    const a = outline[index]!;
    const b = outline[(index + 1) % outline.length]!;
    sum += a[0] * b[1] - b[0] * a[1];
  }
  return sum / 2;
}

function contains(region: Region, center: Vector3): boolean {
  const axis = "xyz".indexOf(region.axis);
  const along = center[axis as 0 | 1 | 2];
  if (along < region.from || along > region.to) return false;
  const point: Vector2 = [center[((axis + 1) % 3) as 0 | 1 | 2], center[((axis + 2) % 3) as 0 | 1 | 2]];
  let inside = false;
  for (const outline of region.outlines) if (insidePolygon(point, outline)) inside = !inside;
  return inside;
}

/** The same outlines on the other side of the plane x = 0. */
export function mirrored(region: Region): Region {
  if (region.axis === "x") return { ...region, from: -region.to, to: -region.from };
  const x = region.axis === "y" ? 1 : 0;
  return {
    ...region,
    outlines: region.outlines.map((outline) => outline.map((point): Vector2 => (x === 1 ? [point[0], -point[1]] : [-point[0], point[1]]))),
  };
}
