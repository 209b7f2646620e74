/**
 * Light on a block of surface points. Diffuse: Lambert under spherical-harmonic irradiance; reflections: GGX by the
 * split sum, energy lost between microfacets given back (Fdez-Agüera, JCGT 8(1), 2019); suns: GGX with
 * height-correlated Smith and shadow maps. All tables and arithmetic, no transcendental functions.
 */
import { lobeAboveHorizon } from "./area-light.js";
import { visibilityAt, type GroundVisibility } from "./ground-shadow.js";
import type { SceneLight, ShadowedSun } from "./prepare-light.js";
import { LOBE_ALBEDO, LOBE_COLUMNS, LOBE_ROWS } from "./lobe-albedo.js";
import { ROUGHNESS_LEVELS, type RoughnessLevels } from "./prefilter.js";
import { lightReaching } from "./shadow-map.js";
import type { SurfaceBlock } from "./surface-block.js";

const PI = 3.141592653589793;
const INVERSE_PI = 0.3183098861837907;
/** Reflectance of a dielectric at normal incidence (glTF 2.0). */
const DIELECTRIC = 0.04;
/** A sun's highlight on a smoother surface would be a few bright pixels without area. */
const SUN_MINIMUM_ROUGHNESS = 0.12;
/** Height (world units) above the ground at which the object's own shadow no longer dims what the ground throws back. */
const BOUNCE_HEIGHT = 0.6;

/** Cosine to the view below which surfaces are not taken to lean away: lobes are not defined there. */
const LEAST_FACING = 0.004;

/** A scene's light flattened for the loops below. */
export interface Lighting {
  /** Sky and ground irradiance polynomials, strength included. */
  sky: Float64Array;
  bounce: Float64Array;
  specular: RoughnessLevels;
  strength: number;
  areaRadiance: number;
  ground: GroundVisibility | null;
  groundHeight: number;
  suns: readonly ShadowedSun[];
}

const DARKNESS: RoughnessLevels = { data: new Float32Array(0), offsets: new Int32Array(0), sizes: new Int32Array(0) };

/** Flattens a scene's light. */
export function createLighting(light: SceneLight): Lighting {
  const { environment, environmentStrength: strength } = light;
  return {
    sky: scaled(environment?.skyIrradiance, strength),
    bounce: scaled(environment?.groundIrradiance, strength),
    specular: environment?.specular ?? DARKNESS,
    strength: environment === null ? 0 : strength,
    areaRadiance: light.areaRadiance,
    ground: light.ground,
    groundHeight: light.groundHeight ?? 0,
    suns: light.suns,
  };
}

function scaled(polynomial: Float64Array | undefined, strength: number): Float64Array {
  const out = new Float64Array(30);
  if (polynomial !== undefined) for (let index = 0; index < out.length; index++) out[index] = polynomial[index] * strength;
  return out;
}


/**
 * Lights a block.
 * @param outColor linear RGB, written at `block.hit`
 * @param outAlpha opacity, written at `block.hit`
 */
export function lightSurface(lighting: Lighting, unlit: boolean, block: SurfaceBlock, outColor: Float32Array, outAlpha: Float32Array): void {
  const { count, hit: target, sunDiffuse, sunSpecular } = block;
  for (let index = 0; index < count; index++) outAlpha[target[index]] = block.alpha[index];
  if (unlit) {
    for (let index = 0; index < count; index++) for (let channel = 0; channel < 3; channel++) outColor[target[index] * 3 + channel] = block.baseColor[index * 3 + channel];
    return;
  }
  sunDiffuse.fill(0, 0, count * 3);
  sunSpecular.fill(0, 0, count * 3);
  for (let index = 0; index < lighting.suns.length; index++) addSun(lighting.suns[index], block);
  fillGroundShare(lighting, block);
  if (lighting.strength > 0) fillMirrored(lighting, block);
  lightBlock(lighting, block, outColor);
}

