/**
 * Clear daylight: single scattering in a homogeneous atmosphere in closed form (as in Hoffman & Preetham, "Rendering
 * Outdoor Light Scattering in Real Time", GDC 2002) with an isotropic term for the higher orders. Tabulated once per
 * environment over height and angle to the sun, because the background asks for it per pixel.
 */
import { exp } from "../../core/math.js";
import type { Vector3 } from "../../geometry/vector.js";

const PI = 3.141592653589793;
/** Optical depths straight up at 680, 550 and 440 nm (Rayleigh: Fröhlich & Shaw 1980, rounded; ozone: Chappuis band). */
const RAYLEIGH: Vector3 = [0.042, 0.098, 0.243];
const OZONE: Vector3 = [0.012, 0.03, 0.002];
/** Colour of sunlight before the atmosphere, linear RGB, in the units that put a sunlit white wall near 1. */
const SUN: Vector3 = [4.1, 4.0, 3.9];
/** Forward scattering of haze (Henyey-Greenstein). */
const ASYMMETRY = 0.72;

const HEIGHTS = 20;
const ANGLES = 36;

/** Relative air mass towards a height z = sin(elevation): Rozenberg 1966. */
export function airMass(z: number): number {
  const height = z < 0 ? 0 : z;
  return 1 / (height + 0.025 * exp(-11 * height));
}

/** A clear sky. */
export interface Atmosphere {
  /** Irradiance of the sun's beam at the ground, linear RGB. */
  sunIrradiance: Vector3;
  /** Radiance at height z ≥ 0 and angle γ to the sun, written into `out`. */
  radiance(z: number, cosGamma: number, out: Float64Array): void;
}

/**
 * @param sunHeight sine of the sun's elevation
 * @param haze optical depth of haze straight up, 0.03 (crisp) to 0.5 (milky)
 */
export function createAtmosphere(sunHeight: number, haze: number): Atmosphere {
  const sunMass = airMass(sunHeight);
  const table = new Float32Array(HEIGHTS * ANGLES * 3);
  const total = RAYLEIGH.map((rayleigh) => rayleigh + haze);
  for (let row = 0; row < HEIGHTS; row++) {
    const height = row / (HEIGHTS - 1);
    const z = height * height;
    const mass = airMass(z);
    // Light scattered high up has crossed less air than what reaches the ground, which keeps the zenith blue at dusk.
    const highMass = sunMass * (1 - 0.72 * height) * (sunMass > 8 ? 0.75 : 1);
    for (let channel = 0; channel < 3; channel++) {
      const scattered = 1 - exp(-total[channel]! * mass);
      const beam = exp(-(total[channel]! * 0.9 + OZONE[channel]! * 2) * highMass * 0.8);
      const diffuse = (1.3 * exp(-(total[channel]! * 0.35 + OZONE[channel]!) * highMass) * (0.3 + 0.7 * Math.sqrt(Math.max(sunHeight, 0)))) / (4 * PI);
      for (let column = 0; column < ANGLES; column++) {
        const share = column / (ANGLES - 1);
        const sinHalf = share * share;
        const cosGamma = 1 - 2 * sinHalf * sinHalf;
        const rayleighPhase = (3 / (16 * PI)) * (1 + cosGamma * cosGamma);
        const base = 1 + ASYMMETRY * ASYMMETRY - 2 * ASYMMETRY * cosGamma;
        const hazePhase = (1 - ASYMMETRY * ASYMMETRY) / (4 * PI * base * Math.sqrt(base));
        const phase = (rayleighPhase * RAYLEIGH[channel]! + hazePhase * haze) / total[channel]!;
        table[(row * ANGLES + column) * 3 + channel] = SUN[channel]! * scattered * (phase * beam + diffuse);
      }
    }
  }
  const sunIrradiance = SUN.map((value, channel) => value * exp(-(total[channel]! * 0.85 + OZONE[channel]!) * sunMass)) as unknown as Vector3;
  return {
    sunIrradiance,
    radiance(z, cosGamma, out) {
      const row = Math.sqrt(z > 0 ? (z < 1 ? z : 1) : 0) * (HEIGHTS - 1.0001);
      const half = (1 - cosGamma) / 2;
      const column = Math.sqrt(Math.sqrt(half > 0 ? (half < 1 ? half : 1) : 0)) * (ANGLES - 1.0001);
      const top = row | 0;
      const left = column | 0;
      const u = column - left;
      const v = row - top;
      const at = (top * ANGLES + left) * 3;
      const below = at + ANGLES * 3;
      const a = (1 - u) * (1 - v), b = u * (1 - v), c = (1 - u) * v, d = u * v;
      out[0] = a * table[at]! + b * table[at + 3]! + c * table[below]! + d * table[below + 3]!;
      out[1] = a * table[at + 1]! + b * table[at + 4]! + c * table[below + 1]! + d * table[below + 4]!;
      out[2] = a * table[at + 2]! + b * table[at + 5]! + c * table[below + 2]! + d * table[below + 5]!;
    },
  };
}
