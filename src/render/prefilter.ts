/**
 * Environment radiance blurred by the GGX lobe of several roughnesses, for image-based reflections: the first half of
 * the split sum (Karis, "Real Shading in Unreal Engine 4", SIGGRAPH 2013 course), by filtered importance sampling
 * (Křivánek & Colbert 2008) with a fixed Hammersley set.
 */
import { cos, log2, sin } from "../core/math.js";
import { createOctahedralMap, fillBorder, halveOctahedral, octahedralGrid, sampleOctahedral, type OctahedralMap } from "./octahedral-map.js";

const PI = 3.141592653589793;

/** Number of levels of {@link prefilterRadiance}; level i has the perceptual roughness i / (levels − 1). */
export const SPECULAR_LEVELS = 6;
const LEVEL_SIZES = [0, 64, 32, 32, 16, 16];
const LEVEL_SAMPLES = [0, 16, 24, 32, 32, 48];

interface LobeSample {
  x: number;
  y: number;
  z: number;
  lod: number;
}

/** Light directions in the lobe's frame (z = normal = view), each weighted by its own z, and the blur each stands for. */
function lobeSamples(roughness: number, count: number, baseSize: number): LobeSample[] {
  const alpha2 = roughness * roughness * roughness * roughness;
  const samples: LobeSample[] = [];
  for (let index = 0; index < count; index++) {
    const xi = (index + 0.5) / count;
    let inverse = 0;
    for (let bit = 0.5, rest = index; rest > 0; rest >>= 1, bit /= 2) if (rest & 1) inverse += bit;
    const cosine2 = (1 - xi) / (1 + (alpha2 - 1) * xi);
    const cosine = Math.sqrt(cosine2);
    const sine = Math.sqrt(1 - cosine2);
    const z = 2 * cosine2 - 1;
    if (z <= 0) continue;
    const term = cosine2 * (alpha2 - 1) + 1;
    const pdf = alpha2 / (PI * term * term) / 4;
    const texel = (4 * PI) / (baseSize * baseSize);
    const lod = 0.5 * log2(1 / (count * pdf) / texel) + 0.5;
    samples.push({ x: 2 * cosine * sine * cos(2 * PI * inverse), y: 2 * cosine * sine * sin(2 * PI * inverse), z, lod });
  }
  return samples;
}

/**
 * @param base radiance at its finest; its size is a power of two ≥ 32
 * @param half the same at half the size
 * @returns one map per level; level 0 is `base` itself
 */
export function prefilterRadiance(base: OctahedralMap, half: OctahedralMap): OctahedralMap[] {
  const mips = [base, half];
  while (mips[mips.length - 1].size > 8) mips.push(halveOctahedral(mips[mips.length - 1]));
  const levels = [base];
  const sampled = new Float32Array(3);
  for (let level = 1; level < SPECULAR_LEVELS; level++) {
    const map = createOctahedralMap(Math.min(LEVEL_SIZES[level], base.size));
    const samples = lobeSamples(level / (SPECULAR_LEVELS - 1), LEVEL_SAMPLES[level], base.size);
    const { directions } = octahedralGrid(map.size);
    for (let texel = 0; texel < map.size * map.size; texel++) {
      const nx = directions[texel * 3], ny = directions[texel * 3 + 1], nz = directions[texel * 3 + 2];
      // Orthonormal frame without branches on the direction's size: Duff et al., JCGT 6(1), 2017.
      const sign = nz < 0 ? -1 : 1;
      const a = -1 / (sign + nz);
      const b = nx * ny * a;
      const tx = 1 + sign * nx * nx * a, ty = sign * b, tz = -sign * nx;
      const bx = b, by = sign + ny * ny * a, bz = -ny;
      let red = 0, green = 0, blue = 0, total = 0;
      for (const sample of samples) {
        const mip = Math.min(mips.length - 1, Math.max(0, Math.round(sample.lod)));
        sampleOctahedral(
          mips[mip],
          tx * sample.x + bx * sample.y + nx * sample.z,
          ty * sample.x + by * sample.y + ny * sample.z,
          tz * sample.x + bz * sample.y + nz * sample.z,
          sampled,
        );
        red += sampled[0] * sample.z;
        green += sampled[1] * sample.z;
        blue += sampled[2] * sample.z;
        total += sample.z;
      }
      const row = (texel / map.size) | 0;
      const to = ((row + 1) * (map.size + 2) + (texel - row * map.size) + 1) * 3;
      map.data[to] = red / total;
      map.data[to + 1] = green / total;
      map.data[to + 2] = blue / total;
    }
    fillBorder(map);
    levels.push(map);
  }
  return levels;
}

/** Levels of {@link roughnessLevels}: level i has the perceptual roughness i / (levels − 1). */
export const ROUGHNESS_LEVELS = 16;

/** Radiance by roughness in steps so fine that the nearest level serves. */
export interface RoughnessLevels {
  /** All levels after one another, borders included. */
  data: Float32Array;
  /** Where each level begins, and its size without border. */
  offsets: Int32Array;
  sizes: Int32Array;
}

/** Blends the levels of {@link prefilterRadiance} into {@link ROUGHNESS_LEVELS} finer steps. */
export function roughnessLevels(levels: readonly OctahedralMap[]): RoughnessLevels {
  const offsets = new Int32Array(ROUGHNESS_LEVELS);
  const sizes = new Int32Array(ROUGHNESS_LEVELS);
  let length = 0;
  for (let step = 0; step < ROUGHNESS_LEVELS; step++) {
    offsets[step] = length;
    sizes[step] = levels[Math.floor((step * (levels.length - 1)) / (ROUGHNESS_LEVELS - 1))].size;
    length += (sizes[step] + 2) * (sizes[step] + 2) * 3;
  }
  const data = new Float32Array(length);
  const sampled = new Float32Array(3);
  for (let step = 0; step < ROUGHNESS_LEVELS; step++) {
    const level = (step * (levels.length - 1)) / (ROUGHNESS_LEVELS - 1);
    const lower = Math.floor(level);
    const share = level - lower;
    const size = sizes[step];
    const map = { size, data: data.subarray(offsets[step], offsets[step] + (size + 2) * (size + 2) * 3) };
    map.data.set(levels[lower].data);
    if (share === 0) continue;
    const { directions } = octahedralGrid(size);
    for (let texel = 0; texel < size * size; texel++) {
      sampleOctahedral(levels[lower + 1], directions[texel * 3], directions[texel * 3 + 1], directions[texel * 3 + 2], sampled);
      const row = (texel / size) | 0;
      const at = ((row + 1) * (size + 2) + (texel - row * size) + 1) * 3;
      for (let channel = 0; channel < 3; channel++) map.data[at + channel] += share * (sampled[channel] - map.data[at + channel]);
    }
    fillBorder(map);
  }
  return { data, offsets, sizes };
}
