/** A scene whose main object stands otherwise. */
import { cos, radians, sin } from "../core/math.js";
import { multiply3 } from "../geometry/vector.js";
import type { Instance, Scene } from "../sample/scene.js";

/** The main object turned about its vertical axis, counter-clockwise seen from above. */
export function turnedScene(scene: Scene, degrees: number): Scene {
  const c = cos(radians(degrees));
  const s = sin(radians(degrees));
  const main = scene.instances[0]!;
  const rotation = multiply3(main.objectToWorld.rotation, [c, -s, 0, s, c, 0, 0, 0, 1]);
  return withMain(scene, { ...main, objectToWorld: { ...main.objectToWorld, rotation } });
}

/** Another main object in the same place. */
export function withMain(scene: Scene, main: Instance): Scene {
  return { ...scene, instances: [{ ...main, instanceId: scene.instances[0]!.instanceId }, ...scene.instances.slice(1)] };
}