function lightBlock(lighting: Lighting, block: SurfaceBlock, outColor: Float32Array): void {
  const { sky, bounce, strength, areaRadiance } = lighting;
  const { normal, view, mirrored, baseColor, emissive, sunDiffuse, sunSpecular, openness, hit: target } = block;
  const hasEnvironment = strength > 0;
  for (let index = 0; index < block.count; index++) {
    const at = index * 3;
    const nx = normal[at], ny = normal[at + 1], nz = normal[at + 2];
    const vx = view[at], vy = view[at + 1], vz = view[at + 2];
    const facing = nx * vx + ny * vy + nz * vz;
    const nv = facing < LEAST_FACING ? LEAST_FACING : facing > 1 ? 1 : facing;
    const roughness = block.roughness[index];
    const metallic = block.metallic[index];
    const groundShare = block.groundShare[index];
    const access = openness[index] * block.occlusion[index];

    // Irradiance / π from sky, ground and area light.
    const xy = nx * ny, yz = ny * nz, xz = nx * nz, xx = nx * nx, yy = ny * ny, zz = nz * nz;
    let red = 0, green = 0, blue = 0;
    if (hasEnvironment) {
      red =
        sky[0] + sky[1] * nx + sky[2] * ny + sky[3] * nz + sky[4] * xy + sky[5] * yz + sky[6] * xz + sky[7] * xx + sky[8] * yy + sky[9] * zz +
        groundShare * (bounce[0] + bounce[1] * nx + bounce[2] * ny + bounce[3] * nz + bounce[4] * xy + bounce[5] * yz + bounce[6] * xz + bounce[7] * xx + bounce[8] * yy + bounce[9] * zz);
      green =
        sky[10] + sky[11] * nx + sky[12] * ny + sky[13] * nz + sky[14] * xy + sky[15] * yz + sky[16] * xz + sky[17] * xx + sky[18] * yy + sky[19] * zz +
        groundShare * (bounce[10] + bounce[11] * nx + bounce[12] * ny + bounce[13] * nz + bounce[14] * xy + bounce[15] * yz + bounce[16] * xz + bounce[17] * xx + bounce[18] * yy + bounce[19] * zz);
      blue =
        sky[20] + sky[21] * nx + sky[22] * ny + sky[23] * nz + sky[24] * xy + sky[25] * yz + sky[26] * xz + sky[27] * xx + sky[28] * yy + sky[29] * zz +
        groundShare * (bounce[20] + bounce[21] * nx + bounce[22] * ny + bounce[23] * nz + bounce[24] * xy + bounce[25] * yz + bounce[26] * xz + bounce[27] * xx + bounce[28] * yy + bounce[29] * zz);
    }
    const area = areaRadiance * 0.5 * (1 + nz);
    red = red > 0 ? red * INVERSE_PI + area : area;
    green = green > 0 ? green * INVERSE_PI + area : area;
    blue = blue > 0 ? blue * INVERSE_PI + area : area;

    // Reflected radiance.
    const rz = 2 * nv * nz - vz;
    let mirrorRed = 0, mirrorGreen = 0, mirrorBlue = 0;
    if (hasEnvironment) {
      const share = rz < 0 ? 1 + (groundShare - 1) * (rz < -0.25 ? 1 : rz * -4) : 1;
      mirrorRed = mirrored[at] * share;
      mirrorGreen = mirrored[at + 1] * share;
      mirrorBlue = mirrored[at + 2] * share;
    }
    if (areaRadiance > 0) {
      const above = areaRadiance * lobeAboveHorizon(rz, roughness);
      mirrorRed += above;
      mirrorGreen += above;
      mirrorBlue += above;
    }

    // Albedo of the GGX lobe: scale · F0 + bias.
    const entry = (((roughness * (LOBE_ROWS - 1) + 0.5) | 0) * LOBE_COLUMNS + ((nv * (LOBE_COLUMNS - 1) + 0.5) | 0)) * 2;
    const scale = LOBE_ALBEDO[entry];
    const bias = LOBE_ALBEDO[entry + 1];
    const lost = 1 / (scale + bias) - 1;

    // Occlusion of reflections from that of diffuse light: Lagarde & de Rousiers 2014, with the exponent simplified.
    const sum = nv + access;
    const root = Math.sqrt(sum > 1 ? 1 : sum);
    let mirrorAccess = roughness + (1 - roughness) * root - 1 + access;
    mirrorAccess = mirrorAccess < 0 ? 0 : mirrorAccess > 1 ? 1 : mirrorAccess;

    const to = target[index] * 3;
    const dielectric = 1 - metallic;
    const f0 = DIELECTRIC * dielectric;
    outColor[to] =
      reflectedLight(baseColor[at], dielectric, f0 + baseColor[at] * metallic, scale, bias, lost, access, red, sunDiffuse[at], mirrorRed * mirrorAccess) + sunSpecular[at] + emissive[at];
    outColor[to + 1] =
      reflectedLight(baseColor[at + 1], dielectric, f0 + baseColor[at + 1] * metallic, scale, bias, lost, access, green, sunDiffuse[at + 1], mirrorGreen * mirrorAccess) + sunSpecular[at + 1] + emissive[at + 1];
    outColor[to + 2] =
      reflectedLight(baseColor[at + 2], dielectric, f0 + baseColor[at + 2] * metallic, scale, bias, lost, access, blue, sunDiffuse[at + 2], mirrorBlue * mirrorAccess) + sunSpecular[at + 2] + emissive[at + 2];
  }
}

