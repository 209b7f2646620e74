import fc from "fast-check";
import { expect, test } from "vitest";
import { parseRecipe } from "../../../src/recipe/read.js";
import { atMostSide, isImageExact, shownOutputs, withoutPainter } from "../../../src/studio/preview/previewable.js";

const recipe = (more: object) => parseRecipe({ name: "x", count: 1, shapes: [{ builtin: "car" }], ...more });

test("smaller pictures keep their shape, and the lens goes with them", () => {
  const length = fc.integer({ min: 16, max: 8192 });
  fc.assert(
    fc.property(length, length, fc.integer({ min: 32, max: 1024 }), fc.double({ min: 1, max: 5000, noNaN: true }), (width, height, side, focal) => {
      const given = recipe({ camera: { width, height, focalLengthPixels: [focal, focal * 2], principalPoint: [width / 4, height / 4], principalPointSpread: [2, 4] } });
      const { camera } = atMostSide(given, side);
      expect(Math.max(camera.width, camera.height)).toBe(Math.min(side, Math.max(width, height)));
      if (Math.max(width, height) <= side) {
        expect(camera).toEqual(given.camera);
        return;
      }
      const across = camera.width / width;
      expect(camera.focalLengthPixels).toEqual([focal * across, focal * 2 * across]);
      expect(camera.principalPoint![0]).toBeCloseTo(camera.width / 4, 9);
      expect(camera.principalPoint![1]).toBeCloseTo(camera.height / 4, 9);
      if (Math.min(camera.width, camera.height) > 16) expect(Math.abs(camera.width / camera.height - width / height)).toBeLessThan(width / height / Math.min(camera.width, camera.height));
    }),
  );
});

test("the render stands in for what a model or a server would paint", () => {
  for (const generator of [{ type: "diffusion", model: "sd15-canny" }, { type: "comfyui", model: "sd15" }, { type: "a1111", model: "sd15" }]) {
    const painted = recipe({ generator });
    expect(isImageExact(painted)).toBe(false);
    expect(withoutPainter(painted).generator.type).toBe("render");
    expect(shownOutputs(painted)[1]).toBe("canny");
  }
  const imitated = recipe({ generator: { type: "imitation" } });
  expect(withoutPainter(imitated)).toBe(imitated);
});

test("photographs have no other pictures than themselves and their edges", () => {
  const photos = parseRecipe({ name: "x", count: 1, images: { folder: "photos" }, generator: { type: "comfyui", model: "sd15" } });
  expect(shownOutputs(photos)).toEqual(["image", "canny"]);
});
