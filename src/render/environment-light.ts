/**
 * An environment as a light: diffuse irradiance, reflections by roughness, compact suns apart. Built once per
 * environment, in the environment's own frame (a turn about z is applied to directions when it is used), at strength 1.
 */
import type { Environment } from "../sample/environment.js";
import { evaluateRadiance, gatherPanorama, medianNearHorizon, replaceLowerHalf, scatterPanorama } from "./environment-maps.js";
import { evaluateIrradiance, irradianceOf, type IrradiancePolynomial } from "./irradiance.js";
import { halveOctahedral, type OctahedralMap } from "./octahedral-map.js";
import { prefilterRadiance, roughnessLevels, type RoughnessLevels } from "./prefilter.js";
import { extractSun, shrinkPanorama, type SunLight } from "./sun-extraction.js";

const PI = 3.141592653589793;
const FINE_SIZE = 128;
const COARSE_SIZE = 64;
/** More lights than this are not given shadows of their own. */
export const MAXIMUM_SUNS = 2;

/** The light of one environment. */
export interface EnvironmentLight {
  environment: Environment;
  /** Irradiance from above and from below the horizon, suns excluded. */
  skyIrradiance: IrradiancePolynomial;
  groundIrradiance: IrradiancePolynomial;
  /** Reflected radiance by roughness, suns excluded. */
  specular: RoughnessLevels;
  /** Radiance at 16 × 16, for choosing directions. */
  coarse: OctahedralMap;
  /** The environment's own lights and what was extracted from its picture. */
  suns: readonly SunLight[];
  /** Mean linear RGB albedo of the floor, null without one. */
  floorAlbedo: readonly [number, number, number] | null;
  /** Median luminance of the picture near the horizon, where the camera usually looks. */
  backgroundLuminance: number;
}

const cache = new WeakMap<Environment, { ground: EnvironmentLight | null; open: EnvironmentLight | null }>();

/**
 * Builds (or finds) the light of an environment.
 * @param withGround true when the scene has a ground plane: a floor of the environment then lights from below
 */
export function environmentLight(environment: Environment, withGround: boolean): EnvironmentLight {
  let entry = cache.get(environment);
  if (entry === undefined) {
    entry = { ground: null, open: null };
    cache.set(environment, entry);
  }
  const slot = withGround && environment.floor !== null ? "ground" : "open";
  return (entry[slot] ??= buildEnvironmentLight(environment, slot === "ground"));
}

function buildEnvironmentLight(environment: Environment, withFloor: boolean): EnvironmentLight {
  const suns: SunLight[] = environment.lights.map((light) => ({ ...light, angularRadiusRadians: 0.0047 }));
  let fine: OctahedralMap, coarse: OctahedralMap;
  if (environment.panorama !== null) {
    const panorama = shrinkPanorama(environment.panorama, 512);
    while (suns.length < MAXIMUM_SUNS) {
      const sun = extractSun(panorama);
      if (sun === null) break;
      suns.push(sun);
    }
    fine = gatherPanorama(panorama, FINE_SIZE);
    coarse = scatterPanorama(panorama, fine, COARSE_SIZE);
  } else {
    fine = evaluateRadiance(environment, FINE_SIZE);
    coarse = halveOctahedral(fine);
  }
  const backgroundLuminance = medianNearHorizon(coarse);
  const skyIrradiance = irradianceOf(coarse, "upper");
  let floorAlbedo: [number, number, number] | null = null;
  if (withFloor && environment.floor !== null) {
    floorAlbedo = meanAlbedo(environment.floor);
    const bounce = floorAlbedo.map((albedo, channel) => {
      let irradiance = evaluateIrradiance(skyIrradiance, channel, 0, 0, 1);
      for (const sun of suns) irradiance += sun.irradiance[channel] * Math.max(0, sun.direction[2]);
      return (albedo * irradiance) / PI;
    });
    for (const map of [fine, coarse]) replaceLowerHalf(map, bounce, environment.floor.fadeDistance);
  }
  return {
    environment,
    skyIrradiance,
    groundIrradiance: irradianceOf(coarse, "lower"),
    specular: roughnessLevels(prefilterRadiance(fine, coarse)),
    coarse: halveOctahedral(halveOctahedral(coarse)),
    suns,
    floorAlbedo,
    backgroundLuminance,
  };
}

/** Mean of the floor's reflectance around the object. */
function meanAlbedo(floor: NonNullable<Environment["floor"]>): [number, number, number] {
  const albedo = new Float64Array(3);
  const mean: [number, number, number] = [0, 0, 0];
  const steps = 9;
  for (let row = 0; row < steps; row++) {
    for (let column = 0; column < steps; column++) {
      floor.albedo(((column + 0.5) / steps) * 3 - 1.5, ((row + 0.5) / steps) * 3 - 1.5, albedo);
      for (let channel = 0; channel < 3; channel++) mean[channel] += albedo[channel] / (steps * steps);
    }
  }
  return mean;
}
