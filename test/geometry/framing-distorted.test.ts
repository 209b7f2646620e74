import fc from "fast-check";
import { expect, it } from "vitest";
import { boxCorners } from "../../src/geometry/box.js";
import { intrinsics, worldToCamera, type Camera } from "../../src/geometry/camera.js";
import { checkLens } from "../../src/geometry/check-lens.js";
import type { LensDistortion } from "../../src/geometry/distortion.js";
import { frameBox } from "../../src/geometry/framing.js";
import { applyPose } from "../../src/geometry/pose.js";
import { distortedBoxBounds } from "../../src/geometry/projected-box.js";
import { poseFromViewpoint } from "../../src/geometry/viewpoint.js";

const lensOf = (given: Partial<LensDistortion>): LensDistortion => ({ model: "brown-conrady", k1: 0, k2: 0, p1: 0, p2: 0, k3: 0, k4: 0, k5: 0, k6: 0, ...given });
const within = (most: number) => fc.double({ min: -most, max: most, noNaN: true });
const lenses = fc.constantFrom(lensOf({ k1: -0.3 }), lensOf({ k1: -0.6, k2: 0.3 }), lensOf({ k1: 0.5 }), lensOf({ k1: -0.1, p1: 0.02, p2: -0.01 }));

it("a box framed through a lens has the size and place asked for in the distorted picture", () => {
  fc.assert(
    fc.property(lenses, within(3), within(1.2), fc.double({ min: 0.1, max: 0.95, noNaN: true }), within(1), within(1), fc.constantFrom("distance", "focalLength"), (distortion, azimuthRadians, elevationRadians, fill, placeX, placeY, adjust) => {
      const pose = poseFromViewpoint({ azimuthRadians, elevationRadians, inPlaneRadians: 0.2, distance: 3 });
      const camera: Camera = { K: intrinsics(320, 240, 300), rotationWorldToCamera: pose.rotation, translationWorldToCamera: pose.translation, width: 320, height: 240, distortion };
      const corners = boxCorners({ center: [0, 0, 0], dimensions: [0.5, 1, 0.4] });
      const framed = frameBox(camera, corners, { fill, place: [placeX, placeY], truncation: null, adjust }, 0)!;
      try {
        checkLens(framed.camera);
      } catch {
        // A focal length so short that the lens folds: refused when it is to be rendered.
        return;
      }
      const [x0, y0, x1, y1] = distortedBoxBounds(corners.map((corner) => applyPose(worldToCamera(framed.camera), corner)), framed.camera.K, distortion)!;
      expect(Math.abs(Math.max(x1 - x0, y1 - y0) / 240 / framed.fill - 1)).toBeLessThan(2e-3);
      // Through very wide lenses what lies off the centre is large, however short the focal length: then that is told.
      if (adjust === "distance" || framed.camera.K[0] > 0.25 * 240) expect(framed.fill).toBeCloseTo(fill, 3);
      else expect(framed.fill).toBeGreaterThan(fill - 1e-3);
      // As without distortion: room to the left : room to the right as the place says.
      expect(Math.abs(((1 - placeX) * x0 + (1 + placeX) * x1) / 2 - (320 * (1 + placeX)) / 2)).toBeLessThan(0.2);
      expect(Math.abs(((1 - placeY) * y0 + (1 + placeY) * y1) / 2 - (240 * (1 + placeY)) / 2)).toBeLessThan(0.2);
      expect(framed.camera.rotationWorldToCamera).toBe(camera.rotationWorldToCamera);
    }),
    { numRuns: 60 },
  );
});
