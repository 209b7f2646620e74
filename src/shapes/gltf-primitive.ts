/** One glTF primitive as a triangle mesh. */
import type { Accessor, Primitive } from "@gltf-transform/core";
import { DatasetError } from "../core/errors.js";
import { floatValues, indexValues } from "./gltf-accessor.js";
import { dropUnusedVertices, separateTriangles, type RawMesh } from "./raw-mesh.js";
import { repairNormals } from "./smooth-normals.js";

const TRIANGLES = 4;
const TRIANGLE_STRIP = 5;
const TRIANGLE_FAN = 6;

/** A primitive's mesh, and whether its normals were missing. */
export interface PrimitiveMesh {
  raw: RawMesh;
  flatNormals: boolean;
}

/** Three indices per triangle from any of the triangle modes; strips alternate so that all faces look the same way. */
export function triangleIndices(mode: number, order: Uint32Array): Uint32Array | null {
  const triangles = mode === TRIANGLES ? Math.floor(order.length / 3) : Math.max(0, order.length - 2);
  if (mode === TRIANGLES) return order.length === triangles * 3 ? order : order.slice(0, triangles * 3);
  if (mode !== TRIANGLE_STRIP && mode !== TRIANGLE_FAN) return null;
  const out = new Uint32Array(triangles * 3);
  for (let i = 0; i < triangles; i++) {
    // the order of glTF 2.0, 3.7.2.1
    const corners = mode === TRIANGLE_FAN ? [i + 1, i + 2, 0] : [i, i + 1 + (i % 2), i + 2 - (i % 2)];
    for (let k = 0; k < 3; k++) out[i * 3 + k] = order[corners[k]!]!;
  }
  return out;
}

/**
 * @param targetNames names of the mesh's morph targets
 * @returns null for points, lines and primitives without positions
 * @throws DatasetError E_SHAPE_GEOMETRY when indices or attributes do not fit the vertices
 */
export function primitiveMesh(primitive: Primitive, label: string, targetNames: readonly string[], file: string): PrimitiveMesh | null {
  const position = primitive.getAttribute("POSITION");
  if (position === null) return null;
  const positions = floatValues(position);
  const vertices = positions.length / 3;
  const order = primitive.getIndices();
  const indices = triangleIndices(primitive.getMode(), order === null ? Uint32Array.from({ length: vertices }, (_, i) => i) : indexValues(order));
  if (indices === null) return null;
  for (const index of indices) {
    if (index >= vertices) throw misfit(file, label, `has a triangle with vertex ${index} of ${vertices}`);
  }
  const attribute = (accessor: Accessor | null, name: string, size: number): Float32Array | null => {
    if (accessor === null) return null;
    const values = floatValues(accessor);
    if (values.length !== vertices * size) throw misfit(file, label, `has ${values.length} numbers of ${name} for ${vertices} vertices`);
    return values;
  };
  const named = (name: string, size: number) => attribute(primitive.getAttribute(name), name, size);
  const normals = named("NORMAL", 3);
  const raw: RawMesh = {
    label,
    positions,
    normals,
    tangents: normals === null ? null : usableTangents(named("TANGENT", 4)),
    texCoords: texCoordSets(primitive, (name) => named(name, 2)),
    colors: vertexColors(primitive, vertices, attribute),
    ...skinAttributes(primitive, vertices, named),
    morphTargets: primitive.listTargets().map((target, index) => ({
      name: targetNames[index] ?? target.getName(),
      positions: attribute(target.getAttribute("POSITION"), "morph POSITION", 3),
      normals: attribute(target.getAttribute("NORMAL"), "morph NORMAL", 3),
    })),
    indices,
  };
  if (normals === null) return { raw: separateTriangles(raw), flatNormals: true };
  const used = dropUnusedVertices(raw);
  return { raw: { ...used, normals: repairNormals(used.normals!, used.positions, used.indices) }, flatNormals: false };
}

function misfit(file: string, label: string, what: string): DatasetError {
  return new DatasetError("E_SHAPE_GEOMETRY", `${label} of ${file} ${what}.`, { hint: "The file is damaged: export the model again.", subject: file });
}

/** Null where any is not a direction: all are computed anew then. */
function usableTangents(tangents: Float32Array | null): Float32Array | null {
  for (let i = 0; tangents !== null && i < tangents.length; i += 4) {
    const size = Math.abs(tangents[i]!) + Math.abs(tangents[i + 1]!) + Math.abs(tangents[i + 2]!);
    if (!(size > 1e-6 && size < 1e6) || Math.abs(tangents[i + 3]!) !== 1) return null;
  }
  return tangents;
}

function texCoordSets(primitive: Primitive, named: (name: string) => Float32Array | null): Float32Array[] {
  const sets: Float32Array[] = [];
  for (let set = 0; ; set++) {
    const values = named(`TEXCOORD_${set}`);
    if (values === null) return sets;
    sets.push(values);
  }
}

function vertexColors(primitive: Primitive, vertices: number, attribute: (accessor: Accessor | null, name: string, size: number) => Float32Array | null): Float32Array | null {
  const accessor = primitive.getAttribute("COLOR_0");
  if (accessor === null) return null;
  const size = accessor.getElementSize();
  const values = attribute(accessor, "COLOR_0", size)!.map((value) => (value >= 0 && value <= 1e6 ? value : 1));
  if (size === 4) return values;
  const colors = new Float32Array(vertices * 4).fill(1);
  for (let vertex = 0; vertex < vertices; vertex++) colors.set(values.subarray(vertex * 3, vertex * 3 + 3), vertex * 4);
  return colors;
}

function skinAttributes(
  primitive: Primitive,
  vertices: number,
  named: (name: string, size: number) => Float32Array | null,
): Pick<RawMesh, "influences" | "jointIndices" | "jointWeights"> {
  const sets: { joints: Float32Array; weights: Float32Array }[] = [];
  for (let set = 0; ; set++) {
    const joints = named(`JOINTS_${set}`, 4);
    const weights = named(`WEIGHTS_${set}`, 4);
    if (joints === null || weights === null) break;
    sets.push({ joints, weights });
  }
  if (sets.length === 0) return { influences: 0, jointIndices: null, jointWeights: null };
  const influences = sets.length * 4;
  const jointIndices = new Uint16Array(vertices * influences);
  const jointWeights = new Float32Array(vertices * influences);
  for (let vertex = 0; vertex < vertices; vertex++) {
    sets.forEach(({ joints, weights }, set) => {
      for (let k = 0; k < 4; k++) {
        jointIndices[vertex * influences + set * 4 + k] = joints[vertex * 4 + k]!;
        jointWeights[vertex * influences + set * 4 + k] = weights[vertex * 4 + k]!;
      }
    });
    if (sets.every(({ weights }) => !weights.subarray(vertex * 4, vertex * 4 + 4).some((weight) => weight > 0))) jointWeights[vertex * influences] = 1;
  }
  return { influences, jointIndices, jointWeights };
}
