/** Poses turned about the object's vertical axis, and shapes put on the ground. */
import { cos, radians, sin } from "../core/math.js";
import type { Pose } from "../geometry/pose.js";
import { multiply3 } from "../geometry/vector.js";
import type { Instance, Scene } from "../sample/scene.js";

/** The pose of an object turned about its own vertical axis, counter-clockwise seen from above. */
export function turned({ rotation, translation }: Pose, degrees: number): Pose {
  const c = cos(radians(degrees));
  const s = sin(radians(degrees));
  return { rotation: multiply3(rotation, [c, -s, 0, s, c, 0, 0, 0, 1]), translation };
}

/** The pose with the shape standing on the scene's ground; as it is where there is none. */
export function standing({ groundHeight }: Scene, { shape, scale, objectToWorld }: Pick<Instance, "shape" | "scale" | "objectToWorld">): Pose {
  if (groundHeight === null) return objectToWorld;
  const [x, y] = objectToWorld.translation;
  return { rotation: objectToWorld.rotation, translation: [x, y, groundHeight + (shape.dimensions[2] / 2) * scale] };
}
