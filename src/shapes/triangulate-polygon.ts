/** Cuts a flat polygon of any form into triangles. */
import { dot, cross, subtract, type Vector3 } from "../geometry/vector.js";

/** Twice the polygon's area times its normal (Newell's method): right for concave and slightly bent polygons. */
export function polygonNormal(corners: readonly Vector3[]): Vector3 {
  let [x, y, z] = [0, 0, 0];
  const origin = corners[0]!;
  for (let i = 1; i + 1 < corners.length; i++) {
    const n = cross(subtract(corners[i]!, origin), subtract(corners[i + 1]!, origin));
    x += n[0];
    y += n[1];
    z += n[2];
  }
  return [x, y, z];
}

/**
 * Triangles as positions in `corners`: a fan for convex polygons, ear clipping (Meisters 1975) for others.
 * @param corners in order; concave polygons are judged along their own normal
 */
export function triangulatePolygon(corners: readonly Vector3[]): number[] {
  const fan = (ring: readonly number[]): number[] => ring.slice(2).flatMap((corner, i) => [ring[0]!, ring[i + 1]!, corner]);
  if (corners.length === 3) return [0, 1, 2];
  const all = corners.map((_, i) => i);
  const normal = polygonNormal(corners);
  const turn = (a: number, b: number, c: number): number => dot(cross(subtract(corners[b]!, corners[a]!), subtract(corners[c]!, corners[b]!)), normal);
  let isConvex = true;
  for (let b = 0; b < corners.length && isConvex; b++) isConvex = turn((b + corners.length - 1) % corners.length, b, (b + 1) % corners.length) >= 0;
  // ear clipping is cubic in the worst case: absurd polygons are fanned as other readers do
  if (isConvex || corners.length > 400) return fan(all);
  const triangles: number[] = [];
  const ring = [...all];
  while (ring.length > 3) {
    const ear = ring.findIndex((b, i) => {
      const a = ring.at(i - 1)!;
      const c = ring[(i + 1) % ring.length]!;
      if (turn(a, b, c) <= 0) return false;
      return ring.every((p) => p === a || p === b || p === c || !(turn(a, b, p) >= 0 && turn(b, c, p) >= 0 && turn(c, a, p) >= 0));
    });
    if (ear === -1) break; // crosses itself: no right answer
    triangles.push(ring.at(ear - 1)!, ring[ear]!, ring[(ear + 1) % ring.length]!);
    ring.splice(ear, 1);
  }
  return [...triangles, ...fan(ring)];
}
