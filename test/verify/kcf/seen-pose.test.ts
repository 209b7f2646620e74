import fc from "fast-check";
import { expect, test } from "vitest";
import { viewpointFromPose } from "../../../src/geometry/viewpoint.js";
import { angleBetweenDegrees } from "../../../src/verify/kcf/angle-between.js";
import { rotationInCamera, seenRotation } from "../../../src/verify/kcf/seen-pose.js";
import { objectOf } from "./objects.js";

test("from what a crop shows back to the camera's axes, wherever the object is", () => {
  const place = fc.tuple(fc.double({ min: -3, max: 3, noNaN: true }), fc.double({ min: -3, max: 3, noNaN: true }), fc.constantFrom(3, 0.1, -2, 0));
  fc.assert(
    fc.property(fc.double({ min: 0, max: 359, noNaN: true }), fc.double({ min: -80, max: 80, noNaN: true }), place, (azimuth, elevation, translation) => {
      const label = objectOf({ azimuth, elevation, translation });
      const { azimuthRadians, elevationRadians } = viewpointFromPose({ rotation: rotationInCamera(seenRotation(label), label), translation: [0, 0, 1] });
      expect(Math.cos(azimuthRadians - (azimuth * Math.PI) / 180)).toBeCloseTo(1, 9);
      expect((elevationRadians * 180) / Math.PI).toBeCloseTo(elevation, 6);
    }),
  );
});

test("an object at the side is turned by the angle of the ray to it", () => {
  const label = objectOf({ azimuth: 40, translation: [2, 0, 2] });
  expect(angleBetweenDegrees(rotationInCamera(seenRotation(label), label), seenRotation(label))).toBeCloseTo(45, 6);
});
