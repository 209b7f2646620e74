/**
 * Normals for formats that often have none (PLY, OFF, STL): smooth within surfaces that bend gently, sharp at edges.
 * Each corner of a triangle gets the area-weighted sum of the triangles around its vertex that are turned from its own
 * by less than an angle.
 */
import { normalizeTriples } from "./smooth-normals.js";

/** Cosine of 40°, between a 12-sided cylinder's 30° and a chamfer's 45°. */
const SMOOTH_COSINE = 0.766044443118978;
/** Around a vertex with more triangles than this (the tip of a cone, a fan's hub) each keeps its own normal: the work grows with the square. */
const MOST_NEIGHBOURS = 64;

/**
 * @param positions xyz per vertex; vertices at one place must be one vertex
 * @param corners three vertices per triangle
 * @returns unit xyz per corner
 */
export function creaseNormals(positions: ArrayLike<number>, corners: Uint32Array): Float32Array {
  const faces = new Float64Array(corners.length); // twice the area times the normal, xyz per triangle
  const lengths = new Float64Array(corners.length / 3);
  for (let corner = 0; corner < corners.length; corner += 3) {
    const [a, b, c] = [corners[corner]! * 3, corners[corner + 1]! * 3, corners[corner + 2]! * 3];
    const [ux, uy, uz] = [positions[b]! - positions[a]!, positions[b + 1]! - positions[a + 1]!, positions[b + 2]! - positions[a + 2]!];
    const [vx, vy, vz] = [positions[c]! - positions[a]!, positions[c + 1]! - positions[a + 1]!, positions[c + 2]! - positions[a + 2]!];
    const x = (faces[corner] = uy * vz - uz * vy);
    const y = (faces[corner + 1] = uz * vx - ux * vz);
    const z = (faces[corner + 2] = ux * vy - uy * vx);
    lengths[corner / 3] = Math.sqrt(x * x + y * y + z * z);
  }
  // triangles around each vertex, one list after the other
  const starts = new Uint32Array(positions.length / 3 + 1);
  for (const vertex of corners) starts[vertex + 1]!++;
  for (let vertex = 1; vertex < starts.length; vertex++) starts[vertex]! += starts[vertex - 1]!;
  const fill = starts.slice();
  const around = new Uint32Array(corners.length);
  corners.forEach((vertex, corner) => (around[fill[vertex]!++] = Math.floor(corner / 3)));

  const normals = new Float64Array(corners.length * 3);
  for (let corner = 0; corner < corners.length; corner++) {
    const own = Math.floor(corner / 3);
    const vertex = corners[corner]!;
    const [first, end] = [starts[vertex]!, starts[vertex + 1]!];
    const alone = end - first > MOST_NEIGHBOURS;
    let [x, y, z] = alone ? [faces[own * 3]!, faces[own * 3 + 1]!, faces[own * 3 + 2]!] : [0, 0, 0];
    for (let i = first; i < end && !alone; i++) {
      const other = around[i]!;
      const product = faces[own * 3]! * faces[other * 3]! + faces[own * 3 + 1]! * faces[other * 3 + 1]! + faces[own * 3 + 2]! * faces[other * 3 + 2]!;
      if (other !== own && product < SMOOTH_COSINE * lengths[own]! * lengths[other]!) continue;
      x += faces[other * 3]!;
      y += faces[other * 3 + 1]!;
      z += faces[other * 3 + 2]!;
    }
    normals[corner * 3] = x;
    normals[corner * 3 + 1] = y;
    normals[corner * 3 + 2] = z;
  }
  normalizeTriples(normals);
  return Float32Array.from(normals);
}
