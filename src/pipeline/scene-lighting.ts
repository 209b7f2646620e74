/** How a scene is lit: what the recipe says, and what variation has drawn. */
import { scale } from "../geometry/vector.js";
import type { Recipe } from "../recipe/schema.js";
import { areaIrradiance, ORIGINAL_AREA_RADIANCE } from "../render/area-light.js";
import { environmentLight } from "../render/environment-light.js";
import { automaticExposure, keyIrradiance } from "../render/exposure.js";
import type { Environment } from "../sample/environment.js";
import type { PlannedLight, PlannedSample } from "../sample/sample.js";
import type { AdditionalSun, Lighting } from "../sample/scene.js";

/** The lighting of a sample's scene in its (loaded) environment. */
export function sceneLighting(options: Recipe["light"], sample: Pick<PlannedSample, "light" | "surroundings">, environment: Environment | null): Lighting {
  const areaRadiance = options.areaRadiance === "auto" ? (environment === null ? ORIGINAL_AREA_RADIANCE : 0) : options.areaRadiance;
  const environmentRotationRadians = sample.surroundings?.rotationRadians ?? 0;
  const environmentStrength = sample.light === null ? options.environmentStrength : options.environmentStrength * sample.light.environmentFactor;
  const sun = sample.light === null ? null : placedSun(sample.light, environment, environmentStrength, areaRadiance);
  const exposure = options.exposure === "auto" ? automaticExposure(environment, { areaRadiance, environmentStrength, sun }) : options.exposure;
  return { areaRadiance, environmentStrength, environmentRotationRadians, exposure, ...(sun === null ? {} : { sun }) };
}

/** Environments differ in brightness by orders of magnitude: the sun is as strong as drawn beside the light there is. */
function placedSun({ sun }: PlannedLight, environment: Environment | null, environmentStrength: number, areaRadiance: number): AdditionalSun | null {
  if (sun === null) return null;
  const surrounding = environment === null ? 0 : keyIrradiance(environmentLight(environment, true)) * environmentStrength;
  const there = surrounding + (areaIrradiance(areaRadiance, 1) + areaIrradiance(areaRadiance, 0)) / 2;
  const { direction, relativeIrradiance, angularRadiusRadians } = sun;
  return { direction, irradiance: scale(relativeIrradiance, there > 0 ? there : 1), angularRadiusRadians };
}
