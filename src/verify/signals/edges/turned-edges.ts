/** Where a label's edges would be if the object were turned a little: what a picture of a slightly wrong pose would rather agree with. */
import { cos, radians, sin } from "../../../core/math.js";
import { projectCameraPoint, rayThroughPixel } from "../../../geometry/camera.js";
import { add, dot, norm, scale, subtract, transform3, type Matrix3, type Vector3 } from "../../../geometry/vector.js";
import type { LabelView } from "../../label-view.js";
import type { EdgePoints } from "./label-edges.js";
import { directionOf } from "./orientation.js";

/** Steps along a line, in pixels, over which its direction is followed on the surface. */
const STEP = 3;

/** What is needed to see a label's points in space. */
export interface LabelInSpace {
  label: LabelView;
  /** Intrinsics of the crop. */
  K: Matrix3;
  /** Point in camera axes about which it is turned. */
  center: Vector3;
}

/** Rotation by an angle about a unit axis (Rodrigues). */
export function turnAbout(axis: Vector3, angleDegrees: number): Matrix3 {
  const angle = radians(angleDegrees);
  const [c, s] = [cos(angle), sin(angle)];
  const [x, y, z] = axis;
  const t = 1 - c;
  return [t * x * x + c, t * x * y - s * z, t * x * z + s * y, t * x * y + s * z, t * y * y + c, t * y * z - s * x, t * x * z - s * y, t * y * z + s * x, t * z * z + c];
}

/** The points after a turn about the centre. Those that the turn hides stay, those that it shows are missing: it is meant for small turns. */
export function turnedPoints({ x, y }: EdgePoints, angles: EdgePoints["direction"], { label, K, center }: LabelInSpace, rotation: Matrix3): EdgePoints {
  const turned: { x: number; y: number; direction: number }[] = [];
  const project = (point: Vector3): Vector3 => add(transform3(rotation, subtract(point, center)), center);
  for (let index = 0; index < x.length; index++) {
    const at = y[index]! * label.width + x[index]!;
    const depth = label.depth![at]!;
    if (depth === 0) continue;
    const point = scale(rayThroughPixel(K, x[index]! + 0.5, y[index]! + 0.5), depth);
    const angle = (angles[index]! * Math.PI) / 12;
    const ray = rayThroughPixel(K, x[index]! + 0.5 + STEP * cos(angle), y[index]! + 0.5 + STEP * sin(angle));
    const normal: Vector3 = [label.normal![at * 3]!, label.normal![at * 3 + 1]!, label.normal![at * 3 + 2]!];
    const slope = dot(normal, ray);
    let along = slope === 0 ? depth : dot(normal, point) / slope;
    if (!(Math.abs(along - depth) < depth * 0.05)) along = depth;
    const ahead = scale(ray, along);
    const [a, b] = [point, ahead].map((place) => projectCameraPoint(K, project(place)));
    const [column, row] = [Math.floor(a!.x), Math.floor(a!.y)];
    turned.push({ x: column, y: row, direction: directionOf(b!.x - a!.x, b!.y - a!.y) });
  }
  return { x: Int32Array.from(turned, (p) => p.x), y: Int32Array.from(turned, (p) => p.y), direction: Uint8Array.from(turned, (p) => p.direction) };
}

/** Mean of the points of a label's surface, in camera axes; null without depth. */
export function centerOf({ width, height, mask, depth }: LabelView, K: Matrix3): Vector3 | null {
  if (depth === null) return null;
  let sum: Vector3 = [0, 0, 0];
  let count = 0;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      if (mask[at] === 0 || depth[at] === 0) continue;
      sum = add(sum, scale(rayThroughPixel(K, x + 0.5, y + 0.5), depth[at]!));
      count++;
    }
  }
  return count === 0 || norm(sum) === 0 ? null : scale(sum, 1 / count);
}
