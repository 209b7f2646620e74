/**
 * An environment as a light: diffuse irradiance, reflections by roughness, compact suns apart. Built once per
 * environment, in the environment's own frame (a turn about z is applied to directions when it is used), at strength 1.
 */
import { clamp, pow } from "../core/math.js";
import type { Environment, Panorama } from "../sample/environment.js";
import { panoramaU, panoramaV } from "./direction-angles.js";
import { evaluateIrradiance, irradianceOf, type IrradiancePolynomial } from "./irradiance.js";
import { createOctahedralMap, fillBorder, halveOctahedral, octahedralGrid, type OctahedralMap } from "./octahedral-map.js";
import { prefilterRadiance } from "./prefilter.js";
import { extractSun, panoramaAngles, shrinkPanorama, type SunLight } from "./sun-extraction.js";

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
  /** Reflected radiance by roughness (see prefilter.ts), suns excluded. */
  specular: readonly OctahedralMap[];
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
    specular: prefilterRadiance(fine, coarse),
    coarse: halveOctahedral(halveOctahedral(coarse)),
    suns,
    floorAlbedo,
    backgroundLuminance,
  };
}

/** Radiance function → map. */
function evaluateRadiance(environment: Environment, size: number): OctahedralMap {
  const map = createOctahedralMap(size);
  const { directions } = octahedralGrid(size);
  const radiance = new Float64Array(3);
  for (let texel = 0; texel < size * size; texel++) {
    environment.radiance(directions[texel * 3], directions[texel * 3 + 1], directions[texel * 3 + 2], radiance);
    map.data.set(radiance, mapOffset(texel, size));
  }
  fillBorder(map);
  return map;
}

/** Index of a texel's red within the bordered array. */
function mapOffset(texel: number, size: number): number {
  const row = (texel / size) | 0;
  return ((row + 1) * (size + 2) + (texel - row * size) + 1) * 3;
}

let gatherPositions: { size: number; u: Float32Array; v: Float32Array } | null = null;

/** Bilinear look-up at every texel centre: good to look at. */
function gatherPanorama(panorama: Panorama, size: number): OctahedralMap {
  const map = createOctahedralMap(size);
  const { directions } = octahedralGrid(size);
  if (gatherPositions === null || gatherPositions.size !== size) {
    gatherPositions = { size, u: new Float32Array(size * size), v: new Float32Array(size * size) };
    for (let texel = 0; texel < size * size; texel++) {
      const x = directions[texel * 3], y = directions[texel * 3 + 1];
      gatherPositions.u[texel] = panoramaU(x, y);
      gatherPositions.v[texel] = panoramaV(x, y, directions[texel * 3 + 2]);
    }
  }
  const { width, height, data } = panorama;
  for (let texel = 0; texel < size * size; texel++) {
    const column = gatherPositions.u[texel] * width - 0.5;
    const row = Math.min(height - 1, Math.max(0, gatherPositions.v[texel] * height - 0.5));
    const left = Math.floor(column);
    const top = Math.min(height - 2, Math.floor(row));
    const fx = column - left;
    const fy = row - top;
    const x0 = ((left + width) % width) * 3;
    const x1 = ((left + 1) % width) * 3;
    const a = top * width * 3;
    const b = a + width * 3;
    const to = mapOffset(texel, size);
    for (let channel = 0; channel < 3; channel++) {
      map.data[to + channel] =
        (1 - fy) * ((1 - fx) * data[a + x0 + channel] + fx * data[a + x1 + channel]) +
        fy * ((1 - fx) * data[b + x0 + channel] + fx * data[b + x1 + channel]);
    }
  }
  fillBorder(map);
  return map;
}