/** One channel: Lambert under occluded ambient and sun light, plus the lobe under mirrored light. */
function reflectedLight(base: number, dielectric: number, f0: number, scale: number, bias: number, lost: number, access: number, ambient: number, sun: number, mirror: number): number {
  const lobe = (f0 * scale + bias) * (1 + f0 * lost);
  const diffuse = base * dielectric * (1 - lobe);
  // Light between neighbouring surfaces lifts the occlusion of bright ones: Jimenez et al. 2016.
  const lifted = access * ((access * (2.0404 * diffuse - 0.3324) - 4.7951 * diffuse + 0.6417) * access + 2.7552 * diffuse + 0.6903);
  return diffuse * (ambient * (lifted > access ? lifted : access) + sun * INVERSE_PI) + lobe * mirror;
}

/**
 * What the ground throws back is missing where the object itself shades the ground. As {@link fillMirrored} a loop of its
 * own: numbers in arguments of calls that the engine does not inline would be allocated for every point.
 */
function fillGroundShare({ ground, groundHeight }: Lighting, { count, position, groundShare }: SurfaceBlock): void {
  if (ground === null) {
    groundShare.fill(1, 0, count);
    return;
  }
  for (let index = 0; index < count; index++) {
    const at = index * 3;
    const height = (position[at + 2] - groundHeight) / BOUNCE_HEIGHT;
    if (height < 1) {
      const open = visibilityAt(ground, position, at);
      groundShare[index] = height <= 0 ? open : open + (1 - open) * height;
    } else {
      groundShare[index] = 1;
    }
  }
}

/** Radiance of the environment along the mirrored view, blurred for the roughness. */
function fillMirrored({ strength, specular }: Lighting, block: SurfaceBlock): void {
  const { data, offsets, sizes } = specular;
  const { normal, view, mirrored } = block;
  for (let index = 0; index < block.count; index++) {
    const at = index * 3;
    const nx = normal[at], ny = normal[at + 1], nz = normal[at + 2];
    const vx = view[at], vy = view[at + 1], vz = view[at + 2];
    const facing = nx * vx + ny * vy + nz * vz;
    const twice = 2 * (facing < LEAST_FACING ? LEAST_FACING : facing > 1 ? 1 : facing);
    const x = twice * nx - vx, y = twice * ny - vy, z = twice * nz - vz;
    const inverse = 1 / ((x < 0 ? -x : x) + (y < 0 ? -y : y) + (z < 0 ? -z : z));
    let px = x * inverse;
    let py = y * inverse;
    if (z < 0) {
      const folded = (1 - (py < 0 ? -py : py)) * (px < 0 ? -1 : 1);
      py = (1 - (px < 0 ? -px : px)) * (py < 0 ? -1 : 1);
      px = folded;
    }
    const level = (block.roughness[index] * (ROUGHNESS_LEVELS - 1) + 0.5) | 0;
    const size = sizes[level];
    const column = (px + 1) * 0.5 * size + 0.5;
    const row = (py + 1) * 0.5 * size + 0.5;
    const left = column | 0;
    const top = row | 0;
    const fx = column - left;
    const fy = (row - top) * strength;
    const gy = strength - fy;
    const stride = (size + 2) * 3;
    const a = offsets[level] + top * stride + left * 3;
    const c = a + stride;
    const wb = fx * gy, wd = fx * fy;
    const wa = gy - wb, wc = fy - wd;
    mirrored[at] = wa * data[a] + wb * data[a + 3] + wc * data[c] + wd * data[c + 3];
    mirrored[at + 1] = wa * data[a + 1] + wb * data[a + 4] + wc * data[c + 1] + wd * data[c + 4];
    mirrored[at + 2] = wa * data[a + 2] + wb * data[a + 5] + wc * data[c + 2] + wd * data[c + 5];
  }
}

