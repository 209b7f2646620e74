/** The control `coarse-box`: depth of the objects' 3D boxes instead of the objects, as LooseControl takes it. */
import * as z from "zod";
import { boxCorners } from "../geometry/box.js";
import { projectPoints, rayThroughPixel, worldToCamera } from "../geometry/camera.js";
import { composePoses } from "../geometry/pose.js";
import type { Vector3 } from "../geometry/vector.js";
import { LENS_UNITS, lensPixels } from "../render/lens-samples.js";
import type { Instance, Scene } from "../sample/scene.js";
import { boxOfShape } from "../sample/shape-box.js";
import type { Control } from "./control.js";
import { inverseDepthImage } from "./inverse-depth.js";
import { softMask, softMaskOptions } from "./soft-mask.js";

export const coarseBoxOptions = z
  .strictObject({ softMask: softMaskOptions })
  .describe("depth of the objects' 3D boxes, in the convention of the control depth: fixes place, size and direction, leaves the shape free");

/** Settings of {@link coarseBoxControl}. */
export type CoarseBoxOptions = z.infer<typeof coarseBoxOptions>;

/** A control that draws nearest depth / depth of the boxes, 1 to 255, and 0 elsewhere, in one channel. */
export function coarseBoxControl(options: CoarseBoxOptions): Control {
  return ({ content }) => {
    const { width, height } = content.camera;
    const depth = new Float64Array(width * height).fill(Infinity);
    for (const instance of content.instances) drawBox(content, instance, depth);
    const covered = new Uint8Array(depth.length);
    for (let pixel = 0; pixel < depth.length; pixel++) covered[pixel] = depth[pixel] < Infinity ? 1 : 0;
    return { image: inverseDepthImage(depth, width, height), softMask: softMask(covered, width, height, options.softMask) };
  };
}

/** Ray and box in the box's own axes: exact at every pixel centre, wherever the corners are. */
function drawBox({ camera }: Scene, instance: Instance, depth: Float64Array): void {
  const box = boxOfShape(instance.shape);
  const { scale } = instance;
  const pose = composePoses(worldToCamera(camera), instance.objectToWorld);
  const r = pose.rotation;
  const t = pose.translation;
  const low: number[] = [];
  const high: number[] = [];
  const eye: number[] = [];
  for (let axis = 0; axis < 3; axis++) {
    low.push((box.center[axis] - box.dimensions[axis] / 2) * scale);
    high.push((box.center[axis] + box.dimensions[axis] / 2) * scale);
    eye.push(-(r[axis] * t[0] + r[axis + 3] * t[1] + r[axis + 6] * t[2]));
  }
  const corners = projectPoints(boxCorners(box).map((corner): Vector3 => [corner[0] * scale, corner[1] * scale, corner[2] * scale]), pose, camera.K);
  const lens = lensPixels(camera);
  const { left, top, right, bottom } = lens === null ? pixelsAround(corners, camera.width, camera.height) : { left: 0, top: 0, right: camera.width, bottom: camera.height };
  // Directions in the box's axes are affine in the pixel: at the first pixel, and per column and row.
  const inBox = (ray: Vector3): number[] => [0, 1, 2].map((axis) => r[axis] * ray[0] + r[axis + 3] * ray[1] + r[axis + 6] * ray[2]);
  const first = inBox(rayThroughPixel(camera.K, 0.5, 0.5));
  const perColumn = inBox(rayThroughPixel(camera.K, 1.5, 0.5)).map((value, axis) => value - first[axis]);
  const perRow = inBox(rayThroughPixel(camera.K, 0.5, 1.5)).map((value, axis) => value - first[axis]);
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      // In whole pixels from the first one's centre, of the ideal picture.
      const idealX = lens === null ? x : lens.x[y * camera.width + x] / LENS_UNITS - 0.5;
      const idealY = lens === null ? y : lens.y[y * camera.width + x] / LENS_UNITS - 0.5;
      let enter = -Infinity;
      let leave = Infinity;
      for (let axis = 0; axis < 3; axis++) {
        const direction = first[axis] + idealX * perColumn[axis] + idealY * perRow[axis];
        if (direction === 0) {
          if (eye[axis] < low[axis] || eye[axis] > high[axis]) leave = -Infinity;
          continue;
        }
        const atLow = (low[axis] - eye[axis]) / direction;
        const atHigh = (high[axis] - eye[axis]) / direction;
        enter = Math.max(enter, Math.min(atLow, atHigh));
        leave = Math.min(leave, Math.max(atLow, atHigh));
      }
      if (enter > leave || leave <= 0) continue;
      // The ray advances by one unit of depth per unit; from within a box its far side is seen.
      const distance = enter > 0 ? enter : leave;
      if (distance < depth[y * camera.width + x]) depth[y * camera.width + x] = distance;
    }
  }
}

/** The pixels that a box can cover: all of them when it reaches behind the camera. */
function pixelsAround(corners: readonly { x: number; y: number; depth: number }[], width: number, height: number) {
  if (corners.some((corner) => !(corner.depth > 0))) return { left: 0, top: 0, right: width, bottom: height };
  const columns = corners.map((corner) => corner.x);
  const rows = corners.map((corner) => corner.y);
  return {
    left: Math.max(0, Math.floor(Math.min(...columns))),
    top: Math.max(0, Math.floor(Math.min(...rows))),
    right: Math.min(width, Math.ceil(Math.max(...columns))),
    bottom: Math.min(height, Math.ceil(Math.max(...rows))),
  };
}
