/** The point of a triangle mesh that is nearest to a given one. */
import { add, dot, scale, subtract, type Vector3 } from "../../geometry/vector.js";

/** Ericson, "Real-Time Collision Detection" (2005), 5.1.5: regions of the triangle by barycentric signs. */
function nearestOnTriangle(p: Vector3, a: Vector3, b: Vector3, c: Vector3): Vector3 {
  const ab = subtract(b, a);
  const ac = subtract(c, a);
  const ap = subtract(p, a);
  const d1 = dot(ab, ap);
  const d2 = dot(ac, ap);
  if (d1 <= 0 && d2 <= 0) return a;
  const bp = subtract(p, b);
  const d3 = dot(ab, bp);
  const d4 = dot(ac, bp);
  if (d3 >= 0 && d4 <= d3) return b;
  const vc = d1 * d4 - d3 * d2;
  if (vc <= 0 && d1 >= 0 && d3 <= 0) return add(a, scale(ab, d1 - d3 === 0 ? 0 : d1 / (d1 - d3)));
  const cp = subtract(p, c);
  const d5 = dot(ab, cp);
  const d6 = dot(ac, cp);
  if (d6 >= 0 && d5 <= d6) return c;
  const vb = d5 * d2 - d1 * d6;
  if (vb <= 0 && d2 >= 0 && d6 <= 0) return add(a, scale(ac, d2 - d6 === 0 ? 0 : d2 / (d2 - d6)));
  const va = d3 * d6 - d5 * d4;
  const edge = d4 - d3 + (d5 - d6);
  if (va <= 0 && d4 >= d3 && d5 >= d6) return add(b, scale(subtract(c, b), edge === 0 ? 0 : (d4 - d3) / edge));
  const total = va + vb + vc;
  return add(a, add(scale(ab, vb / total), scale(ac, vc / total)));
}

/** The nearest point to `point` on any triangle of the meshes; null when there is none. */
export function nearestOnTriangles(
  point: Vector3,
  meshes: readonly { positions: ArrayLike<number>; indices: ArrayLike<number> }[],
): Vector3 | null {
  let best: Vector3 | null = null;
  let bestSquared = Infinity;
  for (const { positions, indices } of meshes) {
    const vertex = (corner: number): Vector3 => {
      const at = indices[corner]! * 3;
      return [positions[at]!, positions[at + 1]!, positions[at + 2]!];
    };
    // How far the triangle's box is away along one axis.
    const apart = (corner: number, axis: 0 | 1 | 2): number => {
      const a = positions[indices[corner]! * 3 + axis]!;
      const b = positions[indices[corner + 1]! * 3 + axis]!;
      const c = positions[indices[corner + 2]! * 3 + axis]!;
      return Math.max(0, Math.min(a, b, c) - point[axis], point[axis] - Math.max(a, b, c));
    };
    for (let corner = 0; corner < indices.length; corner += 3) {
      const [x, y, z] = [apart(corner, 0), apart(corner, 1), apart(corner, 2)];
      if (x * x + y * y + z * z > bestSquared) continue;
      const candidate = nearestOnTriangle(point, vertex(corner), vertex(corner + 1), vertex(corner + 2));
      const difference = subtract(candidate, point);
      const squared = dot(difference, difference);
      if (squared < bestSquared) {
        bestSquared = squared;
        best = candidate;
      }
    }
  }
  return best;
}
