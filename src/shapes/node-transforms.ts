/** Where the nodes of a rig are: local and world matrices, in the file's coordinates. */
import { multiply4, type Matrix4, type Vector3 } from "../geometry/vector.js";
import type { RigNode } from "../sample/shape.js";

/**
 * Translation · rotation · scale as one matrix.
 * @param rotation quaternion xyzw; made unit length here
 */
export function composeTransform(translation: Vector3, rotation: readonly [number, number, number, number], scale: Vector3): Matrix4 {
  const [qx, qy, qz, qw] = rotation;
  const square = qx * qx + qy * qy + qz * qz + qw * qw;
  const s = square > 0 ? 2 / square : 0;
  const [sx, sy, sz] = scale;
  return [
    (1 - s * (qy * qy + qz * qz)) * sx, s * (qx * qy - qw * qz) * sy, s * (qx * qz + qw * qy) * sz, translation[0],
    s * (qx * qy + qw * qz) * sx, (1 - s * (qx * qx + qz * qz)) * sy, s * (qy * qz - qw * qx) * sz, translation[1],
    s * (qx * qz - qw * qy) * sx, s * (qy * qz + qw * qx) * sy, (1 - s * (qx * qx + qy * qy)) * sz, translation[2],
    0, 0, 0, 1,
  ];
}

/** The matrix of a node relative to its parent. */
export function localMatrix(node: RigNode): Matrix4 {
  return node.matrix ?? composeTransform(node.translation, node.rotation, node.scale);
}

/** World matrices of all nodes; parents stand before their children. */
export function worldMatrices(nodes: readonly RigNode[]): Matrix4[] {
  const worlds: Matrix4[] = [];
  for (const node of nodes) {
    const local = localMatrix(node);
    worlds.push(node.parent === null ? local : multiply4(worlds[node.parent]!, local));
  }
  return worlds;
}

/** The inverse of an affine matrix; where a node is scaled to nothing, what cannot be undone stays. */
export function invertAffine(m: Matrix4): Matrix4 {
  const cofactor = [
    m[5] * m[10] - m[6] * m[9], m[2] * m[9] - m[1] * m[10], m[1] * m[6] - m[2] * m[5],
    m[6] * m[8] - m[4] * m[10], m[0] * m[10] - m[2] * m[8], m[2] * m[4] - m[0] * m[6],
    m[4] * m[9] - m[5] * m[8], m[1] * m[8] - m[0] * m[9], m[0] * m[5] - m[1] * m[4],
  ] as const;
  const determinant = m[0] * cofactor[0] + m[1] * cofactor[3] + m[2] * cofactor[6];
  if (determinant === 0) return [1, 0, 0, -m[3], 0, 1, 0, -m[7], 0, 0, 1, -m[11], 0, 0, 0, 1];
  const [a, b, c, d, e, f, g, h, i] = cofactor.map((value) => value / determinant) as [number, number, number, number, number, number, number, number, number];
  return [
    a, b, c, -(a * m[3] + b * m[7] + c * m[11]),
    d, e, f, -(d * m[3] + e * m[7] + f * m[11]),
    g, h, i, -(g * m[3] + h * m[7] + i * m[11]),
    0, 0, 0, 1,
  ];
}
