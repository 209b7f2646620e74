/** Measures of a shape's triangles, for comparisons. */
import type { Mesh, Shape } from "../../src/sample/shape.js";

export type Triple = [number, number, number];

/** Corner of a triangle. */
export function corner(mesh: Mesh, index: number): Triple {
  const vertex = mesh.indices[index]! * 3;
  return [mesh.positions[vertex]!, mesh.positions[vertex + 1]!, mesh.positions[vertex + 2]!];
}

/** Area and signed volume of the whole shape; the volume is positive when triangles face outwards. */
export function areaAndVolume(shape: Shape): { area: number; volume: number } {
  let [area, volume] = [0, 0];
  for (const mesh of shape.meshes) {
    for (let i = 0; i < mesh.indices.length; i += 3) {
      const [a, b, c] = [corner(mesh, i), corner(mesh, i + 1), corner(mesh, i + 2)];
      const u = a.map((value, k) => b[k]! - value) as Triple;
      const v = a.map((value, k) => c[k]! - value) as Triple;
      const n = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
      area += Math.sqrt(n[0]! ** 2 + n[1]! ** 2 + n[2]! ** 2) / 2;
      volume += (a[0] * n[0]! + a[1] * n[1]! + a[2] * n[2]!) / 6;
    }
  }
  return { area, volume };
}

/** Smallest and largest coordinates of what triangles use. */
export function boundsOf(...meshes: readonly Mesh[]): { minimum: Triple; maximum: Triple } {
  const minimum: Triple = [Infinity, Infinity, Infinity];
  const maximum: Triple = [-Infinity, -Infinity, -Infinity];
  for (const mesh of meshes) {
    for (let i = 0; i < mesh.indices.length; i++) {
      corner(mesh, i).forEach((value, k) => {
        minimum[k] = Math.min(minimum[k]!, value);
        maximum[k] = Math.max(maximum[k]!, value);
      });
    }
  }
  return { minimum, maximum };
}

/** Largest difference between two lists of numbers of one length. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  return Array.from(a).reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i]!)), 0);
}

/** Share of triangles whose winding agrees with their vertex normals. */
export function normalAgreement(shape: Shape): number {
  let [agree, all] = [0, 0];
  for (const mesh of shape.meshes) {
    for (let i = 0; i < mesh.indices.length; i += 3) {
      const [a, b, c] = [corner(mesh, i), corner(mesh, i + 1), corner(mesh, i + 2)];
      const u = a.map((value, k) => b[k]! - value) as Triple;
      const v = a.map((value, k) => c[k]! - value) as Triple;
      const n = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
      const normal = [0, 1, 2].map((k) => [0, 1, 2].reduce((sum, j) => sum + mesh.normals[mesh.indices[i + j]! * 3 + k]!, 0));
      all++;
      if (n[0]! * normal[0]! + n[1]! * normal[1]! + n[2]! * normal[2]! > 0) agree++;
    }
  }
  return agree / all;
}
