/** The edges of a picture: where they run, which way, and how clearly they stand out from what is around them. */
import type { Image } from "../../../core/image.js";
import { directionOf } from "./orientation.js";

/** Thin lines, row-major. */
export interface PictureEdges {
  width: number;
  height: number;
  /** 0 (no edge) … 1 (stands out of everything around it). */
  strength: Float32Array;
  /** Direction along the edge, where there is one; see directionOf. */
  direction: Uint8Array;
}

/** Steepness of noise in grey levels per pixel; fainter edges count little even in an even picture. */
const NOISE = 6;
/** Half the side of the square that an edge is compared with, as a share of the picture. */
const AROUND = 0.09;

/**
 * Edges of an RGB picture. The strength is the steepness divided by itself and that of the surroundings, so that dim and
 * busy parts of a picture count as bright and even ones do.
 */
export function pictureEdges(image: Image): PictureEdges {
  const { width, height } = image;
  const { x, y, size } = gradient(image);
  const around = boxMean(size, width, height, Math.max(2, Math.round(AROUND * Math.max(width, height))));
  const strength = new Float32Array(width * height);
  const direction = new Uint8Array(width * height);
  for (let row = 1; row < height - 1; row++) {
    for (let column = 1, at = row * width + 1; column < width - 1; column++, at++) {
      const here = size[at]!;
      if (here < NOISE || !isRidge(x, y, size, width, at)) continue;
      strength[at] = here / (here + NOISE + 2 * around[at]!);
      direction[at] = directionOf(-y[at]!, x[at]!);
    }
  }
  return { width, height, strength, direction };
}

/** The gradient of the steepest of three channels, after smoothing; grey levels per pixel. */
function gradient({ width, height, channels, data }: Image): { x: Float32Array; y: Float32Array; size: Float32Array } {
  const x = new Float32Array(width * height);
  const y = new Float32Array(width * height);
  const size = new Float32Array(width * height);
  for (let channel = 0; channel < 3; channel++) {
    const plane = new Float32Array(width * height);
    for (let pixel = 0; pixel < plane.length; pixel++) plane[pixel] = data[pixel * channels + channel]!;
    smooth(plane, width, height);
    for (let row = 1; row < height - 1; row++) {
      for (let column = 1, at = row * width + 1; column < width - 1; column++, at++) {
        const gx = (plane[at + 1]! - plane[at - 1]!) / 2;
        const gy = (plane[at + width]! - plane[at - width]!) / 2;
        const steepness = Math.sqrt(gx * gx + gy * gy);
        if (steepness <= size[at]!) continue;
        x[at] = gx;
        y[at] = gy;
        size[at] = steepness;
      }
    }
  }
  return { x, y, size };
}

/** Binomial 5 × 5, in place; the border repeats its last pixel. */
function smooth(plane: Float32Array, width: number, height: number): void {
  const line = new Float32Array(Math.max(width, height));
  const pass = (start: number, step: number, length: number): void => {
    for (let at = 0; at < length; at++) line[at] = plane[start + at * step]!;
    const value = (at: number): number => line[at < 0 ? 0 : at >= length ? length - 1 : at]!;
    for (let at = 0; at < length; at++) plane[start + at * step] = (value(at - 2) + value(at + 2) + 4 * (value(at - 1) + value(at + 1)) + 6 * line[at]!) / 16;
  };
  for (let row = 0; row < height; row++) pass(row * width, 1, width);
  for (let column = 0; column < width; column++) pass(column, width, height);
}

/** Whether the steepness is largest across the edge, compared with values between pixels. */
function isRidge(x: Float32Array, y: Float32Array, size: Float32Array, width: number, at: number): boolean {
  const here = size[at]!;
  const gx = x[at]!;
  const gy = y[at]!;
  const across = Math.abs(gx) >= Math.abs(gy) ? Math.sign(gx) : Math.sign(gy) * width;
  const aside = Math.abs(gx) >= Math.abs(gy) ? Math.sign(gy) * width : Math.sign(gx);
  const share = Math.min(Math.abs(gx), Math.abs(gy)) / Math.max(Math.abs(gx), Math.abs(gy));
  const ahead = size[at + across]! * (1 - share) + size[at + across + aside]! * share;
  const behind = size[at - across]! * (1 - share) + size[at - across - aside]! * share;
  return here > behind && here >= ahead;
}

/** Means over squares of side 2 · radius + 1, smaller at the border. */
function boxMean(values: Float32Array, width: number, height: number, radius: number): Float32Array {
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let row = 0; row < height; row++) {
    let line = 0;
    for (let column = 0; column < width; column++) {
      line += values[row * width + column]!;
      sums[(row + 1) * (width + 1) + column + 1] = sums[row * (width + 1) + column + 1]! + line;
    }
  }
  const means = new Float32Array(width * height);
  for (let row = 0; row < height; row++) {
    const top = Math.max(0, row - radius);
    const bottom = Math.min(height, row + radius + 1);
    for (let column = 0; column < width; column++) {
      const left = Math.max(0, column - radius);
      const right = Math.min(width, column + radius + 1);
      const sum = sums[bottom * (width + 1) + right]! - sums[top * (width + 1) + right]! - sums[bottom * (width + 1) + left]! + sums[top * (width + 1) + left]!;
      means[row * width + column] = sum / ((bottom - top) * (right - left));
    }
  }
  return means;
}
