/** One mesh of a shape from its binding: posed, normalised, wound counter-clockwise. Loading and posing share it. */
import type { Matrix4 } from "../geometry/vector.js";
import type { Mesh, RigBinding } from "../sample/shape.js";
import { toObjectFrame, turnDirections, type Normalization } from "./normalize.js";
import { poseVertices } from "./pose-vertices.js";
import { smoothNormals } from "./smooth-normals.js";

/** Turns every triangle round: a reflection shows its other side. */
export function reverseTriangles(indices: Uint32Array): Uint32Array {
  const out = indices.slice();
  for (let corner = 0; corner < out.length; corner += 3) {
    out[corner + 1] = indices[corner + 2]!;
    out[corner + 2] = indices[corner + 1]!;
  }
  return out;
}

/** What of a mesh does not change when it moves. */
export type MeshSurface = Pick<Mesh, "part" | "material" | "texCoords" | "colors">;

/**
 * The mesh in the object frame.
 * @param worlds world matrix of every rig node
 * @param weights one per morph target
 */
export function placeMesh(
  surface: MeshSurface,
  binding: RigBinding,
  worlds: readonly Matrix4[],
  weights: readonly number[],
  normalization: Normalization,
): Mesh {
  const posed = poseVertices(binding, worlds, weights);
  const wound = posed.mirrored ? reverseTriangles(binding.indices) : binding.indices;
  const positions = toObjectFrame(posed.positions, normalization);
  return {
    part: surface.part,
    material: surface.material,
    positions,
    normals: binding.flatNormals ? smoothNormals(positions, wound) : turnDirections(posed.normals, normalization.rotation, 3),
    tangents: posed.tangents === null ? null : turnDirections(posed.tangents, normalization.rotation, 4),
    texCoords: surface.texCoords,
    colors: surface.colors,
    indices: wound,
  };
}
