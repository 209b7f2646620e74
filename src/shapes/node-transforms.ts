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
