/**
 * Finds a compact bright source (sun, lamp) in a panorama and takes it out, so that it can cast a sharp shadow and is
 * not counted twice.
 */
import type { DirectionalLight, Panorama } from "../sample/environment.js";
import { cos, sin } from "../core/math.js";

const PI = 3.141592653589793;

/** A light with the size of its disc. */
export interface SunLight extends DirectionalLight {
  /** Half the angle under which it appears. */
  angularRadiusRadians: number;
}

/** The panorama at a width of at most `maximumWidth`, by averaging whole blocks of texels. */
export function shrinkPanorama(panorama: Panorama, maximumWidth: number): Panorama {
  const factor = Math.max(1, Math.ceil(panorama.width / maximumWidth));
  const width = Math.floor(panorama.width / factor);
  const height = Math.floor(panorama.height / factor);
  const data = new Float32Array(width * height * 3);
  const rowSums = new Float64Array(width * 3);
  const scale = 1 / (factor * factor);
  for (let row = 0; row < height; row++) {
    rowSums.fill(0);
    for (let inner = 0; inner < factor; inner++) {
      let from = (row * factor + inner) * panorama.width * 3;
      for (let to = 0; to < width * 3; to += 3) {
        for (let part = 0; part < factor; part++, from += 3) {
          rowSums[to] += panorama.data[from];
          rowSums[to + 1] += panorama.data[from + 1];
          rowSums[to + 2] += panorama.data[from + 2];
        }
      }
    }
    for (let at = 0; at < width * 3; at++) data[row * width * 3 + at] = rowSums[at] * scale;
  }
  return { width, height, data };
}

/** Unit directions of the columns' and rows' centres. */
export function panoramaAngles(width: number, height: number): { cosAzimuth: Float64Array; sinAzimuth: Float64Array; sinPolar: Float64Array; cosPolar: Float64Array } {
  const azimuth = (column: number) => (0.5 - (column + 0.5) / width) * 2 * PI;
  const polar = (row: number) => ((row + 0.5) / height) * PI;
  return {
    cosAzimuth: Float64Array.from({ length: width }, (_, column) => cos(azimuth(column))),
    sinAzimuth: Float64Array.from({ length: width }, (_, column) => sin(azimuth(column))),
    sinPolar: Float64Array.from({ length: height }, (_, row) => sin(polar(row))),
    cosPolar: Float64Array.from({ length: height }, (_, row) => cos(polar(row))),
  };
}

/** Mean luminance of the upper half where nothing counts more than `limit`: the sky without its sun. */
function meanBelow({ width, height, data }: Panorama, sinPolar: Float64Array, cosPolar: Float64Array, limit: number): number {
  let sum = 0, weight = 0;
  for (let row = 0; row < height && cosPolar[row] > 0.02; row++) {
    let rowSum = 0;
    for (let at = row * width * 3; at < (row + 1) * width * 3; at += 3) {
      const luminance = 0.2126 * data[at] + 0.7152 * data[at + 1] + 0.0722 * data[at + 2];
      rowSum += luminance < limit ? luminance : limit;
    }
    sum += rowSum * sinPolar[row];
    weight += width * sinPolar[row];
  }
  return sum / weight;
}

const CAP_COSINE = 0.984807753; // 10°
const WIDE_CAP_COSINE = 0.9396926; // 20°

/**
 * Takes the strongest compact source above the horizon out of `panorama` (changed in place).
 * A source counts as compact when what exceeds eight times the mean radiance of the upper half lies mostly within 10°
 * of its peak, and as worth a shadow when it gives at least an eighth of the light on a surface facing it.
 * @returns null where there is none
 */
export function extractSun(panorama: Panorama): SunLight | null {
  const { width, height, data } = panorama;
  const { cosAzimuth, sinAzimuth, sinPolar, cosPolar } = panoramaAngles(width, height);
  const texel = ((2 * PI) / width) * (PI / height);
  let sum = 0, weight = 0, peak = 0, peakAt = -1;
  for (let row = 0; row < height && cosPolar[row] > 0.02; row++) {
    let rowSum = 0;
    for (let column = 0; column < width; column++) {
      const at = (row * width + column) * 3;
      const luminance = 0.2126 * data[at] + 0.7152 * data[at + 1] + 0.0722 * data[at + 2];
      rowSum += luminance;
      if (luminance > peak) {
        peak = luminance;
        peakAt = row * width + column;
      }
    }
    sum += rowSum * sinPolar[row];
    weight += width * sinPolar[row];
  }
  if (peakAt < 0) return null;
  const mean = meanBelow(panorama, sinPolar, cosPolar, (8 * sum) / weight);
  const threshold = 8 * mean;
  if (peak < 2 * threshold) return null;
  const peakRow = Math.floor(peakAt / width);
  const peakColumn = peakAt % width;
  const px = sinPolar[peakRow] * cosAzimuth[peakColumn], py = sinPolar[peakRow] * sinAzimuth[peakColumn], pz = cosPolar[peakRow];

  let wide = 0, total = 0, red = 0, green = 0, blue = 0, dx = 0, dy = 0, dz = 0;
  const found: number[] = [];
  for (let row = 0; row < height; row++) {
    // Rows outside the cap are skipped whole; the angle between rows bounds the angle to the peak.
    if (cosPolar[row] * pz + sinPolar[row] * sinPolar[peakRow] < WIDE_CAP_COSINE) continue;
    for (let column = 0; column < width; column++) {
      const at = (row * width + column) * 3;
      const luminance = 0.2126 * data[at] + 0.7152 * data[at + 1] + 0.0722 * data[at + 2];
      if (luminance <= threshold) continue;
      const x = sinPolar[row] * cosAzimuth[column], y = sinPolar[row] * sinAzimuth[column], z = cosPolar[row];
      const cosine = x * px + y * py + z * pz;
      if (cosine < WIDE_CAP_COSINE) continue;
      const share = 1 - threshold / luminance;
      const solidAngle = texel * sinPolar[row];
      const power = luminance * share * solidAngle;
      wide += power;
      if (cosine < CAP_COSINE) continue;
      found.push(at);
      total += power;
      red += data[at] * share * solidAngle;
      green += data[at + 1] * share * solidAngle;
      blue += data[at + 2] * share * solidAngle;
      dx += x * power;
      dy += y * power;
      dz += z * power;
    }
  }
  const length = Math.sqrt(dx * dx + dy * dy + dz * dz);
  if (total === 0 || wide > 1.5 * total || dz <= 0.02 * length) return null;
  // π · mean is the irradiance of the upper half seen head-on if it were uniform.
  if (total < 0.125 * PI * mean) return null;
  for (const at of found) {
    const luminance = 0.2126 * data[at] + 0.7152 * data[at + 1] + 0.0722 * data[at + 2];
    const kept = threshold / luminance;
    data[at] *= kept;
    data[at + 1] *= kept;
    data[at + 2] *= kept;
  }
  // For a disc of angular radius a the mean resultant is 1 − a²/4.
  const spread = Math.sqrt(Math.max(0, 4 * (1 - length / total)));
  return { direction: [dx / length, dy / length, dz / length], irradiance: [red, green, blue], angularRadiusRadians: Math.min(0.15, Math.max(0.0047, spread)) };
}
