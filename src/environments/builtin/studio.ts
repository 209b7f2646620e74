/** A photographer's studio: seamless paper under soft boxes, with a glow on the backdrop. */
import { cos, radians, sin } from "../../core/math.js";
import type { Random } from "../../core/random.js";
import { cross, normalize, type Vector3 } from "../../geometry/vector.js";
import { luminance } from "./color.js";
import type { BuiltinKind, BuiltinSurroundings, RadianceFunction } from "./kind.js";
import { measureLight } from "./light-measure.js";
import { cellHash, smoothStep, valueNoise } from "./noise.js";

const PI = 3.141592653589793;
/** The paper's curve from floor to wall, as heights (sines) below and above the horizon. */
const CURVE = [-0.42, 0.22] as const;

/** What makes a studio. */
export type StudioParameters = Readonly<{
  backdropRed: number;
  backdropGreen: number;
  backdropBlue: number;
  backdropLight: number;
  glow: number;
  glowAzimuthDegrees: number;
  keyAzimuthDegrees: number;
  keyElevationDegrees: number;
  keySize: number;
  keyWarmth: number;
  boxes: number;
  seed: number;
}>;

/** Soft boxes before seamless paper. */
export const studio: BuiltinKind<StudioParameters> = { revision: 1, sampleParameters, build };

function sampleParameters(random: Random): StudioParameters {
  // Most studios are grey or white paper; the rest is coloured, never glaring.
  const value = random.pick([random.uniform(0.08, 0.3), random.uniform(0.3, 0.8), random.uniform(0.6, 0.85)]);
  const strength = random.next() < 0.45 ? random.uniform(0, 0.06) : random.uniform(0.15, 0.7);
  const hue = random.uniform(0, 2 * PI);
  const channel = (phase: number): number => value * (1 - strength * (0.5 - 0.5 * cos(hue + phase)));
  return {
    backdropRed: channel(0),
    backdropGreen: channel((2 * PI) / 3),
    backdropBlue: channel((4 * PI) / 3),
    backdropLight: random.uniform(0.35, 0.9),
    glow: random.uniform(0, 0.9),
    glowAzimuthDegrees: random.uniform(0, 360),
    keyAzimuthDegrees: random.uniform(0, 360),
    keyElevationDegrees: random.uniform(35, 70),
    keySize: random.uniform(0.25, 0.6),
    keyWarmth: random.uniform(-0.12, 0.16),
    boxes: 2 + random.integer(3),
    seed: random.integer(100_000),
  };
}

/** A rectangle of light seen from the centre; sizes are tangents of half its angles. */
interface SoftBox {
  direction: Vector3;
  right: Vector3;
  up: Vector3;
  halfWidth: number;
  halfHeight: number;
  color: Vector3;
}

function softBox(azimuthDegrees: number, elevationDegrees: number, halfWidth: number, halfHeight: number, color: Vector3): SoftBox {
  const azimuth = radians(azimuthDegrees);
  const elevation = radians(elevationDegrees);
  const direction: Vector3 = [cos(elevation) * cos(azimuth), cos(elevation) * sin(azimuth), sin(elevation)];
  const right = normalize(cross(direction, [0, 0, 1]));
  return { direction, right, up: cross(right, direction), halfWidth, halfHeight, color };
}

function softBoxes(parameters: StudioParameters): readonly SoftBox[] {
  const { keyAzimuthDegrees: azimuth, keyElevationDegrees: elevation, keySize, keyWarmth, seed } = parameters;
  const warm = (warmth: number, strength: number): Vector3 => [strength * (1 + warmth), strength, strength * (1 - 1.3 * warmth)];
  const boxes = [softBox(azimuth, elevation, keySize, keySize * (0.7 + 0.6 * cellHash(seed, 1)), warm(keyWarmth, 1))];
  for (let index = 1; index < parameters.boxes; index++) {
    const turn = (index % 2 === 1 ? 1 : -1) * (75 + 70 * cellHash(seed, 10 + index));
    const strip = cellHash(seed, 20 + index) < 0.5;
    boxes.push(softBox(azimuth + turn, 28 + 34 * cellHash(seed, 30 + index), strip ? 0.12 : 0.3, strip ? 0.5 : 0.28, warm((cellHash(seed, 40 + index) - 0.5) * 0.2, 0.25 + 0.4 * cellHash(seed, 50 + index))));
  }
  return boxes;
}

