/** The ground plane in the picture: a floor of the environment's own, or shadows on whatever the environment shows. */
import type { Scene } from "../sample/scene.js";
import type { Floor } from "../sample/environment.js";
import { areaIrradiance } from "./area-light.js";
import { visibilityAt } from "./ground-shadow.js";
import { evaluateIrradiance } from "./irradiance.js";
import { LENS_UNITS, lensPixels, type LensSamples } from "./lens-samples.js";
import type { LightFrameCamera, SceneLight } from "./prepare-light.js";
import { lightReaching } from "./shadow-map.js";

const FROM_LENS = 1 / LENS_UNITS;
const PI = 3.141592653589793;
/** A floor begins to fade at this share of the distance at which it is gone. */
const FADE_START = 0.5;

/** Lays the ground over one row of background (linear RGB) where `alpha` is below 1. */
export type GroundRow = (row: number, alpha: Float32Array, out: Float32Array) => void;

/** Irradiance on the unshadowed ground: from the sky (with the area light) and from each sun. */
interface GroundLight {
  sky: Float64Array;
  suns: readonly { irradiance: Float64Array; shadow: SceneLight["suns"][number]["shadow"] }[];
  total: Float64Array;
}

function groundLight(light: SceneLight): GroundLight {
  const sky = new Float64Array(3);
  for (let channel = 0; channel < 3; channel++) {
    sky[channel] = areaIrradiance(light.areaRadiance, 1);
    if (light.environment !== null) sky[channel] += light.environmentStrength * evaluateIrradiance(light.environment.skyIrradiance, channel, 0, 0, 1);
  }
  const suns = light.suns.map((sun) => {
    const height = Math.max(0, sun.direction[2]);
    return { irradiance: Float64Array.from(sun.irradiance, (value) => value * height), shadow: sun.shadow };
  });
  const total = sky.map((value, channel) => suns.reduce((sum, sun) => sum + sun.irradiance[channel], value));
  return { sky, suns, total };
}

/** Prepares the ground of a view; null where there is none or the camera is not above it. */
export function groundRows(scene: Scene, light: SceneLight, rays: LightFrameCamera): GroundRow | null {
  const { groundHeight } = light;
  const drop = groundHeight === null ? 0 : groundHeight - rays.position[2];
  if (groundHeight === null || drop >= 0) return null;
  const floor = scene.environment?.floor ?? null;
  const lit = groundLight(light);
  const { width } = scene.camera;
  const lens = lensPixels(scene.camera);
  return (row, alpha, out) => groundRow(light, rays, drop, groundHeight, floor, lit, row, width, lens, alpha, out);
}

/** A place on the ground, in the light's frame; numbers in arguments of calls would be allocated for every pixel. */
const place = new Float64Array(3);
const arriving = new Float64Array(3);
const albedo = new Float64Array(3);

function groundRow(
  light: SceneLight,
  rays: LightFrameCamera,
  drop: number,
  groundHeight: number,
  floor: Floor | null,
  lit: GroundLight,
  row: number,
  width: number,
  lens: LensSamples | null,
  alpha: Float32Array,
  out: Float32Array,
): void {
  const m = rays.rayMatrix;
  const [cameraX, cameraY] = rays.position;
  const cosine = light.rotationWorldToLight[0];
  const sine = light.rotationWorldToLight[1];
  let y = row + 0.5;
  for (let column = 0; column < width; column++) {
    if (alpha[row * width + column] >= 1) continue;
    let x = column + 0.5;
    if (lens !== null) {
      x = lens.x[row * width + column] * FROM_LENS;
      y = lens.y[row * width + column] * FROM_LENS;
    }
    const dz = m[6] * x + m[7] * y + m[8];
    if (dz >= -1e-6) continue;
    const distance = drop / dz;
    const aheadX = distance * (m[0] * x + m[1] * y + m[2]);
    const aheadY = distance * (m[3] * x + m[4] * y + m[5]);
    const groundX = cameraX + aheadX;
    const groundY = cameraY + aheadY;
    const at = column * 3;
    place[0] = groundX;
    place[1] = groundY;
    place[2] = groundHeight;
    const shadowed = irradianceAtPlace(light, lit);
    if (shadowed) for (let channel = 0; channel < 3; channel++) out[at + channel] *= lit.total[channel] > 0 ? arriving[channel] / lit.total[channel] : 1;
    if (floor === null) continue;
    // The background is a view from one place: as far from the camera as its own floor reaches, it takes over.
    const far = Math.sqrt(aheadX * aheadX + aheadY * aheadY) / floor.fadeDistance;
    if (far >= 1) continue;
    const step = far <= FADE_START ? 0 : (far - FADE_START) / (1 - FADE_START);
    const share = 1 - step * step * (3 - 2 * step);
    // The floor lies in the world, not in the turned environment.
    floor.albedo(cosine * groundX - sine * groundY, sine * groundX + cosine * groundY, albedo);
    for (let channel = 0; channel < 3; channel++) out[at + channel] += share * ((albedo[channel] * arriving[channel]) / PI - out[at + channel]);
  }
}

/** Irradiance on the ground at `place` into `arriving`; false where nothing shadows it. */
function irradianceAtPlace(light: SceneLight, lit: GroundLight): boolean {
  const x = place[0], y = place[1], z = place[2];
  const open = light.ground === null ? 1 : visibilityAt(light.ground, place, 0);
  let shadowed = open < 1;
  arriving[0] = lit.sky[0] * open;
  arriving[1] = lit.sky[1] * open;
  arriving[2] = lit.sky[2] * open;
  for (let index = 0; index < lit.suns.length; index++) {
    const { irradiance, shadow } = lit.suns[index];
    const reaching = shadow === null ? 1 : lightReaching(shadow, x, y, z, shadow.texel);
    if (reaching < 1) shadowed = true;
    arriving[0] += irradiance[0] * reaching;
    arriving[1] += irradiance[1] * reaching;
    arriving[2] += irradiance[2] * reaching;
  }
  return shadowed;
}
