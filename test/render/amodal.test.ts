import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { amodalMask, instanceMask } from "../../src/render/amodal.js";
import { renderPasses } from "../../src/render/passes.js";
import { RenderWorkspace } from "../../src/render/workspace.js";
import type { AmodalMask, Passes } from "../../src/sample/passes.js";
import { cameraAround, cube, place, plainCamera, sceneOf, square } from "./scenes.js";

/** Visible pixels of an instance that its amodal mask lacks. */
function missing(passes: Passes, instanceId: number, mask: AmodalMask): number {
  let lacking = 0;
  for (let y = 0; y < passes.height; y++) {
    for (let x = 0; x < passes.width; x++) {
      if (passes.instanceId[y * passes.width + x] !== instanceId) continue;
      if (mask.data[(y - mask.offsetY) * mask.width + x - mask.offsetX] !== 1) lacking++;
    }
  }
  return lacking;
}

describe("amodalMask", () => {
  it("is the object alone on the image where it lies inside, also behind another", () => {
    const camera = cameraAround(0, 0.2, 2.5);
    const far = place(2, cube());
    const scene = sceneOf(camera, [place(7, cube(), [0.2, -0.9, 0], 0.5), far]);
    const alone = renderPasses(sceneOf(camera, [far]), { color: false });
    const mask = amodalMask(scene, 2);
    expect(mask).toMatchObject({ offsetX: 0, offsetY: 0, width: 96, height: 96, clipped: false });
    expect(mask.data).toEqual(instanceMask(alone, 2));
  });
  it("contains the visible mask for any arrangement, and is the same with the workspace of the rendering", () => {
    const coordinate = fc.float({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(coordinate, coordinate, coordinate, fc.float({ min: 0, max: 6, noNaN: true }), fc.boolean(), (x, y, z, azimuth, alone) => {
        const workspace = new RenderWorkspace();
        const objects = [place(1, cube(), [x, y, z], 0.7), place(2, square({ alphaMode: "blend", baseColor: [1, 1, 1, 0.6] }))];
        const scene = sceneOf(cameraAround(azimuth, 0.3, 1.6, 48), alone ? objects.slice(0, 1) : objects);
        const passes = renderPasses(scene, { color: false, workspace });
        for (const { instanceId } of scene.instances) {
          const mask = amodalMask(scene, instanceId, { workspace });
          expect(missing(passes, instanceId, mask)).toBe(0);
          expect(amodalMask(scene, instanceId)).toEqual(mask);
        }
      }),
    );
  });
  it("widens the canvas to hold what reaches beyond the image, on the image's own pixel grid", () => {
    // The same square once half outside and once, one image width farther left, inside a wider picture.
    const narrow = amodalMask(sceneOf(plainCamera(64), [place(1, square(), [-0.5, 0, 1], 0.5, [1, 0, 0, 0, 0, 1, 0, 1, 0])]), 1);
    expect(narrow.clipped).toBe(false);
    expect(narrow.offsetX).toBe(-16);
    expect([narrow.width, narrow.height, narrow.offsetY]).toEqual([80, 64, 0]);
    expect(narrow.data.reduce((sum, value) => sum + value, 0)).toBe(32 * 32);
  });
  it("goes at most one image size beyond each side and says when that was not enough", () => {
    const mask = amodalMask(sceneOf(plainCamera(32), [place(1, square(), [0, 0, 0.1], 1, [1, 0, 0, 0, 0, 1, 0, 1, 0])]), 1);
    expect(mask).toMatchObject({ offsetX: -32, offsetY: -32, width: 96, height: 96, clipped: true });
    expect(mask.data.every((value) => value === 1)).toBe(true);
  });
  it("says that an object that surrounds the camera is cut", () => {
    expect(amodalMask(sceneOf(plainCamera(32), [place(1, cube())]), 1).clipped).toBe(true);
  });
  it("is empty but has the image as canvas for an object far out of sight", () => {
    const mask = amodalMask(sceneOf(plainCamera(32), [place(1, cube(), [500, 0, 5])]), 1);
    expect(mask.clipped).toBe(true);
    expect(mask.data.every((value) => value === 0)).toBe(true);
  });
});
