/** Moves the vertices of one mesh to where a rig's nodes and morph weights put them, in double precision. */
import type { Matrix4 } from "../geometry/vector.js";
import type { RigBinding } from "../sample/shape.js";
import { normalizeTriples } from "./smooth-normals.js";

/** A mesh's vertices in the file's coordinates. */
export interface PosedVertices {
  /** xyz. */
  positions: Float64Array;
  /** Unit xyz. */
  normals: Float64Array;
  /** Unit xyz and handedness. */
  tangents: Float32Array | null;
  /** The transform is a reflection: triangles must be wound the other way round. */
  mirrored: boolean;
}

/** The twelve numbers of an affine matrix, row-major. */
type Affine = Float64Array;

function affine(m: Matrix4): Affine {
  return Float64Array.from(m.slice(0, 12));
}

function multiplyAffine(a: Matrix4, b: Matrix4): Affine {
  const out = new Float64Array(12);
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 4; column++) {
      let sum = column === 3 ? a[row * 4 + 3]! : 0;
      for (let k = 0; k < 3; k++) sum += a[row * 4 + k]! * b[k * 4 + column]!;
      out[row * 4 + column] = sum;
    }
  }
  return out;
}

function determinant(m: Affine): number {
  return (
    m[0]! * (m[5]! * m[10]! - m[6]! * m[9]!) - m[1]! * (m[4]! * m[10]! - m[6]! * m[8]!) + m[2]! * (m[4]! * m[9]! - m[5]! * m[8]!)
  );
}

/** Base plus weighted differences. */
function morph(base: Float32Array, deltas: readonly (Float32Array | null)[], weights: readonly number[]): Float64Array {
  const out = Float64Array.from(base);
  deltas.forEach((delta, target) => {
    const weight = weights[target] ?? 0;
    if (delta === null || weight === 0) return;
    for (let i = 0; i < out.length; i++) out[i] = out[i]! + weight * delta[i]!;
  });
  return out;
}

/** One matrix per vertex: of its node, or blended from its joints. The same array is reused from call to call. */
function vertexMatrices(binding: RigBinding, worlds: readonly Matrix4[]): (vertex: number) => Affine {
  const { skin } = binding;
  if (skin === null) {
    const whole = affine(worlds[binding.node]!);
    return () => whole;
  }
  const joints = skin.joints.map((node, joint) => multiplyAffine(worlds[node]!, skin.inverseBind[joint]!));
  const blended = new Float64Array(12);
  return (vertex) => {
    blended.fill(0);
    let total = 0;
    for (let k = vertex * skin.influences; k < (vertex + 1) * skin.influences; k++) total += skin.jointWeights[k]!;
    for (let k = vertex * skin.influences; k < (vertex + 1) * skin.influences; k++) {
      const weight = skin.jointWeights[k]! / total;
      if (weight === 0) continue;
      const joint = joints[skin.jointIndices[k]!]!;
      for (let i = 0; i < 12; i++) blended[i] = blended[i]! + weight * joint[i]!;
    }
    return blended;
  };
}

/** True when the binding's transform is a reflection; a skin is judged by its first vertex. */
export function isMirrored(binding: RigBinding, worlds: readonly Matrix4[]): boolean {
  return binding.positions.length > 0 && determinant(vertexMatrices(binding, worlds)(0)) < 0;
}

/**
 * Positions, normals and tangents of a mesh in a pose.
 * @param worlds world matrix of every rig node
 * @param weights one per morph target
 */
export function poseVertices(binding: RigBinding, worlds: readonly Matrix4[], weights: readonly number[]): PosedVertices {
  const positions = morph(binding.positions, binding.morphTargets.map((target) => target.positions), weights);
  const normals = morph(binding.normals, binding.morphTargets.map((target) => target.normals), weights);
  const tangents = binding.tangents === null ? null : binding.tangents.slice();
  const matrixOf = vertexMatrices(binding, worlds);
  for (let vertex = 0; vertex < positions.length / 3; vertex++) {
    const m = matrixOf(vertex);
    transformVertex(m, positions, normals, vertex * 3);
    if (tangents !== null) transformTangent(m, tangents, vertex * 4);
  }
  normalizeTriples(normals);
  return { positions, normals, tangents, mirrored: isMirrored(binding, worlds) };
}

function transformVertex(m: Affine, positions: Float64Array, normals: Float64Array, i: number): void {
  const x = positions[i]!;
  const y = positions[i + 1]!;
  const z = positions[i + 2]!;
  positions[i] = m[0]! * x + m[1]! * y + m[2]! * z + m[3]!;
  positions[i + 1] = m[4]! * x + m[5]! * y + m[6]! * z + m[7]!;
  positions[i + 2] = m[8]! * x + m[9]! * y + m[10]! * z + m[11]!;
  // normals turn with the cofactors: the inverse transposed times the determinant, which a flat scale leaves finite
  const nx = normals[i]!;
  const ny = normals[i + 1]!;
  const nz = normals[i + 2]!;
  const sign = determinant(m) < 0 ? -1 : 1;
  normals[i] = sign * ((m[5]! * m[10]! - m[6]! * m[9]!) * nx + (m[6]! * m[8]! - m[4]! * m[10]!) * ny + (m[4]! * m[9]! - m[5]! * m[8]!) * nz);
  normals[i + 1] = sign * ((m[2]! * m[9]! - m[1]! * m[10]!) * nx + (m[0]! * m[10]! - m[2]! * m[8]!) * ny + (m[1]! * m[8]! - m[0]! * m[9]!) * nz);
  normals[i + 2] = sign * ((m[1]! * m[6]! - m[2]! * m[5]!) * nx + (m[2]! * m[4]! - m[0]! * m[6]!) * ny + (m[0]! * m[5]! - m[1]! * m[4]!) * nz);
}

function transformTangent(m: Affine, tangents: Float32Array, i: number): void {
  const x = tangents[i]!;
  const y = tangents[i + 1]!;
  const z = tangents[i + 2]!;
  const tx = m[0]! * x + m[1]! * y + m[2]! * z;
  const ty = m[4]! * x + m[5]! * y + m[6]! * z;
  const tz = m[8]! * x + m[9]! * y + m[10]! * z;
  const length = Math.sqrt(tx * tx + ty * ty + tz * tz) || 1;
  tangents[i] = tx / length;
  tangents[i + 1] = ty / length;
  tangents[i + 2] = tz / length;
  if (determinant(m) < 0) tangents[i + 3] = -tangents[i + 3]!;
}