/** Adds one sun's light to the block's sums. */
function addSun(sun: ShadowedSun, block: SurfaceBlock): void {
  const [lx, ly, lz] = sun.direction;
  const [red, green, blue] = sun.irradiance;
  const { normal, flatNormal, view, position, baseColor, sunDiffuse, sunSpecular } = block;
  const { shadow } = sun;
  for (let index = 0; index < block.count; index++) {
    const at = index * 3;
    const nx = normal[at], ny = normal[at + 1], nz = normal[at + 2];
    const nl = nx * lx + ny * ly + nz * lz;
    if (nl <= 0) continue;
    let reaching = 1;
    if (shadow !== null) {
      const gx = flatNormal[at], gy = flatNormal[at + 1], gz = flatNormal[at + 2];
      const flat = gx * lx + gy * ly + gz * lz;
      // The flat side decides what the surface shades itself; a soft step hides the triangles at the terminator.
      if (flat <= 0) continue;
      const soft = flat < 0.1 ? flat * 10 : 1;
      const slope = Math.sqrt(1 - (flat > 1 ? 1 : flat * flat));
      const lift = shadow.texel * (0.6 + shadow.filterRadius) * (0.3 + 1.2 * slope);
      reaching = soft * lightReaching(shadow, position[at] + gx * lift, position[at + 1] + gy * lift, position[at + 2] + gz * lift, shadow.texel);
      if (reaching === 0) continue;
    }
    const arriving = nl * reaching;
    sunDiffuse[at] += red * arriving;
    sunDiffuse[at + 1] += green * arriving;
    sunDiffuse[at + 2] += blue * arriving;

    const vx = view[at], vy = view[at + 1], vz = view[at + 2];
    const facing = nx * vx + ny * vy + nz * vz;
    const nv = facing < LEAST_FACING ? LEAST_FACING : facing;
    let hx = lx + vx, hy = ly + vy, hz = lz + vz;
    const inverse = 1 / Math.sqrt(hx * hx + hy * hy + hz * hz + 1e-20);
    hx *= inverse;
    hy *= inverse;
    hz *= inverse;
    const nh = nx * hx + ny * hy + nz * hz;
    if (nh <= 0) continue;
    const vh = vx * hx + vy * hy + vz * hz;
    const roughness = block.roughness[index] < SUN_MINIMUM_ROUGHNESS ? SUN_MINIMUM_ROUGHNESS : block.roughness[index];
    const alpha2 = roughness * roughness * roughness * roughness;
    const term = nh * nh * (alpha2 - 1) + 1;
    const lambda = nl * Math.sqrt(nv * nv * (1 - alpha2) + alpha2) + nv * Math.sqrt(nl * nl * (1 - alpha2) + alpha2);
    const lobe = (alpha2 / (PI * term * term)) * (0.5 / lambda) * arriving;
    const grazing = 1 - vh;
    const grazing2 = grazing * grazing;
    const fresnel = grazing2 * grazing2 * grazing;
    const metallic = block.metallic[index];
    const dielectric = DIELECTRIC * (1 - metallic);
    const base = lobe * fresnel;
    const rest = lobe - base;
    sunSpecular[at] += (base + rest * (dielectric + baseColor[at] * metallic)) * red;
    sunSpecular[at + 1] += (base + rest * (dielectric + baseColor[at + 1] * metallic)) * green;
    sunSpecular[at + 2] += (base + rest * (dielectric + baseColor[at + 2] * metallic)) * blue;
  }
}
