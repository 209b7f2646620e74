/** Open air by the sun's height: sky, clouds, a skyline and ground. One world unit is about 3.5 metres, as if a car stood there. */
import { asin, cos, degrees, radians, sin } from "../../core/math.js";
import type { Random } from "../../core/random.js";
import type { Vector3 } from "../../geometry/vector.js";
import { createAtmosphere } from "./atmosphere.js";
import { linearColor, luminance } from "./color.js";
import { createGround, groundFootprint, type GroundKind } from "./ground.js";
import type { BuiltinKind, BuiltinSurroundings } from "./kind.js";
import { measureLight } from "./light-measure.js";
import { cellHash, fractalNoise, fractalNoiseAbove, smoothStep } from "./noise.js";
import { createSkyline, type SkylineKind } from "./skyline.js";

const PI = 3.141592653589793;
const METRES_PER_UNIT = 3.5;
/** Height from which the picture below the horizon is drawn, world units; near the presets' usual camera. */
const EYE_HEIGHT = 1;
const FADE_DISTANCE = 24;

/** What makes a sky. */
export type SkyParameters = Readonly<{
  sunElevationDegrees: number;
  weather: "clear" | "fair" | "broken" | "overcast";
  cloudCover: number;
  haze: number;
  ground: GroundKind;
  groundTone: number;
  skyline: SkylineKind;
  seed: number;
}>;

/** Skies, suns and grounds. */
export const sky: BuiltinKind<SkyParameters> = { revision: 1, sampleParameters, build };

const COVER = { clear: [0, 0.25], fair: [0.25, 0.5], broken: [0.5, 0.75], overcast: [0.9, 1] } as const;

function sampleParameters(random: Random): SkyParameters {
  const weather = random.pick(["clear", "fair", "fair", "broken", "overcast"] as const);
  // Uniform in the sine of the elevation, as a sun anywhere in the upper sky would be.
  const sunElevationDegrees = degrees(asin(random.uniform(0.07, 0.9)));
  return {
    sunElevationDegrees,
    weather,
    cloudCover: random.uniform(COVER[weather][0], COVER[weather][1]),
    haze: random.uniform(0.04, 0.28),
    ground: random.pick(["asphalt", "asphalt", "concrete", "paving", "grass", "gravel"] as const),
    groundTone: random.next(),
    skyline: random.pick(["plain", "hills", "woods", "town"] as const),
    seed: random.integer(100_000),
  };
}

