/** Texture coordinates for meshes that have none of their own: the pattern is projected along the nearest axis. */
import type { Mesh } from "../sample/shape.js";

/** Which two coordinates a triangle facing x, y or z shows. */
const ACROSS = [1, 0, 0] as const;
const DOWN = [2, 2, 1] as const;

/**
 * The same triangles with one more set of coordinates, in object units: each triangle is seen along the axis that it
 * faces most. Vertices that triangles of different axes share are doubled; positions, normals and the triangles'
 * order stay, so that the geometry renders to the same bits.
 */
export function withBoxCoordinates(mesh: Mesh): Mesh {
  const { positions, indices } = mesh;
  const vertices = positions.length / 3;
  const copyOf = new Int32Array(vertices * 3).fill(-1);
  const source: number[] = [];
  const axisOf: number[] = [];
  const newIndices = new Uint32Array(indices.length);
  for (let at = 0; at + 2 < indices.length; at += 3) {
    const axis = facingAxis(positions, indices[at]! * 3, indices[at + 1]! * 3, indices[at + 2]! * 3);
    for (let corner = 0; corner < 3; corner++) {
      const vertex = indices[at + corner]!;
      const slot = vertex * 3 + axis;
      if (copyOf[slot] === -1) {
        copyOf[slot] = source.length;
        source.push(vertex);
        axisOf.push(axis);
      }
      newIndices[at + corner] = copyOf[slot]!;
    }
  }
  const gather = (values: Float32Array, width: number): Float32Array => {
    const out = new Float32Array(source.length * width);
    for (let vertex = 0; vertex < source.length; vertex++) for (let item = 0; item < width; item++) out[vertex * width + item] = values[source[vertex]! * width + item]!;
    return out;
  };
  const coordinates = new Float32Array(source.length * 2);
  for (let vertex = 0; vertex < source.length; vertex++) {
    const axis = axisOf[vertex]!;
    coordinates[vertex * 2] = positions[source[vertex]! * 3 + ACROSS[axis]!]!;
    coordinates[vertex * 2 + 1] = positions[source[vertex]! * 3 + DOWN[axis]!]!;
  }
  return {
    ...mesh,
    positions: gather(positions, 3),
    normals: gather(mesh.normals, 3),
    tangents: mesh.tangents === null ? null : gather(mesh.tangents, 4),
    texCoords: [...mesh.texCoords.map((set) => gather(set, 2)), coordinates],
    colors: mesh.colors === null ? null : gather(mesh.colors, 4),
    indices: newIndices,
  };
}

function facingAxis(p: Float32Array, a: number, b: number, c: number): 0 | 1 | 2 {
  const ux = p[b]! - p[a]!, uy = p[b + 1]! - p[a + 1]!, uz = p[b + 2]! - p[a + 2]!;
  const vx = p[c]! - p[a]!, vy = p[c + 1]! - p[a + 1]!, vz = p[c + 2]! - p[a + 2]!;
  const x = Math.abs(uy * vz - uz * vy);
  const y = Math.abs(uz * vx - ux * vz);
  const z = Math.abs(ux * vy - uy * vx);
  return x >= y && x >= z ? 0 : y >= z ? 1 : 2;
}
