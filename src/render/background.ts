/** What is seen behind the objects: the environment's radiance along every pixel's ray, at the picture's resolution. */
import type { Matrix3 } from "../geometry/vector.js";
import type { Environment, Panorama } from "../sample/environment.js";
import type { Scene } from "../sample/scene.js";
import { LENS_UNITS, lensPixels, type LensSamples } from "./lens-samples.js";
import { panoramaU, panoramaV } from "./direction-angles.js";
import type { LightFrameCamera } from "./prepare-light.js";
import { shrinkPanorama } from "./sun-extraction.js";

const FROM_LENS = 1 / LENS_UNITS;
const TURN = 6.283185307179586;

/**
 * Panorama pixels per image pixel at the image centre: below 0.7 the background looks soft.
 * @returns null without a panorama
 */
export function pixelsPerImagePixel(scene: Scene): number | null {
  const panorama = scene.environment?.panorama ?? null;
  return panorama === null ? null : panorama.width / TURN / scene.camera.K[0];
}

const reduced = new WeakMap<Panorama, Panorama>();

/** The panorama at no more than two of its pixels per image pixel, so that fine detail does not flicker. */
function fittingPanorama(panorama: Panorama, density: number): Panorama {
  if (density < 2) return panorama;
  const width = Math.ceil(panorama.width / Math.floor(density));
  let small = reduced.get(panorama);
  if (small === undefined || Math.abs(small.width - width) > 1) {
    small = shrinkPanorama(panorama, width);
    reduced.set(panorama, small);
  }
  return small;
}

/** Writes one row of background: linear RGB × `strength` for every pixel with `alpha` below 1. */
export type BackgroundRow = (row: number, alpha: Float32Array, out: Float32Array) => void;

/**
 * Prepares the background of a view.
 * @returns a function that fills a row of width × 3 numbers, and zeros where no environment is
 */
export function backgroundRows(scene: Scene, rays: LightFrameCamera): BackgroundRow {
  const { environment, camera } = scene;
  const strength = scene.lighting.environmentStrength;
  if (environment === null || strength <= 0) return (_row, _alpha, out) => void out.fill(0);
  const lens = lensPixels(camera);
  if (environment.panorama !== null) {
    const panorama = fittingPanorama(environment.panorama, pixelsPerImagePixel(scene) ?? 1);
    return (row, alpha, out) => panoramaRow(panorama, rays.rayMatrix, strength, row, camera.width, lens, alpha, out);
  }
  return (row, alpha, out) => radianceRow(environment, rays.rayMatrix, strength, row, camera.width, lens, alpha, out);
}

const radiance = new Float64Array(3);

function radianceRow(environment: Environment, m: Matrix3, strength: number, row: number, width: number, lens: LensSamples | null, alpha: Float32Array, out: Float32Array): void {
  let y = row + 0.5;
  for (let column = 0; column < width; column++) {
    if (alpha[row * width + column] >= 1) continue;
    let x = column + 0.5;
    if (lens !== null) {
      x = lens.x[row * width + column] * FROM_LENS;
      y = lens.y[row * width + column] * FROM_LENS;
    }
    const dx = m[0] * x + m[1] * y + m[2];
    const dy = m[3] * x + m[4] * y + m[5];
    const dz = m[6] * x + m[7] * y + m[8];
    const inverse = 1 / Math.sqrt(dx * dx + dy * dy + dz * dz);
    environment.radiance(dx * inverse, dy * inverse, dz * inverse, radiance);
    out[column * 3] = radiance[0] * strength;
    out[column * 3 + 1] = radiance[1] * strength;
    out[column * 3 + 2] = radiance[2] * strength;
  }
}

/** Pixels of a row whose places in the panorama are found together. */
const SPAN = 8;
const spanU = new Float64Array(SPAN + 1);
const spanV = new Float64Array(SPAN + 1);

/** Writes the panorama position (shares of its width and height) of the ray through image point (x, y). */
function locate(m: Matrix3, x: number, y: number, to: number): void {
  const dx = m[0] * x + m[1] * y + m[2];
  const dy = m[3] * x + m[4] * y + m[5];
  spanU[to] = panoramaU(dx, dy);
  spanV[to] = panoramaV(dx, dy, m[6] * x + m[7] * y + m[8]);
}

/**
 * Positions of the pixels from column `start`: exact at every fourth, a parabola between, which is off by less than a
 * hundredth of a texel of a 16k panorama; exact everywhere at the poles and the seam, where no parabola fits.
 * @returns the column after the span
 */