function build(parameters: SkyParameters): BuiltinSurroundings {
  const { seed, cloudCover, haze } = parameters;
  const elevation = radians(parameters.sunElevationDegrees);
  const sunX = cos(elevation);
  const sunZ = sin(elevation);
  const overcast = parameters.weather === "overcast";
  const atmosphere = createAtmosphere(sunZ, overcast ? 0.3 : haze);
  const clear = atmosphere.sunIrradiance;
  // A broken sky's sun is now and then dimmed by a thin edge of cloud; under overcast it casts no shadow.
  const veil = overcast ? 0 : parameters.weather === "broken" ? 0.25 + 0.75 * cellHash(seed, 41) : 1;
  const sunIrradiance: Vector3 = [clear[0] * veil, clear[1] * veil, clear[2] * veil];
  const discRadiance = 14 * veil * (luminance(clear) > 1e-6 ? 1 / luminance(clear) : 0);
  const disc: Vector3 = [clear[0] * discRadiance, clear[1] * discRadiance, clear[2] * discRadiance];

  const cloudLight = cloudColors(clear, sunZ, overcast);
  const layers = createSkyline(parameters.skyline, seed);
  const highest = layers.reduce((most, layer) => Math.max(most, layer.highest), 0) + 0.01;
  const cloudX = cellHash(seed, 42) * 100;
  const cloudY = cellHash(seed, 43) * 100;
  const threshold = 0.72 - 0.5 * cloudCover;
  const softness = overcast ? 0.5 : 0.07 + 0.12 * cellHash(seed, 44);
  const streak = cellHash(seed, 45) < 0.3 ? 0.35 : 1;

  const gain: [number, number, number] = [1, 1, 1];
  const detail = new Float64Array(4);

  /** Sky and clouds, z ≥ 0. */
  const heavens = (x: number, y: number, z: number, out: Float64Array): void => {
    const cosGamma = x * sunX + z * sunZ;
    atmosphere.radiance(z, cosGamma, out);
    const away = 1 - cosGamma;
    if (veil > 0) {
      const glow = 0.00035 / (0.00025 + away);
      const sun = away < 1.6e-5 ? 1 : glow * glow * 0.05 + glow * 0.02;
      out[0] += disc[0] * sun;
      out[1] += disc[1] * sun;
      out[2] += disc[2] * sun;
    }
    if (z < 0.012) return;
    const plane = 1 / (z + 0.06);
    const px = x * plane * 1.5 + cloudX;
    const py = y * plane * 1.5 * streak + cloudY;
    const density = overcast ? fractalNoise(px, py, 4) : fractalNoiseAbove(px, py, threshold);
    let cover = smoothStep(threshold, threshold + softness, density) * (overcast ? 1 : smoothStep(0.012, 0.12, z));
    if (overcast) cover = 0.9 + 0.1 * cover;
    else if (cover <= 0) return;
    let lit: number;
    if (overcast) lit = (0.42 + 0.42 * z) * (0.72 + 0.56 * density);
    else {
      // Thicker towards the sun means shaded; thin edges glow.
      const towards = fractalNoise(px + sunX * 0.22, py, 3);
      lit = 0.62 + 2.2 * (density - towards) - 0.9 * (density - threshold);
      lit = lit < 0.12 ? 0.12 : lit > 1.15 ? 1.15 : lit;
      lit += away < 0.3 ? (1 - cover) * (0.3 - away) * 2 : 0;
      cover *= 0.95;
    }
    for (let channel = 0; channel < 3; channel++) {
      const cloud = cloudLight.shade[channel]! + (cloudLight.lit[channel]! - cloudLight.shade[channel]!) * lit;
      out[channel]! += (cloud - out[channel]!) * cover;
    }
  };

  const sun = veil > 0;
  const light = measureLight((x, y, z, out) => heavens(x, y, z, out));
  const level: Vector3 = [0, 1, 2].map((channel) => light.level[channel]! + sunIrradiance[channel]! * sunZ) as unknown as Vector3;
  // As a camera exposes: between level ground and surfaces that face the sun, and half way to neutral white.
  const facing = luminance(sunIrradiance) + luminance(light.level) * 0.6;
  const exposure = (0.7 * PI) / (0.5 * luminance(level) + 0.5 * facing);
  for (let channel = 0; channel < 3; channel++) gain[channel] = exposure * Math.sqrt(luminance(level) / level[channel]!);
  const ground = createGround(parameters.ground, parameters.groundTone, seed);
  const verge = createGround(parameters.skyline === "town" ? "paving" : "grass", parameters.groundTone, seed + 1);
  const vergeDistance = parameters.ground === "grass" ? 1e9 : FADE_DISTANCE * (0.75 + 0.5 * cellHash(seed, 46));

  const radiance = (x: number, y: number, z: number, out: Float64Array): void => {
    const flat = Math.sqrt(x * x + y * y);
    if (flat > 1e-6 && z < highest * flat) {
      const cx = x / flat;
      const cy = y / flat;
      const slope = z / flat;
      if (z < 0) {
        lowerHalf(x, y, z, flat, out);
      } else {
        heavens(x, y, z, out);
        for (let index = layers.length - 1; index >= 0; index--) {
          const layer = layers[index]!;
          if (slope > layer.highest) continue;
          const share = layer.cover(cx, cy, slope, detail);
          if (share === 0) continue;
          // Upright things see half the sky and the sun from its side.
          const facingSun = sun ? 0.2 + 0.8 * Math.max(0, -cx * sunX) : 0;
          const hazeShare = detail[3]!;
          for (let channel = 0; channel < 3; channel++) {
            const lit = (detail[channel]! * (0.55 * light.level[channel]! + facingSun * sunIrradiance[channel]! * 0.8)) / PI;
            const seen = lit + (out[channel]! * 0.9 - lit) * hazeShare;
            out[channel]! += (seen - out[channel]!) * share;
          }
        }
      }
    } else if (z < 0) lowerHalf(x, y, z, flat, out);
    else heavens(x, y, z, out);
    out[0] *= gain[0];
    out[1] *= gain[1];
    out[2] *= gain[2];
  };

  const lowerHalf = (x: number, y: number, z: number, flat: number, out: Float64Array): void => {
    const reach = EYE_HEIGHT / (z < -1e-4 ? -z : 1e-4);
    const distance = flat * reach;
    const footprint = groundFootprint(distance) * METRES_PER_UNIT;
    const gx = x * reach * METRES_PER_UNIT;
    const gy = y * reach * METRES_PER_UNIT;
    const border = vergeDistance * (0.8 + 0.4 * fractalNoise(gx * 0.02, gy * 0.02, 2));
    if (distance < border) ground(gx, gy, footprint, out);
    else verge(gx, gy, footprint, out);
    const hazeShare = distance / (distance + 260);
    const cosGamma = (x * sunX) / (flat > 1e-6 ? flat : 1);
    atmosphere.radiance(0.01, cosGamma, detail);
    for (let channel = 0; channel < 3; channel++) {
      const lit = (out[channel]! * level[channel]!) / PI;
      const far = overcast ? cloudLight.lit[channel]! * 0.42 : detail[channel]! * 0.8;
      out[channel] = lit + (far - lit) * hazeShare;
    }
  };

  return {
    radiance,
    lights: sun ? [{ direction: [sunX, 0, sunZ], irradiance: [sunIrradiance[0] * gain[0], sunIrradiance[1] * gain[1], sunIrradiance[2] * gain[2]] }] : [],
    floor: {
      albedo: (x, y, out) => ground(x * METRES_PER_UNIT, y * METRES_PER_UNIT, groundFootprint(Math.sqrt(x * x + y * y)) * METRES_PER_UNIT, out),
      fadeDistance: FADE_DISTANCE,
    },
  };
}

/** Sunlit and shaded sides of clouds. */
function cloudColors(sun: Vector3, sunZ: number, overcast: boolean): { lit: Vector3; shade: Vector3 } {
  if (overcast) {
    const grey = linearColor(0xe6e9ee);
    return { lit: [grey[0], grey[1], grey[2]], shade: [0.08, 0.085, 0.095] };
  }
  const lit = sun.map((value) => (value * 0.8) / PI + 0.08) as unknown as Vector3;
  const skyShare = 0.1 + 0.1 * sunZ;
  return { lit, shade: [0.1 * lit[0] + skyShare * 0.75, 0.1 * lit[1] + skyShare * 0.85, 0.1 * lit[2] + skyShare] };
}
