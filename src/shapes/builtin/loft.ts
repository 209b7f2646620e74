/** Closed triangle meshes from rings of points: lofts, tubes and rounded boxes. */
import { add, cross, dot, normalize, scale, subtract, type Vector3 } from "../../geometry/vector.js";
import { roundedRectangle } from "./profile.js";
import type { ClosedMesh, Vector2 } from "./solid.js";

/**
 * The skin through rings of equally many points, closed by a fan at either end. Rings run counter-clockwise seen from
 * the far end (the last ring looking back to the first), so that triangles face outwards; each must be star-shaped
 * about its mean point.
 */
export function loft(rings: readonly (readonly Vector3[])[]): ClosedMesh {
  const around = rings[0]!.length;
  const points: Vector3[] = rings.flat();
  const indices: number[] = [];
  for (let ring = 0; ring + 1 < rings.length; ring++) {
    for (let index = 0; index < around; index++) {
      const next = (index + 1) % around;
      const a = ring * around + index;
      const b = ring * around + next;
      const c = a + around;
      const d = b + around;
      // The shorter diagonal bends least on doubly curved skins.
      if (distanceSquared(points[a]!, points[d]!) <= distanceSquared(points[b]!, points[c]!)) indices.push(a, b, d, a, d, c);
      else indices.push(a, b, c, b, d, c);
    }
  }
  const cap = (ring: readonly Vector3[], first: number, outward: boolean): void => {
    const center = points.length;
    points.push(scale(ring.reduce((sum, point) => add(sum, point), [0, 0, 0]), 1 / around));
    for (let index = 0; index < around; index++) {
      const a = first + index;
      const b = first + ((index + 1) % around);
      if (outward) indices.push(a, b, center);
      else indices.push(b, a, center);
    }
  };
  cap(rings[0]!, 0, false);
  cap(rings.at(-1)!, (rings.length - 1) * around, true);
  return { positions: Float32Array.from(points.flat()), indices: Uint32Array.from(indices) };
}

function distanceSquared(a: Vector3, b: Vector3): number {
  const difference = subtract(a, b);
  return dot(difference, difference);
}

/** One station of a tube: where, and the half axes of its cross-section. */
export interface Station {
  at: Vector3;
  /** Scale of the outline here. */
  scale?: number;
}

/**
 * An outline swept along a path of points. The outline's first axis stays as close as possible to `side`, which must
 * not be parallel to the path; ends are flat.
 */
export function tube(path: readonly Station[], outline: readonly Vector2[], side: Vector3): ClosedMesh {
  const rings = path.map((station, index) => {
    const before = path[Math.max(0, index - 1)]!.at;
    const after = path[Math.min(path.length - 1, index + 1)]!.at;
    const forward = normalize(subtract(after, before));
    const first = normalize(subtract(side, scale(forward, dot(side, forward))));
    const second = cross(forward, first);
    const size = station.scale ?? 1;
    return outline.map(([u, v]) => add(station.at, add(scale(first, u * size), scale(second, v * size))));
  });
  return loft(rings);
}

/** Points of a smooth curve (Catmull-Rom) through `knots`, `steps` per span, ends included. */
export function smoothPath(knots: readonly Vector3[], steps: number): Station[] {
  const stations: Station[] = [];
  const last = knots.length - 1;
  for (let span = 0; span < last; span++) {
    const p1 = knots[span]!;
    const p2 = knots[span + 1]!;
    const p0 = knots[span - 1] ?? subtract(scale(p1, 2), p2);
    const p3 = knots[span + 2] ?? subtract(scale(p2, 2), p1);
    for (let step = 0; step < steps; step++) {
      const t = step / steps;
      const blend = (axis: 0 | 1 | 2): number => {
        const a = p0[axis], b = p1[axis], c = p2[axis], d = p3[axis];
        return 0.5 * (2 * b + t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a))));
      };
      stations.push({ at: [blend(0), blend(1), blend(2)] });
    }
  }
  stations.push({ at: knots[last]! });
  return stations;
}

/**
 * A box with rounded vertical edges and softened top and bottom edges, lofted along z.
 * @param soften how much the top and bottom edges are rounded, at most half the height
 */
export function softBox(center: Vector3, size: Vector3, corner: number, soften: number, segments = 4): ClosedMesh {
  const half = size[2] / 2;
  const levels: [number, number][] = [];
  for (let step = 0; step <= segments; step++) {
    const t = step / segments;
    // A quarter circle in rational form: (1 − t²)/(1 + t²), 2t/(1 + t²).
    levels.push([half - soften + (soften * 2 * t) / (1 + t * t), soften - (soften * (1 - t * t)) / (1 + t * t)]);
  }
  const rings = [...levels.toReversed().map(([z, inset]) => [-z, inset] as const), ...levels].map(([z, inset]) =>
    roundedRectangle([center[0], center[1]], size[0] - 2 * inset, size[1] - 2 * inset, Math.max(corner - inset, corner * 0.3), segments).map(
      ([x, y]): Vector3 => [x, y, center[2] + z],
    ),
  );
  return loft(rings);
}

/**
 * A flat body with any convex-looking outline and softened upper and lower edges, lofted along z.
 * @param outline counter-clockwise about its own middle
 * @param soften how much the edges are rounded, at most half the height
 * @param dome how far the middle of the top rises above its rim
 */
export function pad(outline: readonly Vector2[], bottom: number, top: number, soften: number, dome = 0, segments = 3): ClosedMesh {
  const middle: Vector2 = [mean(outline, 0), mean(outline, 1)];
  const reach = (axis: 0 | 1): number => Math.max(...outline.map((point) => Math.abs(point[axis] - middle[axis])));
  const [reachX, reachY] = [reach(0), reach(1)];
  const ring = (z: number, inset: number): Vector3[] =>
    outline.map(([x, y]) => [
      middle[0] + (x - middle[0]) * (1 - inset / reachX),
      middle[1] + (y - middle[1]) * (1 - inset / reachY),
      z,
    ]);
  const rings: Vector3[][] = [];
  for (let step = 0; step <= segments; step++) {
    const t = 1 - step / segments;
    rings.push(ring(bottom + soften - (soften * 2 * t) / (1 + t * t), soften - (soften * (1 - t * t)) / (1 + t * t)));
  }
  for (let step = 0; step <= segments; step++) {
    const t = step / segments;
    rings.push(ring(top - soften + (soften * 2 * t) / (1 + t * t), soften - (soften * (1 - t * t)) / (1 + t * t)));
  }
  if (dome > 0) {
    const least = Math.min(reachX, reachY);
    for (const [share, height] of [[0.3, 0.5], [0.6, 0.85], [0.85, 0.98]] as const) {
      rings.push(ring(top + dome * height, soften + (least - soften) * share));
    }
  }
  return loft(rings);
}

function mean(outline: readonly Vector2[], axis: 0 | 1): number {
  return outline.reduce((sum, point) => sum + point[axis], 0) / outline.length;
}
