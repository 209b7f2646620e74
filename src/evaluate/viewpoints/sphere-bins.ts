/**
 * Viewpoints counted in bins of equal area on the sphere: even in azimuth and in the sine of the elevation (Archimedes:
 * the area between two levels of a sphere is that between them on the cylinder around it; Lambert's cylindrical map).
 */
import { sin, wrapTurn } from "../../core/math.js";

/** How the sphere is divided. */
export interface SphereDivision {
  azimuthBins: number;
  sineBins: number;
}

/** 15° of azimuth each; bins at the level are 9.6° high. */
export const DIVISION: SphereDivision = { azimuthBins: 24, sineBins: 12 };

/** Counts by bin: `sineBins` rows of `azimuthBins`, the lowest elevation first, azimuth from 0. */
export type SphereCounts = Float64Array;

/** Number of all bins. */
export function binsOf({ azimuthBins, sineBins }: SphereDivision): number {
  return azimuthBins * sineBins;
}

/** The bin of a direction. @param azimuthRadians any turn @param elevationRadians −π/2 to π/2 */
export function binAt({ azimuthBins, sineBins }: SphereDivision, azimuthRadians: number, elevationRadians: number): number {
  const column = Math.min(azimuthBins - 1, Math.floor((wrapTurn(azimuthRadians) / (2 * Math.PI)) * azimuthBins));
  const row = Math.min(sineBins - 1, Math.max(0, Math.floor(((sin(elevationRadians) + 1) / 2) * sineBins)));
  return row * azimuthBins + column;
}
