import fc from "fast-check";
import { expect, test } from "vitest";
import { radians } from "../../../src/core/math.js";
import { errorTableOf, poseError, showsAzimuth } from "../../../src/verify/pose-network/pose-errors.js";
import { objectOf, verticalTurn } from "../kcf/objects.js";

const read = (azimuth: number, elevation: number) => ({ azimuth: radians(azimuth), elevation: radians(elevation), inPlane: 0 });

test("errors are those of the smaller turn, from 0 to 180 degrees", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 359, noNaN: true }), fc.double({ min: -80, max: 80, noNaN: true }), fc.double({ min: -180, max: 180, noNaN: true }), (azimuth, elevation, turned) => {
      const { azimuthDegrees, elevationDegrees } = poseError(read(azimuth + turned, elevation), objectOf({ azimuth, elevation }));
      expect(azimuthDegrees).toBeCloseTo(Math.abs(turned), 6);
      expect(elevationDegrees).toBeCloseTo(0, 6);
    }),
  );
});

test("an elevation beyond straight up is seen from the other side", () => {
  const { azimuthDegrees, elevationDegrees } = poseError(read(20, 110), objectOf({ azimuth: 200, elevation: 60 }));
  expect(azimuthDegrees).toBeCloseTo(0, 6);
  expect(elevationDegrees).toBeCloseTo(10, 6);
});

test("figures of all and of each category", () => {
  const error = (category: string, shape: string, azimuthDegrees: number) => ({ category, shape, azimuthDegrees, elevationDegrees: 2 });
  expect(errorTableOf([])).toBeNull();
  expect(errorTableOf([error("car", "a", 10), error("car", "b", 30), error("bus", "c", 31), error("car", "a", 170)])).toEqual({
    pictures: 4, shapes: 3, medianAzimuthDegrees: 30.5, shareWithin30Degrees: 0.5, medianElevationDegrees: 2,
    perCategory: {
      bus: { pictures: 1, shapes: 1, medianAzimuthDegrees: 31, shareWithin30Degrees: 0, medianElevationDegrees: 2 },
      car: { pictures: 3, shapes: 2, medianAzimuthDegrees: 30, shareWithin30Degrees: 2 / 3, medianElevationDegrees: 2 },
    },
  });
});

test("what looks alike from several sides cannot tell an azimuth, nor what has no known front", () => {
  const round = { discrete: [], continuous: [{ axis: [0, 0, 1] as [number, number, number], offset: [0, 0, 0] as [number, number, number] }] };
  expect([{}, { frontKnown: false }, { symmetry: round }, { symmetry: { discrete: [verticalTurn(180)], continuous: [] } }].map((change) => showsAzimuth(objectOf(change)))).toEqual([true, false, false, false]);
});
