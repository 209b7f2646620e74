/** A mesh as a file holds it, in the mesh's own coordinates, and the operations that only choose or copy vertices. */

/** One named shape that a mesh can be blended towards: differences from the base, xyz per vertex. */
export interface RawMorphTarget {
  name: string;
  positions: Float32Array | null;
  normals: Float32Array | null;
}

/** Vertex arrays of one mesh, all for the same vertices, and its triangles. */
export interface RawMesh {
  /** For messages: `mesh "wheel"`. */
  label: string;
  positions: Float32Array;
  normals: Float32Array | null;
  /** xyzw per vertex. */
  tangents: Float32Array | null;
  texCoords: Float32Array[];
  /** Linear RGBA per vertex. */
  colors: Float32Array | null;
  /** Joints per vertex; 0 without a skin. */
  influences: number;
  jointIndices: Uint16Array | null;
  jointWeights: Float32Array | null;
  morphTargets: RawMorphTarget[];
  /** Three vertex indices per triangle. */
  indices: Uint32Array;
}

function gather<T extends Float32Array | Uint16Array>(values: T, size: number, source: Uint32Array): T {
  const Kind = values.constructor as new (length: number) => T;
  const out = new Kind(source.length * size);
  for (let vertex = 0; vertex < source.length; vertex++) {
    const from = source[vertex]! * size;
    for (let k = 0; k < size; k++) out[vertex * size + k] = values[from + k]!;
  }
  return out;
}

/**
 * The mesh with other vertices: new vertex i is a copy of the old vertex `source[i]`.
 * @param indices triangles in the new numbering
 */
export function gatherVertices(mesh: RawMesh, source: Uint32Array, indices: Uint32Array): RawMesh {
  const pick = (values: Float32Array | null, size: number) => (values === null ? null : gather(values, size, source));
  return {
    label: mesh.label,
    positions: gather(mesh.positions, 3, source),
    normals: pick(mesh.normals, 3),
    tangents: pick(mesh.tangents, 4),
    texCoords: mesh.texCoords.map((set) => gather(set, 2, source)),
    colors: pick(mesh.colors, 4),
    influences: mesh.influences,
    jointIndices: mesh.jointIndices === null ? null : gather(mesh.jointIndices, mesh.influences, source),
    jointWeights: pick(mesh.jointWeights, mesh.influences),
    morphTargets: mesh.morphTargets.map((target) => ({
      name: target.name,
      positions: pick(target.positions, 3),
      normals: pick(target.normals, 3),
    })),
    indices,
  };
}

/** Drops vertices that no triangle uses; several meshes of a file often share one large vertex buffer. */
export function dropUnusedVertices(mesh: RawMesh): RawMesh {
  const count = mesh.positions.length / 3;
  const place = new Int32Array(count).fill(-1);
  const source = new Uint32Array(count);
  let used = 0;
  for (const vertex of mesh.indices) {
    if (place[vertex] !== -1) continue;
    place[vertex] = used;
    source[used++] = vertex;
  }
  if (used === count) return mesh;
  return gatherVertices(mesh, source.slice(0, used), mesh.indices.map((vertex) => place[vertex]!));
}

/** Gives every triangle three vertices of its own, so that its corners can have the face's normal. */
export function separateTriangles(mesh: RawMesh): RawMesh {
  return gatherVertices(mesh, mesh.indices, Uint32Array.from(mesh.indices, (_, corner) => corner));
}

/** The mesh without the triangles for which `keep` says no; the same object when all stay. */
export function filterTriangles(mesh: RawMesh, keep: (a: number, b: number, c: number) => boolean): RawMesh {
  const { indices } = mesh;
  const kept = new Uint32Array(indices.length);
  let length = 0;
  for (let corner = 0; corner < indices.length; corner += 3) {
    const a = indices[corner]!;
    const b = indices[corner + 1]!;
    const c = indices[corner + 2]!;
    if (!keep(a, b, c)) continue;
    kept[length] = a;
    kept[length + 1] = b;
    kept[length + 2] = c;
    length += 3;
  }
  return length === indices.length ? mesh : { ...mesh, indices: kept.slice(0, length) };
}
