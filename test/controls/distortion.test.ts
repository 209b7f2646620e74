/** Controls of pictures through a lens with distortion. */
import { expect, it } from "vitest";
import { coarseBoxControl, coarseBoxOptions } from "../../src/controls/coarse-box.js";
import { geometricEdgesControl, geometricEdgesOptions } from "../../src/controls/geometric-edges.js";
import type { LensDistortion } from "../../src/geometry/distortion.js";
import type { Instance, Scene } from "../../src/sample/scene.js";
import { cameraAround, cube, place, sceneOf, shapeOf } from "../render/scenes.js";
import { rendered } from "./rendered.js";

const BARREL: LensDistortion = { model: "brown-conrady", k1: -0.9, k2: 0.5, p1: 0.02, p2: 0, k3: 0, k4: 0, k5: 0, k6: 0 };
const seen = (elevation: number, distance: number, instance: Instance): Scene => sceneOf({ ...cameraAround(0.6, elevation, distance), distortion: BARREL }, [instance]);
const defaults = { backgroundEdges: null, softMask: null };

it("a cube's coarse box is the cube, curved edges and all", () => {
  const sample = rendered(seen(0.4, 1.8, place(1, cube(), [0.4, 0, 0.1])));
  const control = coarseBoxControl(coarseBoxOptions.parse({ softMask: null }))(sample) as { image: { data: Uint8Array } };
  const nearest = Math.min(...sample.passes.depth.filter((depth) => depth > 0));
  let different = 0;
  sample.passes.depth.forEach((depth, pixel) => {
    const value = control.image.data[pixel]!;
    if ((depth > 0) !== (value > 0)) different++;
    else if (depth > 0) expect(Math.abs(value - (255 * nearest) / depth)).toBeLessThan(1.5);
  });
  // Corners are drawn to 1/256 pixel.
  expect(different).toBeLessThanOrEqual(2);
});

it("a steep plane has no lines on it", () => {
  const plane = shapeOf([-4, -4, -0.3, 4, -4, -0.3, 4, 4, -0.3, -4, 4, -0.3], [0, 1, 2, 0, 2, 3]);
  const sample = rendered(seen(0.12, 2.5, place(1, plane)));
  const lines = geometricEdgesControl(geometricEdgesOptions.parse({ ...defaults, silhouette: false }))(sample) as { image: { data: Uint8Array } };
  expect(sample.passes.depth.filter((depth) => depth > 0).length).toBeGreaterThan(3000);
  expect(lines.image.data.reduce((sum, value) => sum + value, 0)).toBe(0);
});
