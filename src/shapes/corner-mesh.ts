/** From triangles whose corners have attributes of their own to a mesh with one vertex per different corner. */
import type { Model, ModelMesh } from "./build-shape.js";
import { creaseNormals } from "./crease-normals.js";
import type { RawMesh } from "./raw-mesh.js";
import { normalizeTriples, repairNormals } from "./smooth-normals.js";

/** Triangles of one part in one material. Attributes are per corner, or null. */
export interface CornerMesh {
  label: string;
  /** xyz per vertex. */
  positions: Float32Array;
  /** Three vertices per triangle. */
  corners: Uint32Array;
  /** xyz per corner; null: made from the triangles, see {@link creaseNormals}. */
  normals: Float32Array | null;
  /** uv per corner, v down. */
  texCoords: Float32Array | null;
  /** Linear RGBA per corner. */
  colors: Float32Array | null;
}

/** Values per vertex as values per corner. */
export function perCorner(values: Float32Array | null, size: number, corners: Uint32Array): Float32Array | null {
  if (values === null) return null;
  const out = new Float32Array(corners.length * size);
  for (let corner = 0; corner < corners.length; corner++) {
    for (let k = 0; k < size; k++) out[corner * size + k] = values[corners[corner]! * size + k]!;
  }
  return out;
}

/** Other vertices at a position that a corner is compared with: more differ in nearly all cases, and the work would grow with the square. */
const MOST_COMPARED = 64;

/** Corners at one place with equal attributes become one vertex. */
export function meshFromCorners(mesh: CornerMesh): RawMesh {
  const welded = weldPositions(mesh.positions);
  const corners = mesh.corners.map((vertex) => welded.corners[vertex]!);
  const normals = mesh.normals ?? creaseNormals(welded.positions, corners);
  const attributes = [[normals, 3], [mesh.texCoords, 2], [mesh.colors, 4]] as const;
  const indices = new Uint32Array(corners.length);
  const source = new Uint32Array(corners.length); // a corner of each vertex
  const next = new Int32Array(corners.length); // another vertex at the same position
  const first = new Int32Array(welded.positions.length / 3).fill(-1);
  let count = 0;
  const equal = (a: number, b: number): boolean =>
    attributes.every(([values, size]) => {
      for (let k = 0; values !== null && k < size; k++) if (values[a * size + k] !== values[b * size + k]) return false;
      return true;
    });
  for (let corner = 0; corner < corners.length; corner++) {
    const position = corners[corner]!;
    let vertex = first[position]!;
    let compared = 0;
    while (vertex !== -1 && compared++ < MOST_COMPARED && !equal(source[vertex]!, corner)) vertex = next[vertex]!;
    if (vertex === -1 || compared > MOST_COMPARED) {
      vertex = count++;
      source[vertex] = corner;
      next[vertex] = first[position]!;
      first[position] = vertex;
    }
    indices[corner] = vertex;
  }
  const pick = (values: Float32Array, size: number, at: (vertex: number) => number): Float32Array => {
    const out = new Float32Array(count * size);
    for (let vertex = 0; vertex < count; vertex++) for (let k = 0; k < size; k++) out[vertex * size + k] = values[at(vertex) * size + k]!;
    return out;
  };
  const own = (vertex: number): number => source[vertex]!;
  const positions = pick(welded.positions, 3, (vertex) => corners[source[vertex]!]!);
  const repaired = repairNormals(pick(normals, 3, own), positions, indices);
  normalizeTriples(repaired);
  return {
    label: mesh.label,
    positions,
    normals: repaired,
    tangents: null,
    texCoords: mesh.texCoords === null ? [] : [pick(mesh.texCoords, 2, own)],
    colors: mesh.colors === null ? null : pick(mesh.colors, 4, own),
    influences: 0,
    jointIndices: null,
    jointWeights: null,
    morphTargets: [],
    indices,
  };
}

/** One vertex per place: the vertex that stands for each position, by exact coordinates. */
function weldPositions(positions: Float32Array): { positions: Float32Array; corners: Uint32Array } {
  const count = positions.length / 3;
  let size = 16;
  while (size < count * 2) size *= 2;
  const table = new Int32Array(size).fill(-1);
  const values = positions.map((value) => value + 0); // −0 becomes 0
  const bits = new Uint32Array(values.buffer);
  const corners = new Uint32Array(count);
  const kept = new Uint32Array(count);
  let used = 0;
  for (let i = 0; i < count; i++) {
    const [x, y, z] = [bits[i * 3]!, bits[i * 3 + 1]!, bits[i * 3 + 2]!];
    let hash = Math.imul(x, 73856093) ^ Math.imul(y, 19349663) ^ Math.imul(z, 83492791);
    hash = Math.imul(hash ^ (hash >>> 15), 2246822519);
    let place = (hash ^ (hash >>> 13)) & (size - 1);
    for (; table[place] !== -1; place = (place + 1) & (size - 1)) {
      const other = kept[table[place]!]! * 3;
      if (bits[other] === x && bits[other + 1] === y && bits[other + 2] === z) break;
    }
    if (table[place] === -1) {
      table[place] = used;
      kept[used++] = i;
    }
    corners[i] = table[place]!;
  }
  const out = new Float32Array(used * 3);
  for (let vertex = 0; vertex < used; vertex++) for (let k = 0; k < 3; k++) out[vertex * 3 + k] = values[kept[vertex]! * 3 + k]!;
  return { positions: out, corners };
}

/** A model whose meshes do not move and are given in the file's axes. */
export function staticModel(meshes: readonly Pick<ModelMesh, "raw" | "part" | "material">[], parts: string[], materials: Model["materials"]): Model {
  const root = { name: "root", parent: null, translation: [0, 0, 0], rotation: [0, 0, 0, 1], scale: [1, 1, 1], matrix: null, weights: [] } as const;
  return { meshes: meshes.map((mesh) => ({ ...mesh, node: 0, flatNormals: false, skin: null })), nodes: [root], parts, materials, clips: [] };
}
