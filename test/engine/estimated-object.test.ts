import fc from "fast-check";
import { expect, test } from "vitest";
import { viewpointFromPose } from "../../src/geometry/viewpoint.js";
import { estimatedObject } from "../../src/engine/estimated-object.js";
import { seenRotation } from "../../src/verify/kcf/seen-pose.js";
import { objectOf } from "../verify/kcf/objects.js";

const DEGREES = 180 / Math.PI;

test("what a perfect network reads from the crop of an object at the side is what the label says", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 359, noNaN: true }), fc.double({ min: -60, max: 60, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true }), (azimuthDegrees, elevationDegrees, x) => {
      const label = objectOf({ azimuth: azimuthDegrees, elevation: elevationDegrees, translation: [x, -x / 2, 2] });
      const seen = viewpointFromPose({ rotation: seenRotation(label), translation: [0, 0, 1] });
      const read = { azimuth: seen.azimuthRadians, elevation: seen.elevationRadians, inPlane: seen.inPlaneRadians };
      const { azimuth, elevation } = estimatedObject(read, { label, category: "car", size: null });
      expect(Math.cos(azimuth! - azimuthDegrees / DEGREES)).toBeCloseTo(1, 9);
      expect(elevation * DEGREES).toBeCloseTo(elevationDegrees, 6);
    }),
  );
});

test("without a label, it is what the picture shows; never beyond straight up", () => {
  const { azimuth, elevation } = estimatedObject({ azimuth: 20 / DEGREES, elevation: 110 / DEGREES, inPlane: 0 }, { label: null, category: "car", size: null });
  expect([azimuth! * DEGREES, elevation * DEGREES].map(Math.round)).toEqual([200, 70]);
});
