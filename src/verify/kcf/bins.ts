/**
 * Angles as one of 41 bins, the heads of the filter's networks: azimuth from 0 on, elevation and in-plane rotation around
 * 0. Where a bin begins is that of the original (as in NeMo and OOD-CV); what a bin means is not: see the decodings.
 */
import { atan2, clamp, cos, exp, sin, wrapTurn } from "../../core/math.js";

/** Bins of each head. */
export const BINS = 41;
/** Width of a bin in radians. */
export const BIN_RADIANS = (2 * Math.PI) / BINS;
/** The three heads, in the order of targets and outputs. */
export const HEADS = ["azimuth", "elevation", "inPlane"] as const;
export type Head = (typeof HEADS)[number];

/** The bin that stands for 0 in the heads that have negative angles. */
const MIDDLE = 20;

/** Bin of an azimuth: floor(az / π · 41 / 2). */
export function azimuthBin(radians: number): number {
  return clamp(Math.floor((wrapTurn(radians) / Math.PI) * (BINS / 2)), 0, BINS - 1);
}

/** Bin of an elevation or in-plane rotation: ceil(x / π · 41 / 2 + 41 / 2 − 1). */
export function signedBin(radians: number): number {
  return clamp(Math.ceil((radians / Math.PI) * (BINS / 2) + BINS / 2 - 1), 0, BINS - 1);
}

/** The middle of a bin. */
export function binCentre(head: Head, bin: number): number {
  return head === "azimuth" ? (bin + 0.5) * BIN_RADIANS : (bin - MIDDLE) * BIN_RADIANS;
}

/** What the original takes a bin for: half a bin (4.39°) too low for elevation and in-plane rotation. */
export function originalBinAngle(head: Head, bin: number): number {
  return head === "azimuth" ? binCentre(head, bin) : (bin - MIDDLE - 0.5) * BIN_RADIANS;
}

/** Standard deviation of a soft target, in bins: neighbours count, and three of them say where in its bin an angle is. */
const SOFTNESS = 0.8;

/**
 * Adds to `out` chances around an angle, that add up to `share`: a normal curve over the circular distance from each
 * bin's middle.
 * @param out 41 numbers
 */
export function addSoftTarget(head: Head, radians: number, share: number, out: Float32Array): void {
  const weights = Array.from({ length: BINS }, (_, bin) => {
    const apart = signedTurn(binCentre(head, bin) - radians) / (SOFTNESS * BIN_RADIANS);
    return exp((-apart * apart) / 2);
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  weights.forEach((weight, bin) => (out[bin] = out[bin]! + (share * weight) / total));
}

/** Bins on both sides of the likeliest one that say where the angle is. */
const REACH = 2;

/** The angle that chances speak for: the mean direction of the likeliest bin and its neighbours, so not tied to bins' middles. */
export function decodeAngle(head: Head, chances: ArrayLike<number>): number {
  const best = largest(chances);
  let x = 0;
  let y = 0;
  for (let step = -REACH; step <= REACH; step++) {
    const bin = (best + step + BINS) % BINS;
    const angle = step * BIN_RADIANS;
    x += chances[bin]! * cos(angle);
    y += chances[bin]! * sin(angle);
  }
  const radians = binCentre(head, best) + atan2(y, x);
  return head === "azimuth" ? wrapTurn(radians) : signedTurn(radians);
}

/** The angle that the original takes from chances. */
export function decodeOriginal(head: Head, chances: ArrayLike<number>): number {
  return originalBinAngle(head, largest(chances));
}

function largest(values: ArrayLike<number>): number {
  let best = 0;
  for (let bin = 1; bin < BINS; bin++) if (values[bin]! > values[best]!) best = bin;
  return best;
}

/** An angle in (−π, π]. */
export function signedTurn(radians: number): number {
  const turned = wrapTurn(radians);
  return turned > Math.PI ? turned - 2 * Math.PI : turned;
}
