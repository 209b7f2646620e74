/** Radiance from every direction as octahedral maps: from a function, from a panorama, with a floor below. */
import { clamp } from "../core/math.js";
import type { Environment, Panorama } from "../sample/environment.js";
import { panoramaU, panoramaV } from "./direction-angles.js";
import { createOctahedralMap, fillBorder, halveOctahedral, octahedralGrid, type OctahedralMap } from "./octahedral-map.js";
import { panoramaAngles } from "./sun-extraction.js";

/** Radiance function → map. */
export function evaluateRadiance(environment: Environment, size: number): OctahedralMap {
  const map = createOctahedralMap(size);
  const { directions } = octahedralGrid(size);
  const radiance = new Float64Array(3);
  for (let texel = 0; texel < size * size; texel++) {
    environment.radiance(directions[texel * 3], directions[texel * 3 + 1], directions[texel * 3 + 2], radiance);
    map.data.set(radiance, mapOffset(texel, size));
  }
  fillBorder(map);
  return map;
}

/** Index of a texel's red within the bordered array. */
function mapOffset(texel: number, size: number): number {
  const row = (texel / size) | 0;
  return ((row + 1) * (size + 2) + (texel - row * size) + 1) * 3;
}

let gatherPositions: { size: number; u: Float32Array; v: Float32Array } | null = null;

/** Bilinear look-up at every texel centre: good to look at. */
export function gatherPanorama(panorama: Panorama, size: number): OctahedralMap {
  const map = createOctahedralMap(size);
  const { directions } = octahedralGrid(size);
  if (gatherPositions === null || gatherPositions.size !== size) {
    gatherPositions = { size, u: new Float32Array(size * size), v: new Float32Array(size * size) };
    for (let texel = 0; texel < size * size; texel++) {
      const x = directions[texel * 3], y = directions[texel * 3 + 1];
      gatherPositions.u[texel] = panoramaU(x, y);
      gatherPositions.v[texel] = panoramaV(x, y, directions[texel * 3 + 2]);
    }
  }
  const { width, height, data } = panorama;
  for (let texel = 0; texel < size * size; texel++) {
    const column = gatherPositions.u[texel] * width - 0.5;
    const row = Math.min(height - 1, Math.max(0, gatherPositions.v[texel] * height - 0.5));
    const left = Math.floor(column);
    const top = Math.min(height - 2, Math.floor(row));
    const fx = column - left;
    const fy = row - top;
    const x0 = ((left + width) % width) * 3;
    const x1 = ((left + 1) % width) * 3;
    const a = top * width * 3;
    const b = a + width * 3;
    const to = mapOffset(texel, size);
    for (let channel = 0; channel < 3; channel++) {
      map.data[to + channel] =
        (1 - fy) * ((1 - fx) * data[a + x0 + channel] + fx * data[a + x1 + channel]) +
        fy * ((1 - fx) * data[b + x0 + channel] + fx * data[b + x1 + channel]);
    }
  }
  fillBorder(map);
  return map;
}

/** Sums the panorama's texels into a map, so that no light is lost; empty texels fall back to `fine`. */
export function scatterPanorama(panorama: Panorama, fine: OctahedralMap, size: number): OctahedralMap {
  const { width, height, data } = panorama;
  const { cosAzimuth, sinAzimuth, sinPolar, cosPolar } = panoramaAngles(width, height);
  const sums = new Float64Array(size * size * 3);
  const weights = new Float64Array(size * size);
  for (let row = 0; row < height; row++) {
    const z = cosPolar[row];
    const sine = sinPolar[row];
    const absoluteZ = z < 0 ? -z : z;
    for (let column = 0; column < width; column++) {
      const x = sine * cosAzimuth[column];
      const y = sine * sinAzimuth[column];
      const inverse = 1 / ((x < 0 ? -x : x) + (y < 0 ? -y : y) + absoluteZ);
      let px = x * inverse;
      let py = y * inverse;
      if (z < 0) {
        const folded = (1 - (py < 0 ? -py : py)) * (px < 0 ? -1 : 1);
        py = (1 - (px < 0 ? -px : px)) * (py < 0 ? -1 : 1);
        px = folded;
      }
      const texelX = Math.min(size - 1, ((px + 1) * 0.5 * size) | 0);
      const texelY = Math.min(size - 1, ((py + 1) * 0.5 * size) | 0);
      const texel = texelY * size + texelX;
      const from = (row * width + column) * 3;
      sums[texel * 3] += data[from] * sine;
      sums[texel * 3 + 1] += data[from + 1] * sine;
      sums[texel * 3 + 2] += data[from + 2] * sine;
      weights[texel] += sine;
    }
  }
  const map = halveOctahedral(fine);
  for (let texel = 0; texel < size * size; texel++) {
    if (weights[texel] === 0) continue;
    const to = mapOffset(texel, size);
    for (let channel = 0; channel < 3; channel++) map.data[to + channel] = sums[texel * 3 + channel] / weights[texel];
  }
  fillBorder(map);
  return map;
}

/** Below the horizon the floor's reflected light takes the picture's place, as far as the floor reaches. */
export function replaceLowerHalf(map: OctahedralMap, radiance: readonly number[], fadeDistance: number): void {
  const { directions } = octahedralGrid(map.size);
  for (let texel = 0; texel < map.size * map.size; texel++) {
    const z = directions[texel * 3 + 2];
    if (z >= 0) continue;
    const share = clamp(-z * fadeDistance, 0, 1);
    const at = mapOffset(texel, map.size);
    for (let channel = 0; channel < 3; channel++) map.data[at + channel] += share * (radiance[channel] - map.data[at + channel]);
  }
  fillBorder(map);
}

/** Luminance of linear RGB (Rec. 709). */
export function luminance(red: number, green: number, blue: number): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Median luminance of directions within 24° of the horizon. */
export function medianNearHorizon(map: OctahedralMap): number {
  const { directions } = octahedralGrid(map.size);
  const values: number[] = [];
  for (let texel = 0; texel < map.size * map.size; texel++) {
    if (Math.abs(directions[texel * 3 + 2]) > 0.4) continue;
    const at = mapOffset(texel, map.size);
    values.push(luminance(map.data[at], map.data[at + 1], map.data[at + 2]));
  }
  return Float64Array.from(values).sort()[values.length >> 1];
}
