/** Where a label's edges would be if the object were turned a little: what a picture of a slightly wrong pose rather agrees with. */
import { cos, sin } from "../../../core/math.js";
import { projectCameraPoint, rayThroughPixel } from "../../../geometry/camera.js";
import { add, dot, scale, subtract, transform3, type Matrix3, type Vector3 } from "../../../geometry/vector.js";
import type { LabelView } from "../../label-view.js";
import type { EdgePoints } from "./label-edges.js";
import { angleOf, directionOf } from "./orientation.js";

/** Pixels along a line over which its direction is followed on the surface. */
const STEP = 3;
/** Where the surface leaves that far, relative to the depth, the line does not lie on it. */
const MOST_SLOPE = 0.05;

/** What is needed to see a label's points in space. */
export interface LabelInSpace {
  label: LabelView & { depth: Float32Array; normal: Float32Array };
  /** Intrinsics of the crop. */
  K: Matrix3;
  /** Point in camera axes about which it is turned. */
  center: Vector3;
}

/** The points after a turn about the centre. What it would hide is still there, and what it would show is missing: for small turns only. */
export function turnedPoints({ x, y, direction }: EdgePoints, { label, K, center }: LabelInSpace, rotation: Matrix3): EdgePoints {
  const columns: number[] = [];
  const rows: number[] = [];
  const directions: number[] = [];
  const seen = (point: Vector3): { x: number; y: number } => projectCameraPoint(K, add(transform3(rotation, subtract(point, center)), center));
  for (let index = 0; index < x.length; index++) {
    const at = y[index]! * label.width + x[index]!;
    const depth = label.depth[at]!;
    if (depth === 0) continue;
    const point = scale(rayThroughPixel(K, x[index]! + 0.5, y[index]! + 0.5), depth);
    const angle = angleOf(direction[index]!);
    const ray = rayThroughPixel(K, x[index]! + 0.5 + STEP * cos(angle), y[index]! + 0.5 + STEP * sin(angle));
    const normal: Vector3 = [label.normal[at * 3]!, label.normal[at * 3 + 1]!, label.normal[at * 3 + 2]!];
    const onPlane = dot(normal, point) / dot(normal, ray);
    const ahead = scale(ray, Math.abs(onPlane - depth) < depth * MOST_SLOPE ? onPlane : depth);
    const [here, there] = [seen(point), seen(ahead)];
    columns.push(Math.floor(here.x));
    rows.push(Math.floor(here.y));
    directions.push(directionOf(there.x - here.x, there.y - here.y));
  }
  return { x: Int32Array.from(columns), y: Int32Array.from(rows), direction: Uint8Array.from(directions) };
}

/** A label's surface as {@link turnedPoints} needs it, turned about its middle; null without depth. */
export function inSpace(label: LabelView, K: Matrix3): LabelInSpace | null {
  const { width, height, mask, depth, normal } = label;
  if (depth === null || normal === null) return null;
  let sum: Vector3 = [0, 0, 0];
  let count = 0;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      if (mask[at] === 0 || depth[at] === 0) continue;
      sum = add(sum, scale(rayThroughPixel(K, x + 0.5, y + 0.5), depth[at]!));
      count++;
    }
  }
  return count === 0 ? null : { label: { ...label, depth, normal }, K, center: scale(sum, 1 / count) };
}
