/** A shape as a mirror shows it. */
import type { Mesh, Shape } from "../sample/shape.js";

/** The shape with left and right exchanged (x of the object frame). For pictures alone: keypoints and rig stay behind. */
export function mirroredShape(shape: Shape): Shape {
  return { ...shape, meshes: shape.meshes.map(mirroredMesh), keypoints: [], rig: null };
}

function mirroredMesh(mesh: Mesh): Mesh {
  const tangents = mesh.tangents === null ? null : negated(mesh.tangents, 4);
  // The handedness of what a mirror shows is the other one.
  if (tangents !== null) for (let at = 3; at < tangents.length; at += 4) tangents[at] = -tangents[at]!;
  const indices = mesh.indices.slice();
  for (let at = 0; at + 2 < indices.length; at += 3) [indices[at + 1], indices[at + 2]] = [indices[at + 2]!, indices[at + 1]!];
  return { ...mesh, positions: negated(mesh.positions, 3), normals: negated(mesh.normals, 3), tangents, indices };
}

/** A copy of vectors with their first component negated. */
function negated(vectors: Float32Array, stride: number): Float32Array {
  const copy = vectors.slice();
  for (let at = 0; at < copy.length; at += stride) copy[at] = -copy[at]!;
  return copy;
}
