/** Vertex normals where a file has none. Everything in double precision and in a fixed order. */

/**
 * Adds each triangle's cross product (twice its area times its normal) to its corners.
 * @param positions xyz per vertex
 * @returns xyz per vertex, not normalised
 */
function areaWeightedSums(positions: ArrayLike<number>, indices: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(positions.length);
  for (let corner = 0; corner < indices.length; corner += 3) {
    const a = indices[corner]! * 3;
    const b = indices[corner + 1]! * 3;
    const c = indices[corner + 2]! * 3;
    const ux = positions[b]! - positions[a]!;
    const uy = positions[b + 1]! - positions[a + 1]!;
    const uz = positions[b + 2]! - positions[a + 2]!;
    const vx = positions[c]! - positions[a]!;
    const vy = positions[c + 1]! - positions[a + 1]!;
    const vz = positions[c + 2]! - positions[a + 2]!;
    const nx = uy * vz - uz * vy;
    const ny = uz * vx - ux * vz;
    const nz = ux * vy - uy * vx;
    for (const vertex of [a, b, c]) {
      sums[vertex] = sums[vertex]! + nx;
      sums[vertex + 1] = sums[vertex + 1]! + ny;
      sums[vertex + 2] = sums[vertex + 2]! + nz;
    }
  }
  return sums;
}

/** Makes xyz triples unit length in place; triples too short to have a direction become +z. */
export function normalizeTriples(values: Float32Array | Float64Array): void {
  for (let i = 0; i < values.length; i += 3) {
    const x = values[i]!;
    const y = values[i + 1]!;
    const z = values[i + 2]!;
    // the largest component first: squares of tiny vectors would underflow
    const largest = Math.max(Math.abs(x), Math.abs(y), Math.abs(z));
    if (!(largest > 0) || !Number.isFinite(largest)) {
      values[i] = 0;
      values[i + 1] = 0;
      values[i + 2] = 1;
      continue;
    }
    const length = Math.sqrt((x / largest) * (x / largest) + (y / largest) * (y / largest) + (z / largest) * (z / largest));
    values[i] = x / largest / length;
    values[i + 1] = y / largest / length;
    values[i + 2] = z / largest / length;
  }
}

/**
 * Unit normals that average the triangles around each vertex, weighted by area. With separate vertices per triangle
 * these are the face normals.
 * @param positions xyz per vertex
 * @param indices three vertices per triangle, counter-clockwise from outside
 */
export function smoothNormals(positions: ArrayLike<number>, indices: ArrayLike<number>): Float32Array {
  const sums = areaWeightedSums(positions, indices);
  normalizeTriples(sums);
  return Float32Array.from(sums);
}

/** Replaces normals that are zero or not finite by smooth ones; returns the same array when all are good. */
export function repairNormals(normals: Float32Array, positions: Float32Array, indices: Uint32Array): Float32Array {
  let smooth: Float32Array | null = null;
  let repaired = normals;
  for (let i = 0; i < normals.length; i += 3) {
    const size = Math.abs(normals[i]!) + Math.abs(normals[i + 1]!) + Math.abs(normals[i + 2]!);
    if (size > 1e-6 && size < 1e6) continue;
    if (smooth === null) {
      smooth = smoothNormals(positions, indices);
      repaired = normals.slice();
    }
    repaired.set(smooth.subarray(i, i + 3), i);
  }
  return repaired;
}
