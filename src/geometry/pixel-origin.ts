/** Where pixel centres lie: ours at +0.5, so that the image is [0, width] × [0, height]; other programs' at 0 or 1. */
import type { Matrix3 } from "./vector.js";

/** Coordinate of the centre of the first pixel. */
export type PixelCentre = 0 | 0.5 | 1;

/** Our coordinate of a pixel's centre. */
export const OWN_PIXEL_CENTRE = 0.5;

/** An image position of ours where pixel centres lie elsewhere. */
export function positionWithCentre(position: number, centre: PixelCentre): number {
  return position - OWN_PIXEL_CENTRE + centre;
}

/** An image position of ours from one where the first pixel's centre lies at `centre`. */
export function positionFromCentre(position: number, centre: PixelCentre): number {
  return position - centre + OWN_PIXEL_CENTRE;
}

/** An intrinsic matrix of ours where pixel centres lie elsewhere. */
export function intrinsicsWithCentre(K: Matrix3, centre: PixelCentre): Matrix3 {
  return [K[0], K[1], positionWithCentre(K[2], centre), K[3], K[4], positionWithCentre(K[5], centre), K[6], K[7], K[8]];
}

/** An intrinsic matrix of ours from one whose first pixel's centre lies at `centre`. */
export function intrinsicsFromCentre(K: Matrix3, centre: PixelCentre): Matrix3 {
  return [K[0], K[1], K[2] - centre + OWN_PIXEL_CENTRE, K[3], K[4], K[5] - centre + OWN_PIXEL_CENTRE, K[6], K[7], K[8]];
}