function build(parameters: StudioParameters): BuiltinSurroundings {
  const paper: Vector3 = [parameters.backdropRed, parameters.backdropGreen, parameters.backdropBlue];
  const boxes = softBoxes(parameters);
  const glowX = cos(radians(parameters.glowAzimuthDegrees));
  const glowY = sin(radians(parameters.glowAzimuthDegrees));
  const { glow, backdropLight } = parameters;
  let boxRadiance = 0;
  let gain = 1;
  let floorLight: Vector3 = [0, 0, 0];

  /** Light on the paper of the wall in a direction: a glow of a lamp behind the object, dimmer towards the top. */
  const wallLight = (x: number, y: number, z: number): number => {
    const towards = x * glowX + y * glowY - Math.abs(z - 0.12) * 0.6;
    const lobe = towards > 0 ? towards * towards * towards : 0;
    const top = smoothStep(0.95, 0.15, z);
    return backdropLight * (0.3 + 0.7 * top) * (0.55 + 0.25 * (x * glowX + y * glowY)) + glow * lobe;
  };

  const upperHalf: RadianceFunction = (x, y, z, out) => {
    const light = wallLight(x, y, z);
    // Above the paper the room is dark.
    const room = smoothStep(0.62, 0.82, z);
    for (let channel = 0; channel < 3; channel++) {
      const wall = paper[channel]! * light;
      out[channel] = wall + (0.035 * backdropLight - wall) * room;
    }
    if (z < 0.1) return;
    for (const box of boxes) {
      const ahead = x * box.direction[0] + y * box.direction[1] + z * box.direction[2];
      if (ahead < 0.3) continue;
      const u = Math.abs(x * box.right[0] + y * box.right[1]) / ahead / box.halfWidth;
      const v = Math.abs(x * box.up[0] + y * box.up[1] + z * box.up[2]) / ahead / box.halfHeight;
      if (u > 1.12 || v > 1.12) continue;
      const face = smoothStep(1.03, 0.99, u) * smoothStep(1.03, 0.99, v);
      const spread = 1.15 - 0.45 * (u * u + v * v) * 0.7;
      for (let channel = 0; channel < 3; channel++) out[channel] = 0.015 + (box.color[channel]! * spread * boxRadiance - 0.015) * face;
    }
  };

  // The boxes are made as bright as good exposure of a white object wants beside the paper's own light.
  const fromPaper = measureLight(upperHalf);
  boxRadiance = 1;
  const withBoxes = measureLight(upperHalf);
  const each = Math.max(luminance(withBoxes.level) - luminance(fromPaper.level), 0.01);
  boxRadiance = Math.max(2.4 - luminance(fromPaper.level), 1.2) / each;
  const light = measureLight(upperHalf);
  gain = (0.72 * PI) / (0.5 * luminance(light.level) + 0.5 * PI * luminance(light.upperMean));
  floorLight = [light.level[0] / PI, light.level[1] / PI, light.level[2] / PI];

  const radiance: RadianceFunction = (x, y, z, out) => {
    if (z >= CURVE[1]) upperHalf(x, y, z, out);
    else {
      const wall = smoothStep(CURVE[0], CURVE[1], z);
      const lit = wall > 0 ? wallLight(x, y, z > 0 ? z : 0) : 0;
      for (let channel = 0; channel < 3; channel++) {
        const floor = paper[channel]! * floorLight[channel]!;
        out[channel] = floor + (paper[channel]! * lit - floor) * wall;
      }
    }
    out[0] *= gain;
    out[1] *= gain;
    out[2] *= gain;
  };

  return {
    radiance,
    lights: [],
    floor: {
      albedo: (x, y, out) => {
        const fibre = 0.985 + 0.03 * valueNoise(x * 9 + 40, y * 9);
        out[0] = paper[0] * fibre;
        out[1] = paper[1] * fibre;
        out[2] = paper[2] * fibre;
      },
      fadeDistance: 3.2,
    },
  };
}
