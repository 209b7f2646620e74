/**
 * Tangents for normal maps where a file has none. As MikkTSpace: per triangle the direction in which u grows, summed
 * at each vertex with the corner's angle as weight and made perpendicular to the normal; where the texture is
 * mirrored on one side of a vertex and not on the other, the vertex is split. Double precision, fixed order.
 */
import { acos, clamp } from "../core/math.js";
import type { TextureSlot } from "../sample/shape.js";
import { gatherVertices, type RawMesh } from "./raw-mesh.js";

/** uv after the slot's transform: the map's own axes are what tangents follow. */
function mapCoordinates(texCoords: Float32Array, transform: TextureSlot["transform"]): Float64Array {
  const out = Float64Array.from(texCoords);
  if (transform === null) return out;
  for (let i = 0; i < out.length; i += 2) {
    const u = texCoords[i]!;
    const v = texCoords[i + 1]!;
    out[i] = transform[0] * u + transform[1] * v + transform[2];
    out[i + 1] = transform[3] * u + transform[4] * v + transform[5];
  }
  return out;
}

/** −1 where a triangle shows its texture as it is, +1 where mirrored (v runs down, so uv turn against the corners), 0 without uv area. */
function handednessOfTriangles(uv: Float64Array, indices: Uint32Array): Int8Array {
  return Int8Array.from({ length: indices.length / 3 }, (_, triangle) => {
    const [a, b, c] = [indices[triangle * 3]! * 2, indices[triangle * 3 + 1]! * 2, indices[triangle * 3 + 2]! * 2];
    const area = (uv[b]! - uv[a]!) * (uv[c + 1]! - uv[a + 1]!) - (uv[c]! - uv[a]!) * (uv[b + 1]! - uv[a + 1]!);
    return area > 0 ? 1 : area < 0 ? -1 : 0;
  });
}

/** Gives vertices that mirrored and unmirrored triangles share a second copy for the mirrored ones. */
function splitMirrored(mesh: RawMesh, handedness: Int8Array): { mesh: RawMesh; signs: Int8Array } {
  const count = mesh.positions.length / 3;
  const first = new Int8Array(count);
  const copies = new Map<number, number>();
  const source = Array.from({ length: count }, (_, vertex) => vertex);
  const indices = mesh.indices.slice();
  for (let corner = 0; corner < indices.length; corner++) {
    const sign = handedness[Math.floor(corner / 3)]!;
    const vertex = indices[corner]!;
    if (sign === 0) continue;
    if (first[vertex] === 0) first[vertex] = sign;
    if (first[vertex] === sign) continue;
    let copy = copies.get(vertex);
    if (copy === undefined) {
      copy = source.length;
      copies.set(vertex, copy);
      source.push(vertex);
    }
    indices[corner] = copy;
  }
  const signs = new Int8Array(source.length);
  signs.set(first);
  for (const [vertex, copy] of copies) signs[copy] = -first[vertex]! as 1 | -1;
  return { mesh: copies.size === 0 ? mesh : gatherVertices(mesh, Uint32Array.from(source), indices), signs };
}

function difference(values: ArrayLike<number>, from: number, to: number): [number, number, number] {
  return [values[to]! - values[from]!, values[to + 1]! - values[from + 1]!, values[to + 2]! - values[from + 2]!];
}

function length(x: number, y: number, z: number): number {
  return Math.sqrt(x * x + y * y + z * z);
}

/**
 * Adds tangents (xyz and handedness) to a mesh with normals.
 * @param slot the normal map in use
 * @returns the mesh, with a few vertices more where the texture is mirrored
 */
export function withTangents(mesh: RawMesh, slot: TextureSlot): RawMesh {
  const set = mesh.texCoords[slot.texCoord];
  if (set === undefined || mesh.normals === null) return mesh;
  const split = splitMirrored(mesh, handednessOfTriangles(mapCoordinates(set, slot.transform), mesh.indices));
  const { positions, indices, normals } = split.mesh;
  const uv = mapCoordinates(split.mesh.texCoords[slot.texCoord]!, slot.transform);
  const sums = new Float64Array(positions.length);
  for (let corner = 0; corner < indices.length; corner += 3) addTriangle(sums, positions, normals!, uv, indices.subarray(corner, corner + 3));
  const tangents = new Float32Array((positions.length / 3) * 4);
  for (let vertex = 0; vertex < positions.length / 3; vertex++) {
    tangents.set(perpendicular(sums, normals!, vertex * 3), vertex * 4);
    // the bitangent cross(normal, tangent) · w points up in the picture, where v decreases
    tangents[vertex * 4 + 3] = split.signs[vertex] === 1 ? -1 : 1;
  }
  return { ...split.mesh, tangents };
}

function addTriangle(sums: Float64Array, positions: Float32Array, normals: Float32Array, uv: Float64Array, triangle: Uint32Array): void {
  const [a, b, c] = [triangle[0]!, triangle[1]!, triangle[2]!];
  const e1 = difference(positions, a * 3, b * 3);
  const e2 = difference(positions, a * 3, c * 3);
  const v1 = uv[b * 2 + 1]! - uv[a * 2 + 1]!;
  const v2 = uv[c * 2 + 1]! - uv[a * 2 + 1]!;
  const area = (uv[b * 2]! - uv[a * 2]!) * v2 - (uv[c * 2]! - uv[a * 2]!) * v1;
  if (area === 0) return;
  const sign = area > 0 ? 1 : -1;
  const direction = [0, 1, 2].map((k) => sign * (e1[k]! * v2 - e2[k]! * v1)) as [number, number, number];
  for (const [here, next, previous] of [[a, b, c], [b, c, a], [c, a, b]] as const) {
    const n = normals.subarray(here * 3, here * 3 + 3);
    const along = direction[0] * n[0]! + direction[1] * n[1]! + direction[2] * n[2]!;
    const [tx, ty, tz] = [direction[0] - along * n[0]!, direction[1] - along * n[1]!, direction[2] - along * n[2]!];
    const size = length(tx, ty, tz);
    if (!(size > 0)) continue;
    const p = difference(positions, here * 3, next * 3);
    const q = difference(positions, here * 3, previous * 3);
    const lengths = length(...p) * length(...q);
    const weight = lengths > 0 ? acos(clamp((p[0] * q[0] + p[1] * q[1] + p[2] * q[2]) / lengths, -1, 1)) / size : 0;
    sums[here * 3] = sums[here * 3]! + tx * weight;
    sums[here * 3 + 1] = sums[here * 3 + 1]! + ty * weight;
    sums[here * 3 + 2] = sums[here * 3 + 2]! + tz * weight;
  }
}

/** The sum's direction, perpendicular to the normal; any perpendicular where there is none. */
function perpendicular(sums: Float64Array, normals: Float32Array, at: number): [number, number, number] {
  const n = [normals[at]!, normals[at + 1]!, normals[at + 2]!] as const;
  let t: [number, number, number] = [sums[at]!, sums[at + 1]!, sums[at + 2]!];
  const along = t[0] * n[0] + t[1] * n[1] + t[2] * n[2];
  t = [t[0] - along * n[0], t[1] - along * n[1], t[2] - along * n[2]];
  let size = length(...t);
  if (!(size > 1e-12)) {
    t = Math.abs(n[0]) < 0.9 ? [1 - n[0] * n[0], -n[0] * n[1], -n[0] * n[2]] : [-n[1] * n[0], 1 - n[1] * n[1], -n[1] * n[2]];
    size = length(...t);
  }
  return [t[0] / size, t[1] / size, t[2] / size];
}
