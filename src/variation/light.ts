/** Variation of light: an additional sun of any direction, strength and colour, and the environment's strength. */
import * as z from "zod";
import { cos, radians, sin } from "../core/math.js";
import type { Random } from "../core/random.js";
import type { Vector3 } from "../geometry/vector.js";
import type { PlannedLight } from "../sample/sample.js";
import { colorOfHue, decodeSrgbUnit } from "./color.js";
import { numberRange } from "./range.js";

/** The schema of a recipe's `variation.light`. */
export const lightVariationOptions = z.strictObject({
  chance: z.number().min(0).max(1).default(1).describe("share of the scenes that get an additional sun"),
  azimuthDegrees: numberRange(-360, 360).default([0, 360]).describe("where the sun stands around the main object, [from, to]; 0 = before its front, 90 = on its own left side"),
  elevationDegrees: numberRange(1, 90).default([15, 75]).describe("the sun's height above the horizon, [from, to]"),
  strength: numberRange(0, 100).default([0.5, 3]).describe("irradiance of the sun relative to the light that the environment gives, [from, to]"),
  saturation: numberRange(0, 1).default([0, 0.35]).describe("how coloured the sun is, of any hue, [from, to]; 0 = white"),
  diameterDegrees: numberRange(0.5, 20).default([0.5, 6]).describe("the sun's size in the sky, [from, to]: larger suns have softer shadows"),
  environmentStrength: numberRange(0, 100).default([0.6, 1.2]).describe("factor on light.environmentStrength, [from, to]"),
});
/** See {@link lightVariationOptions}. */
export type LightVariation = z.infer<typeof lightVariationOptions>;

/** Draws the light of a scene. Every number is drawn in any case, so that one range does not change what another gives. */
export function drawLight(options: LightVariation, stream: Random): PlannedLight {
  const shines = stream.next() < options.chance;
  const between = ([from, to]: readonly [number, number]): number => stream.uniform(from, to);
  const azimuth = radians(between(options.azimuthDegrees));
  const elevation = radians(between(options.elevationDegrees));
  const strength = between(options.strength);
  const color = unitLuminance(colorOfHue(stream.next(), between(options.saturation), 1));
  const angularRadiusRadians = radians(between(options.diameterDegrees) / 2);
  const environmentFactor = between(options.environmentStrength);
  const flat = cos(elevation);
  // The front is −y, the object's left side +x.
  const direction: Vector3 = [sin(azimuth) * flat, -cos(azimuth) * flat, sin(elevation)];
  return { sun: shines ? { direction, relativeIrradiance: [color[0] * strength, color[1] * strength, color[2] * strength], angularRadiusRadians } : null, environmentFactor };
}

/** A colour (sRGB) as linear light of luminance 1 (Rec. 709 weights). */
function unitLuminance(color: Vector3): Vector3 {
  const [red, green, blue] = [decodeSrgbUnit(color[0]), decodeSrgbUnit(color[1]), decodeSrgbUnit(color[2])];
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return [red / luminance, green / luminance, blue / luminance];
}
