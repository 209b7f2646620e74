/** Automatic exposure: whatever the light, the object comes out well exposed and the picture keeps its mood. */
import { clamp, pow } from "../core/math.js";
import type { DirectionalLight, Environment } from "../sample/environment.js";
import { areaIrradiance } from "./area-light.js";
import { environmentLight, type EnvironmentLight } from "./environment-light.js";
import { luminance } from "./environment-maps.js";
import { evaluateIrradiance } from "./irradiance.js";

const PI = 3.141592653589793;
/** What the brightest side counts against the mean of all sides. */
const FACING_SHARE = 0.22;

/**
 * Luminance of the light that an object gets: the mean over an upward normal and all sideways ones, and in part what
 * a surface facing the strongest light gets, so that sunlit sides keep their detail.
 */
export function keyIrradiance(light: EnvironmentLight): number {
  const mean = [0, 0, 0];
  for (let channel = 0; channel < 3; channel++) {
    for (const p of [light.skyIrradiance, light.groundIrradiance]) {
      const sideways = p[channel * 10] + (p[channel * 10 + 7] + p[channel * 10 + 8]) / 2;
      mean[channel] += (evaluateIrradiance(p, channel, 0, 0, 1) + Math.max(0, sideways)) / 2;
    }
    for (const sun of light.suns) mean[channel] += sunMean(sun, channel);
  }
  return (1 - FACING_SHARE) * luminance(mean[0], mean[1], mean[2]) + FACING_SHARE * facingIrradiance(light);
}

/** What a sun gives on average to an upward normal and all sideways ones. */
function sunMean({ irradiance, direction }: DirectionalLight, channel: number): number {
  const z = Math.max(0, direction[2]);
  return (irradiance[channel]! * (z + Math.sqrt(1 - z * z) / PI)) / 2;
}

/** {@link keyIrradiance} of a sun alone. */
function sunKey(sun: DirectionalLight): number {
  const facing = luminance(sun.irradiance[0], sun.irradiance[1], sun.irradiance[2]);
  return (1 - FACING_SHARE) * luminance(sunMean(sun, 0), sunMean(sun, 1), sunMean(sun, 2)) + FACING_SHARE * facing;
}

/** Luminance of the irradiance on a surface that faces the strongest sun, or straight up. */
function facingIrradiance(light: EnvironmentLight): number {
  let [x, y, z] = [0, 0, 1];
  let strongest = 0;
  for (const { irradiance, direction } of light.suns) {
    const power = luminance(irradiance[0], irradiance[1], irradiance[2]);
    if (power > strongest) {
      strongest = power;
      [x, y, z] = direction;
    }
  }
  const sky = [0, 1, 2].map((channel) => evaluateIrradiance(light.skyIrradiance, channel, x, y, z) + evaluateIrradiance(light.groundIrradiance, channel, x, y, z));
  return strongest + luminance(sky[0], sky[1], sky[2]);
}

/** Where the picture's median near the horizon would be put if it alone decided. */
const BACKGROUND_TARGET = 0.3;

/**
 * Exposure for an environment at strength 1: a white surface in its key light comes out just white; the picture behind
 * shifts that by at most a factor of two, so that bright sky and dim room both come out well and keep their mood.
 */
export function environmentExposure(light: EnvironmentLight): number {
  return balanced(keyIrradiance(light), light.backgroundLuminance);
}

function balanced(irradiance: number, backgroundLuminance: number): number {
  const object = PI / Math.max(1e-9, irradiance);
  if (!(backgroundLuminance > 0)) return object;
  return object * clamp(pow(BACKGROUND_TARGET / backgroundLuminance / object, 0.35), 0.5, 2);
}

/**
 * Exposure of a scene's light.
 * @param environment null for none
 * @param light strength of the environment, radiance of the area light and an additional sun
 */
export function automaticExposure(environment: Environment | null, light: { areaRadiance: number; environmentStrength: number; sun?: DirectionalLight | null }): number {
  let area = (areaIrradiance(light.areaRadiance, 1) + areaIrradiance(light.areaRadiance, 0)) / 2;
  if (light.sun != null) area += sunKey(light.sun);
  if (environment === null || light.environmentStrength <= 0) return area > 0 ? balanced(area, 0) : 1;
  const prepared = environmentLight(environment, true);
  return balanced(keyIrradiance(prepared) * light.environmentStrength + area, prepared.backgroundLuminance * light.environmentStrength);
}
