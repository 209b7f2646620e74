/** Geometric facts about a shape's meshes, for tests. */
import type { Shape } from "../../src/sample/shape.js";
import type { Vector3 } from "../../src/geometry/vector.js";

/** All triangles with vertices that have equal positions merged. */
export interface Welded {
  points: Vector3[];
  triangles: [number, number, number][];
}

export function weld(shape: Shape): Welded {
  const known = new Map<number, number[]>();
  const points: Vector3[] = [];
  const triangles: [number, number, number][] = [];
  for (const mesh of shape.meshes) {
    const ids: number[] = [];
    for (let at = 0; at < mesh.positions.length; at += 3) {
      const point: Vector3 = [mesh.positions[at]!, mesh.positions[at + 1]!, mesh.positions[at + 2]!];
      // Points that happen to share a key are told apart by comparing them.
      const key = point[0] + 1e3 * point[1] + 1e6 * point[2];
      const candidates = known.get(key);
      let id = candidates?.find((candidate) => points[candidate]!.every((value, axis) => value === point[axis]));
      if (id === undefined) {
        id = points.length;
        points.push(point);
        if (candidates === undefined) known.set(key, [id]);
        else candidates.push(id);
      }
      ids.push(id);
    }
    for (let corner = 0; corner < mesh.indices.length; corner += 3) {
      triangles.push([ids[mesh.indices[corner]!]!, ids[mesh.indices[corner + 1]!]!, ids[mesh.indices[corner + 2]!]!]);
    }
  }
  return { points, triangles };
}

/** Edges that do not have as many triangles on one side as on the other; none for closed surfaces. */
export function openEdges(welded: Welded): number {
  const balance = new Map<number, number>();
  for (const triangle of welded.triangles) {
    for (let corner = 0; corner < 3; corner++) {
      const a = triangle[corner]!;
      const b = triangle[(corner + 1) % 3]!;
      if (a === b) continue;
      const key = a < b ? a * welded.points.length + b : b * welded.points.length + a;
      balance.set(key, (balance.get(key) ?? 0) + (a < b ? 1 : -1));
    }
  }
  return [...balance.values()].filter((count) => count !== 0).length;
}

/** Signed volumes of the connected pieces; positive where triangles face outwards. */
export function pieceVolumes(welded: Welded): number[] {
  const parent = welded.points.map((_, index) => index);
  const root = (index: number): number => {
    while (parent[index] !== index) index = parent[index] = parent[parent[index]!]!;
    return index;
  };
  for (const [a, b, c] of welded.triangles) {
    parent[root(a)] = root(b);
    parent[root(b)] = root(c);
  }
  const volumes = new Map<number, number>();
  for (const [a, b, c] of welded.triangles) {
    const [p, q, r] = [welded.points[a]!, welded.points[b]!, welded.points[c]!];
    const volume =
      (p[0] * (q[1] * r[2] - q[2] * r[1]) + p[1] * (q[2] * r[0] - q[0] * r[2]) + p[2] * (q[0] * r[1] - q[1] * r[0])) / 6;
    volumes.set(root(a), (volumes.get(root(a)) ?? 0) + volume);
  }
  return [...volumes.values()];
}

/** Distance from a point to the nearest triangle, by subdivision-free projection onto planes, edges and corners. */
export function distanceToSurface(point: Vector3, { points, triangles }: Welded): number {
  let best = Infinity;
  const minus = (a: Vector3, b: Vector3): Vector3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
  const inner = (a: Vector3, b: Vector3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  const outer = (a: Vector3, b: Vector3): Vector3 => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
  const toSegment = (a: Vector3, b: Vector3): number => {
    const along = minus(b, a);
    const squared = inner(along, along);
    const t = squared === 0 ? 0 : Math.min(1, Math.max(0, inner(minus(point, a), along) / squared));
    const rest = minus(point, [a[0] + along[0] * t, a[1] + along[1] * t, a[2] + along[2] * t]);
    return Math.sqrt(inner(rest, rest));
  };
  for (const [i, j, k] of triangles) {
    const [a, b, c] = [points[i]!, points[j]!, points[k]!];
    best = Math.min(best, toSegment(a, b), toSegment(b, c), toSegment(c, a));
    const normal = outer(minus(b, a), minus(c, a));
    const length = Math.sqrt(inner(normal, normal));
    if (length < 1e-14) continue;
    const inside =
      inner(outer(minus(b, a), minus(point, a)), normal) >= 0 &&
      inner(outer(minus(c, b), minus(point, b)), normal) >= 0 &&
      inner(outer(minus(a, c), minus(point, c)), normal) >= 0;
    if (inside) best = Math.min(best, Math.abs(inner(minus(point, a), normal)) / length);
  }
  return best;
}
