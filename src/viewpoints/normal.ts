/** Cameras around one direction: each angle from a normal distribution that is cut at both ends. */
import * as z from "zod";
import { radians } from "../core/math.js";
import type { Random } from "../core/random.js";
import { directionSampler, placementOptions, type CutNormal } from "./placement.js";
import type { ViewpointSampler } from "./sampler.js";

function angle(least: number, most: number, mean: number, what: string, ends: (mean: number) => readonly [number, number]) {
  const degrees = z.number().min(least).max(most);
  return z
    .strictObject({
      mean: degrees.default(mean).describe(`mean ${what} in degrees`),
      deviation: z.number().positive().max(3600).describe(`standard deviation of the ${what} in degrees`),
      minimum: degrees.nullable().default(null).describe(`no ${what} is smaller; null = ${ends(0)[0]} degrees${ends(1)[0] === ends(0)[0] ? "" : " from the mean"}`),
      maximum: degrees.nullable().default(null).describe(`no ${what} is larger; null = ${ends(0)[1]} degrees${ends(1)[1] === ends(0)[1] ? "" : " from the mean"}`),
    })
    .refine((given) => {
      const [minimum, maximum] = [given.minimum ?? ends(given.mean)[0], given.maximum ?? ends(given.mean)[1]];
      return minimum < maximum && minimum <= given.mean && given.mean <= maximum;
    }, "minimum must be below maximum, and the mean between them");
}

const aroundMean = (mean: number): readonly [number, number] => [mean - 180, mean + 180];
const ALL_ELEVATIONS = [-90, 90] as const;

/** Options of {@link normalSampler}. */
export const normalOptions = z.strictObject({
  normal: z
    .strictObject({
      azimuthDegrees: angle(-360, 360, 0, "azimuth", aroundMean).describe("0 = front, 90 = the object's left side"),
      elevationDegrees: angle(-90, 90, 0, "elevation", () => ALL_ELEVATIONS).describe("0 = level, 90 = straight above"),
    })
    .describe("normal distributions of azimuth and elevation, cut at minimum and maximum"),
  ...placementOptions,
});

/** Options of {@link normalSampler}, defaults filled in. */
export type NormalOptions = z.infer<typeof normalOptions>;

/** Both angles from normal distributions cut at their ends. */
export function normalSampler(options: NormalOptions): ViewpointSampler {
  const azimuth = complete(options.normal.azimuthDegrees, aroundMean(options.normal.azimuthDegrees.mean));
  const elevation = complete(options.normal.elevationDegrees, ALL_ELEVATIONS);
  return directionSampler(options, (random) => ({ azimuthRadians: radians(draw(random, azimuth)), elevationRadians: radians(draw(random, elevation)) }));
}

function complete(given: NormalOptions["normal"]["azimuthDegrees"], [minimum, maximum]: readonly [number, number]): CutNormal {
  return { ...given, minimum: given.minimum ?? minimum, maximum: given.maximum ?? maximum };
}

function draw(random: Random, { mean, deviation, minimum, maximum }: CutNormal): number {
  return random.truncatedNormal(mean, deviation, minimum, maximum);
}
