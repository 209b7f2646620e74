/** The light of a scene, prepared once and shared by shading and background. */
import type { Scene } from "../sample/scene.js";
import { prepareLight, type SceneLight } from "./shade.js";

const prepared = new WeakMap<Scene, SceneLight>();

/** {@link prepareLight}, remembered per scene object. */
export function sceneLight(scene: Scene): SceneLight {
  let light = prepared.get(scene);
  if (light === undefined) {
    light = prepareLight(scene);
    prepared.set(scene, light);
  }
  return light;
}
