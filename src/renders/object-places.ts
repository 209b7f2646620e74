/** Where each pixel of a view lies on its object: object coordinates from depth and pose. */
import { rayThroughPixel } from "../geometry/camera.js";
import type { Matrix3 } from "../geometry/vector.js";
import { LENS_UNITS, type LensSamples } from "../render/lens-samples.js";
import type { ObjectRecord } from "../sample/record.js";
import { keptPose } from "./kept-scene.js";
import type { DepthView } from "./normals-from-depth.js";

/** xyz in each object's frame; 0 where there is no object or no depth of it. */
export function objectPlaces({ width, height, depth, instanceId }: DepthView, objects: readonly ObjectRecord[], K: Matrix3, lens: LensSamples | null): Float32Array {
  const places = new Float32Array(width * height * 3);
  const byId = new Map(objects.map((object) => [object.instanceId, { ...keptPose(object), scale: object.scale }]));
  for (let pixel = 0; pixel < depth.length; pixel++) {
    const object = byId.get(instanceId[pixel]!);
    const z = depth[pixel]!;
    if (object === undefined || !(z > 0)) continue;
    const row = Math.floor(pixel / width);
    const ray = lens === null ? rayThroughPixel(K, pixel - row * width + 0.5, row + 0.5) : rayThroughPixel(K, lens.x[pixel]! / LENS_UNITS, lens.y[pixel]! / LENS_UNITS);
    const { rotation: r, translation: t, scale } = object;
    const [x, y] = [ray[0] * z - t[0], ray[1] * z - t[1]];
    for (let axis = 0; axis < 3; axis++) places[pixel * 3 + axis] = (r[axis]! * x + r[axis + 3]! * y + r[axis + 6]! * (z - t[2])) / scale;
  }
  return places;
}