/** Sums the panorama's texels into a map, so that no light is lost; empty texels fall back to `fine`. */
function scatterPanorama(panorama: Panorama, fine: OctahedralMap, size: number): OctahedralMap {
  const { width, height, data } = panorama;
  const { cosAzimuth, sinAzimuth, sinPolar, cosPolar } = panoramaAngles(width, height);
  const sums = new Float64Array(size * size * 3);
  const weights = new Float64Array(size * size);
  for (let row = 0; row < height; row++) {
    const z = cosPolar[row];
    const sine = sinPolar[row];
    const absoluteZ = z < 0 ? -z : z;
    for (let column = 0; column < width; column++) {
      const x = sine * cosAzimuth[column];
      const y = sine * sinAzimuth[column];
      const inverse = 1 / ((x < 0 ? -x : x) + (y < 0 ? -y : y) + absoluteZ);
      let px = x * inverse;
      let py = y * inverse;
      if (z < 0) {
        const folded = (1 - (py < 0 ? -py : py)) * (px < 0 ? -1 : 1);
        py = (1 - (px < 0 ? -px : px)) * (py < 0 ? -1 : 1);
        px = folded;
      }
      const texelX = Math.min(size - 1, ((px + 1) * 0.5 * size) | 0);
      const texelY = Math.min(size - 1, ((py + 1) * 0.5 * size) | 0);
      const texel = texelY * size + texelX;
      const from = (row * width + column) * 3;
      sums[texel * 3] += data[from] * sine;
      sums[texel * 3 + 1] += data[from + 1] * sine;
      sums[texel * 3 + 2] += data[from + 2] * sine;
      weights[texel] += sine;
    }
  }
  const map = halveOctahedral(fine);
  for (let texel = 0; texel < size * size; texel++) {
    if (weights[texel] === 0) continue;
    const to = mapOffset(texel, size);
    for (let channel = 0; channel < 3; channel++) map.data[to + channel] = sums[texel * 3 + channel] / weights[texel];
  }
  fillBorder(map);
  return map;
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

/** Below the horizon the floor's reflected light takes the picture's place, as far as the floor reaches. */
function replaceLowerHalf(map: OctahedralMap, radiance: readonly number[], fadeDistance: number): void {
  const { directions } = octahedralGrid(map.size);
  for (let texel = 0; texel < map.size * map.size; texel++) {
    const z = directions[texel * 3 + 2];
    if (z >= 0) continue;
    const share = clamp(-z * fadeDistance, 0, 1);
    const at = mapOffset(texel, map.size);
    for (let channel = 0; channel < 3; channel++) map.data[at + channel] += share * (radiance[channel] - map.data[at + channel]);
  }
  fillBorder(map);
}

function luminance(red: number, green: number, blue: number): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function medianNearHorizon(map: OctahedralMap): number {
  const { directions } = octahedralGrid(map.size);
  const values: number[] = [];
  for (let texel = 0; texel < map.size * map.size; texel++) {
    if (Math.abs(directions[texel * 3 + 2]) > 0.4) continue;
    const at = mapOffset(texel, map.size);
    values.push(luminance(map.data[at], map.data[at + 1], map.data[at + 2]));
  }
  return Float64Array.from(values).sort()[values.length >> 1];
}

/** Luminance of the light that an upright object gets: mean over an upward normal and all sideways ones. */
export function meanIrradiance(light: EnvironmentLight): number {
  const channels = [0, 1, 2].map((channel) => {
    let up = 0, side = 0;
    for (const p of [light.skyIrradiance, light.groundIrradiance]) {
      up += evaluateIrradiance(p, channel, 0, 0, 1);
      side += Math.max(0, p[channel * 10] + (p[channel * 10 + 7] + p[channel * 10 + 8]) / 2);
    }
    for (const sun of light.suns) {
      const z = Math.max(0, sun.direction[2]);
      up += sun.irradiance[channel] * z;
      side += (sun.irradiance[channel] * Math.sqrt(1 - z * z)) / PI;
    }
    return (up + side) / 2;
  });
  return luminance(channels[0], channels[1], channels[2]);
}

/**
 * Exposure at which both a mid-toned object and the picture behind it come out well: what the object gets decides
 * mostly, the picture's median the rest, so that a dim room with bright windows stays a room.
 */
export function environmentExposure(light: EnvironmentLight): number {
  const object = PI / Math.max(1e-9, meanIrradiance(light));
  const background = 0.3 / Math.max(1e-9, light.backgroundLuminance);
  return object * clamp(pow(background / object, 0.35), 0.5, 2);
}
