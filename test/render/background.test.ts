import { describe, expect, it } from "vitest";
import { intrinsics } from "../../src/geometry/camera.js";
import { backgroundRows } from "../../src/render/background.js";
import { cameraInLightFrame, prepareLight } from "../../src/render/prepare-light.js";
import { environmentOf, panoramaOf } from "./environments.js";
import { cameraAround, sceneOf } from "./scenes.js";

describe("places in a panorama", () => {
  const radiance = (x: number, y: number, z: number) => [1 + x, 1 + y, 1 + z] as const;
  const environment = environmentOf(radiance, { panorama: panoramaOf(1024, radiance) });
  const size = 128;

  it.each([
    ["level, across the seam", 0, 0, 140],
    ["level, away from the seam", 1.6, 0.1, 140],
    ["with the lower pole in the picture", 0.7, 1.5, 140],
    ["with the upper pole in the picture", 2.9, -1.45, 140],
    ["beside a pole through a long lens", 0.4, 1.2, 600],
    ["through a wide lens", 0.4, 0.6, 85],
  ])("are right for every pixel: %s", (_name, azimuthRadians, elevationRadians, focalLengthPixels) => {
    const camera = { ...cameraAround(azimuthRadians, elevationRadians, 3, size), K: intrinsics(size, size, focalLengthPixels) };
    const scene = { ...sceneOf(camera, []), environment };
    const row = backgroundRows(scene, cameraInLightFrame(scene, prepareLight(scene)));
    const { K, rotationWorldToCamera: r } = camera;
    const line = new Float32Array(size * 3);
    let worst = 0;
    for (let y = 0; y < size; y++) {
      row(y, new Float32Array(size * size), line);
      for (let x = 0; x < size; x++) {
        const ray = [(x + 0.5 - K[2]) / K[0], (y + 0.5 - K[5]) / K[4], 1];
        const world = [0, 1, 2].map((axis) => r[axis] * ray[0] + r[3 + axis] * ray[1] + r[6 + axis] * ray[2]);
        const direction = world.map((value) => value / Math.hypot(...world)) as [number, number, number];
        // The last rows of a panorama's pixels meet in a point, where interpolating along them is rough.
        if (Math.abs(direction[2]) > 0.999) continue;
        const expected = radiance(...direction);
        for (let channel = 0; channel < 3; channel++) worst = Math.max(worst, Math.abs(line[x * 3 + channel] - expected[channel]));
      }
    }
    // A 1024 panorama's own cubic interpolation is good to 2e-5; a place wrong by a hundredth of a texel adds 6e-5.
    expect(worst).toBeLessThan(6e-5);
  });
});