function locateSpan(m: Matrix3, start: number, y: number): number {
  const x = start + 0.5;
  locate(m, x, y, 0);
  locate(m, x + SPAN / 2, y, SPAN / 2);
  locate(m, x + SPAN, y, SPAN);
  const bendU = (spanU[SPAN] + spanU[0]) / 2 - spanU[SPAN / 2];
  const bendV = (spanV[SPAN] + spanV[0]) / 2 - spanV[SPAN / 2];
  if (bendU * bendU + bendV * bendV > 1e-9) {
    for (let step = 1; step < SPAN; step++) if (step !== SPAN / 2) locate(m, x + step, y, step);
    return start + SPAN;
  }
  const middleU = spanU[SPAN / 2], middleV = spanV[SPAN / 2];
  const slopeU = (spanU[SPAN] - spanU[0]) / 2, slopeV = (spanV[SPAN] - spanV[0]) / 2;
  for (let step = 1; step < SPAN; step++) {
    const t = step / (SPAN / 2) - 1;
    spanU[step] = middleU + t * (slopeU + t * bendU);
    spanV[step] = middleV + t * (slopeV + t * bendV);
  }
  return start + SPAN;
}

/**
 * Cubic interpolation (Catmull-Rom, 4 × 4), limited to the range of the four nearest texels: smooth where a panorama is
 * magnified, without dark rings around lamps.
 */
function panoramaRow(panorama: Panorama, m: Matrix3, strength: number, row: number, imageWidth: number, lens: LensSamples | null, alpha: Float32Array, out: Float32Array): void {
  const { width, height, data } = panorama;
  let spanEnd = 0;
  for (let column = 0; column < imageWidth; column++) {
    if (alpha[row * imageWidth + column] >= 1) continue;
    if (lens !== null) locate(m, lens.x[row * imageWidth + column] * FROM_LENS, lens.y[row * imageWidth + column] * FROM_LENS, column % SPAN);
    else if (column >= spanEnd) spanEnd = locateSpan(m, column - (column % SPAN), row + 0.5);
    const u = spanU[column % SPAN] * width - 0.5;
    const v = spanV[column % SPAN] * height - 0.5;
    const left = Math.floor(u);
    const top = Math.floor(v);
    const fx = u - left;
    const fy = v - top;
    const c0 = (left < 1 ? left - 1 + width : left - 1) * 3;
    const c1 = (left < 0 ? left + width : left) * 3;
    const c2 = (left + 1 >= width ? left + 1 - width : left + 1) * 3;
    const c3 = (left + 2 >= width ? left + 2 - width : left + 2) * 3;
    const stride = width * 3;
    const last = height - 1;
    const r0 = (top < 1 ? 0 : top - 1) * stride;
    const r1 = (top < 0 ? 0 : top) * stride;
    const r2 = (top >= last ? last : top + 1) * stride;
    const r3 = (top + 2 > last ? last : top + 2) * stride;
    const x0 = fx * (-0.5 + fx * (1 - 0.5 * fx));
    const x1 = 1 + fx * fx * (-2.5 + 1.5 * fx);
    const x2 = fx * (0.5 + fx * (2 - 1.5 * fx));
    const x3 = fx * fx * (-0.5 + 0.5 * fx);
    const y0 = fy * (-0.5 + fy * (1 - 0.5 * fy));
    const y1 = 1 + fy * fy * (-2.5 + 1.5 * fy);
    const y2 = fy * (0.5 + fy * (2 - 1.5 * fy));
    const y3 = fy * fy * (-0.5 + 0.5 * fy);
    for (let channel = 0; channel < 3; channel++) {
      const a = data[r1 + c1 + channel], b = data[r1 + c2 + channel], c = data[r2 + c1 + channel], d = data[r2 + c2 + channel];
      const value =
        y0 * (x0 * data[r0 + c0 + channel] + x1 * data[r0 + c1 + channel] + x2 * data[r0 + c2 + channel] + x3 * data[r0 + c3 + channel]) +
        y1 * (x0 * data[r1 + c0 + channel] + x1 * a + x2 * b + x3 * data[r1 + c3 + channel]) +
        y2 * (x0 * data[r2 + c0 + channel] + x1 * c + x2 * d + x3 * data[r2 + c3 + channel]) +
        y3 * (x0 * data[r3 + c0 + channel] + x1 * data[r3 + c1 + channel] + x2 * data[r3 + c2 + channel] + x3 * data[r3 + c3 + channel]);
      const low = a < b ? (c < d ? (a < c ? a : c) : a < d ? a : d) : c < d ? (b < c ? b : c) : b < d ? b : d;
      const high = a > b ? (c > d ? (a > c ? a : c) : a > d ? a : d) : c > d ? (b > c ? b : c) : b > d ? b : d;
      out[column * 3 + channel] = (value < low ? low : value > high ? high : value) * strength;
    }
  }
}
