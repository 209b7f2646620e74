/**
 * Boxes in metres and camera axes, as Omni3D and KITTI have them. Omni3D's box (cubercnn/util/math_util.py, get_cuboid_verts_faces): length along the local x axis, height along y, width
 * along z; without rotation the local axes are the camera's, y down. An object of ours (front −y, left +x, up +z) looks
 * along local +x, so that local x is its front, y its downside, z its left side: KITTI's rotation_y of 0.
 */
import { add, multiply3, scale, transform3, transpose3, type Matrix3, type Vector3 } from "../geometry/vector.js";
import type { ObjectRecord } from "../sample/record.js";

/** Turns our object frame into the local one. */
const LOCAL_FROM_OBJECT: Matrix3 = [0, -1, 0, 0, 0, -1, 1, 0, 0];

/** Signs of the corners v0 … v7 along local x, y, z. */
const CORNER_SIGNS: readonly Vector3[] = [[-1, -1, -1], [1, -1, -1], [1, 1, -1], [-1, 1, -1], [-1, -1, 1], [1, -1, 1], [1, 1, 1], [-1, 1, 1]];

/** A box in metres and camera axes. */
export interface MetricBox {
  center: Vector3;
  /** Width, height, length. */
  dimensions: Vector3;
  rotation: Matrix3;
  corners: Vector3[];
}

/** @param longestMetres true length of the longest side that the object has in its rest pose */
export function metricBox({ box3d, scale: size, rotationObjectToCamera, translationObjectToCamera }: ObjectRecord, longestMetres: number): MetricBox {
  const rotationObject = rotationObjectToCamera as unknown as Matrix3;
  const center = scale(add(transform3(rotationObject, scale(box3d.center, size)), translationObjectToCamera), longestMetres / size);
  const [dx, dy, dz] = scale(box3d.dimensions, longestMetres);
  const rotation = multiply3(rotationObject, transpose3(LOCAL_FROM_OBJECT));
  const corners = CORNER_SIGNS.map(([x, y, z]) => add(transform3(rotation, [(x * dy) / 2, (y * dz) / 2, (z * dx) / 2]), center));
  return { center, dimensions: [dx, dz, dy], rotation, corners };
}
