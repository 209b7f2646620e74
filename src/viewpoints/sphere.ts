/** Cameras spread evenly over the sphere around the object, or over a part of it. */
import * as z from "zod";
import { asin, radians, sin } from "../core/math.js";
import { azimuthRangeOption, directionSampler, placementOptions, rangeOption } from "./placement.js";
import type { ViewpointSampler } from "./sampler.js";

/** Options of {@link sphereSampler}. */
export const sphereOptions = z.strictObject({
  sphere: z
    .strictObject({
      azimuthDegrees: azimuthRangeOption().default([0, 360]).describe("part of the sphere, [from, to]; 0 = front, 90 = the object's left side"),
      elevationDegrees: rangeOption(-90, 90).default([-90, 90]).describe("part of the sphere, [from, to]; 0 = level, 90 = straight above"),
    })
    .describe("uniform on the sphere: equal areas get equally many cameras"),
  ...placementOptions,
});

/** Options of {@link sphereSampler}, defaults filled in. */
export type SphereOptions = z.infer<typeof sphereOptions>;

/** Uniform by area: azimuth is uniform, and so is the sine of the elevation (Archimedes). */
export function sphereSampler(options: SphereOptions): ViewpointSampler {
  const [azimuthFrom, azimuthTo] = options.sphere.azimuthDegrees;
  const [elevationFrom, elevationTo] = options.sphere.elevationDegrees;
  const [low, high] = [sin(radians(elevationFrom)), sin(radians(elevationTo))];
  return directionSampler(options, (random) => ({
    azimuthRadians: radians(random.uniform(azimuthFrom, azimuthTo)),
    elevationRadians: asin(random.uniform(low, high)),
  }));
}
