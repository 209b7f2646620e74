/**
 * The original's area light, as what it amounts to: a uniform half-space of radiance above the object.
 *
 * The original puts an area light of 30,000 W, scaled by 100 × 100 × 100, at z = 0.5 (original.md 1.3). Measured in
 * Blender 3.4.1 with Cycles: a white diffuse plane shows 0.7496 when it faces up and 0.3716-0.3747 when it stands
 * upright at the origin, i.e. power / (4 · area) = 0.75 and half of it: the sheet is large enough to be a half-space.
 */

/** Radiance of the original's area light (see above). */
export const ORIGINAL_AREA_RADIANCE = 0.75;

const PI = 3.141592653589793;

/** Irradiance of the half-space on a surface whose normal has the vertical component `normalZ`: L·π·(1 + n_z)/2. */
export function areaIrradiance(areaRadiance: number, normalZ: number): number {
  return (areaRadiance * PI * (1 + normalZ)) / 2;
}

/**
 * Share of a reflection lobe around a direction with vertical component `reflectionZ` that lies above the horizon:
 * a ramp as wide as the lobe, exact for mirrors and, with (1 + z)/2, for the widest lobe.
 */
export function lobeAboveHorizon(reflectionZ: number, roughness: number): number {
  const width = roughness * roughness;
  const share = 0.5 + (0.5 * reflectionZ) / (width < 0.02 ? 0.02 : width);
  return share < 0 ? 0 : share > 1 ? 1 : share;
}
