/** The finished picture: background, ground with shadows, objects, display transform. */
import type { Image, Passes } from "../sample/passes.js";
import type { Scene } from "../sample/scene.js";
import { backgroundRows } from "./background.js";
import { writeDisplayPixel } from "./display-transform.js";
import { groundRows } from "./ground.js";
import { cameraInLightFrame, type SceneLight } from "./prepare-light.js";

/**
 * The objects set into their environment: the paper's "Rendering + BG3D".
 * @param passes of the same scene, any supersampling
 * @param light of the same scene
 * @returns 8-bit sRGB, exposed by `scene.lighting.exposure`
 */
export function composeImage(passes: Passes, scene: Scene, light: SceneLight): Image {
  const { width, height, color, alpha } = passes;
  const exposure = scene.lighting.exposure;
  const camera = cameraInLightFrame(scene, light);
  const background = backgroundRows(scene, camera);
  const ground = groundRows(scene, light, camera);
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
