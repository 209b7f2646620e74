/** The finished picture: background, ground with shadows, objects, display transform. */
import { multiply3, type Matrix3 } from "../geometry/vector.js";
import type { Image, Passes } from "../sample/passes.js";
import type { Scene } from "../sample/scene.js";
import { backgroundRows, type ViewRays } from "./background.js";
import { writeDisplayPixel } from "./display-transform.js";
import { groundRows } from "./ground.js";
import { cameraInLightFrame, type SceneLight } from "./prepare-light.js";

/** The camera's rays in the light frame. */
export function viewRays(scene: Scene, light: SceneLight): ViewRays {
  const { rotationCameraToLight, position } = cameraInLightFrame(scene, light);
  const K = scene.camera.K;
  const inverseK: Matrix3 = [1 / K[0], -K[1] / (K[0] * K[4]), (K[1] * K[5]) / (K[0] * K[4]) - K[2] / K[0], 0, 1 / K[4], -K[5] / K[4], 0, 0, 1];
  return { rayMatrix: multiply3(rotationCameraToLight, inverseK), position };
}

/**
 * The objects set into their environment: the paper's "Rendering + BG3D".
 * @param passes of the same scene, any supersampling
 * @param light of the same scene
 * @returns 8-bit sRGB, exposed by `scene.lighting.exposure`
 */
export function composeImage(passes: Passes, scene: Scene, light: SceneLight): Image {
  const { width, height, color, alpha } = passes;
  const exposure = scene.lighting.exposure;
  const rays = viewRays(scene, light);
  const background = backgroundRows(scene, rays);
  const ground = groundRows(scene, light, rays);
  const line = new Float32Array(width * 3);
  const data = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    background(row, alpha, line);
    if (ground !== null) ground(row, alpha, line);
    for (let column = 0; column < width; column++) {
      const pixel = row * width + column;
      const opacity = alpha[pixel];
      const through = opacity >= 1 ? 0 : 1 - opacity;
      const at = column * 3;
      const to = pixel * 3;
      writeDisplayPixel(
        (through === 0 ? color[to] : color[to] + through * line[at]) * exposure,
        (through === 0 ? color[to + 1] : color[to + 1] + through * line[at + 1]) * exposure,
        (through === 0 ? color[to + 2] : color[to + 2] + through * line[at + 2]) * exposure,
        data,
        to,
      );
    }
  }
  return { width, height, channels: 3, data };
}
