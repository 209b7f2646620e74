/**
 * Shadow map of one distant light: for every texel of a plane facing the light, how far the nearest surface reaches
 * towards it. Orthographic, filtered by comparing several texels (Reeves, Salesin & Cook 1987).
 */
import type { Vector3 } from "../geometry/vector.js";
import type { Material, Mesh } from "../sample/shape.js";
import type { SunLight } from "./sun-extraction.js";
import { greater, lesser } from "./small-triangle.js";
import { surfaceAlpha } from "./texture-sampling.js";

/** Texels per side for a light that is nearly a point, and for the widest. */
const FINEST_SIZE = 512;
const COARSEST_SIZE = 96;
/** Half-width of the filter in texels: its 3 × 3 bilinear comparisons then overlap, and penumbrae show no steps. */
const FILTER_RADIUS = 1.5;
/** Deeper than everything: nothing between here and the light. */
const EMPTY = -1e30;
/** Typical distance between blocker and shadow in object units; with the light's size it gives the penumbra. */
const BLOCKER_DISTANCE = 0.35;

/** A mesh placed in the frame of the light's directions. */
export interface PlacedMesh {
  mesh: Mesh;
  material: Material;
  /** xyz per vertex. */
  positions: Float32Array;
}

/** Depth towards a light over a square of texels. */
export interface ShadowMap {
  direction: Vector3;
  /** Rows: texel column, texel row and depth of a point as affine functions of x, y, z; 12 numbers. */
  projection: Float64Array;
  size: number;
  depth: Float32Array;
  /** Side of a texel in world units. */
  texel: number;
  /** Half-width of the filter in texels. */
  filterRadius: number;
}

/** Draws the shadow map of a light; null for an empty scene. */
export function drawShadowMap(meshes: readonly PlacedMesh[], light: SunLight): ShadowMap | null {
  const [dx, dy, dz] = light.direction;
  // Orthonormal frame about the light's direction (Duff et al. 2017).
  const sign = dz < 0 ? -1 : 1;
  const a = -1 / (sign + dz);
  const b = dx * dy * a;
  const tx = 1 + sign * dx * dx * a, ty = sign * b, tz = -sign * dx;
  const bx = b, by = sign + dy * dy * a, bz = -dy;
  let u0 = Infinity, v0 = Infinity, u1 = -Infinity, v1 = -Infinity;
  let longest = 0;
  for (const { positions } of meshes) {
    if (positions.length > longest) longest = positions.length;
    for (let at = 0; at < positions.length; at += 3) {
      const x = positions[at], y = positions[at + 1], z = positions[at + 2];
      const u = tx * x + ty * y + tz * z;
      const v = bx * x + by * y + bz * z;
      if (u < u0) u0 = u;
      if (u > u1) u1 = u;
      if (v < v0) v0 = v;
      if (v > v1) v1 = v;
    }
  }
  if (!(u1 >= u0)) return null;
  // A wide light gets a coarse map rather than a wide filter: as smooth, and much cheaper.
  const extent = Math.max(u1 - u0, v1 - v0, 1e-6);
  const penumbra = light.angularRadiusRadians * BLOCKER_DISTANCE;
  const size = Math.round(Math.min(FINEST_SIZE, Math.max(COARSEST_SIZE, (FILTER_RADIUS * extent) / penumbra)));
  const texel = extent / (size - 4);
  const scale = 1 / texel;
  const offsetU = 2 - u0 * scale;
  const offsetV = 2 - v0 * scale;
  const projection = Float64Array.of(tx * scale, ty * scale, tz * scale, offsetU, bx * scale, by * scale, bz * scale, offsetV, dx, dy, dz, 0);
  const depth = new Float32Array(size * size).fill(EMPTY);
  const texels = new Int32Array((longest / 3) * 2);
  const towards = new Float64Array(longest / 3);
  for (const placed of meshes) {
    if (placed.material.alphaMode === "blend" && placed.material.baseColor[3] < 0.5) continue;
    const { positions } = placed;
    for (let at = 0; at < positions.length; at += 3) {
      const x = positions[at], y = positions[at + 1], z = positions[at + 2];
      const vertex = at / 3;
      texels[vertex * 2] = Math.round((projection[0] * x + projection[1] * y + projection[2] * z + offsetU) * SUBTEXELS);
      texels[vertex * 2 + 1] = Math.round((projection[4] * x + projection[5] * y + projection[6] * z + offsetV) * SUBTEXELS);
      towards[vertex] = dx * x + dy * y + dz * z;
    }
    drawMesh(placed, texels, towards, depth, size);
  }
  return { direction: light.direction, projection, size, depth, texel, filterRadius: Math.min(3, Math.max(1, penumbra / texel)) };
}

/** Positions are rounded to 1/32 texel: over {@link FINEST_SIZE} texels edge functions are then integers below 2^31. */
const SUBTEXEL_BITS = 5;
const SUBTEXELS = 1 << SUBTEXEL_BITS;
const HALF_TEXEL = SUBTEXELS >> 1;

/**
 * Draws a mesh: texels whose centre lies in or on a triangle. Detailed models are triangles of a few texels, hence no
 * branches on which corner lies where (a processor would guess wrong), and nothing is prepared before a texel is covered.
 */
function drawMesh({ mesh, material }: PlacedMesh, texels: Int32Array, towards: Float64Array, depth: Float32Array, size: number): void {
  const { indices } = mesh;
  const transparent = material.alphaMode !== "opaque";
  for (let at = 0; at + 2 < indices.length; at += 3) {
    const i0 = indices[at], i1 = indices[at + 1], i2 = indices[at + 2];
    const x0 = texels[i0 * 2], y0 = texels[i0 * 2 + 1];
    const x1 = texels[i1 * 2], y1 = texels[i1 * 2 + 1];
    const x2 = texels[i2 * 2], y2 = texels[i2 * 2 + 1];
    const left = (lesser(lesser(x0, x1), x2) + HALF_TEXEL - 1) >> SUBTEXEL_BITS;
    const right = (greater(greater(x0, x1), x2) - HALF_TEXEL) >> SUBTEXEL_BITS;
    const top = (lesser(lesser(y0, y1), y2) + HALF_TEXEL - 1) >> SUBTEXEL_BITS;
    const bottom = (greater(greater(y0, y1), y2) - HALF_TEXEL) >> SUBTEXEL_BITS;
    if (left > right || top > bottom) continue;
    const z0 = towards[i0], z1 = towards[i1], z2 = towards[i2];
    if (hides(depth, size, left, right, top, bottom, Math.max(z0, z1, z2))) continue;
    const ux = x1 - x0, uy = y1 - y0, vx = x2 - x0, vy = y2 - y0;
    const area = Math.imul(ux, vy) - Math.imul(vx, uy);
    if (area === 0) continue;
    // Both weights of a triangle that turns the other way are negated, so that inside they are positive.
    const turned = area >> 31;
    const inverse = 1 / ((area ^ turned) - turned);
    // Weights of corners 1 and 2 in units of the area.
    const fall1 = ((vy ^ turned) - turned) << SUBTEXEL_BITS;
    const fall2 = -((uy ^ turned) - turned) << SUBTEXEL_BITS;
    const rise1 = -((vx ^ turned) - turned) << SUBTEXEL_BITS;
    const rise2 = ((ux ^ turned) - turned) << SUBTEXEL_BITS;
    const px = (left << SUBTEXEL_BITS) + HALF_TEXEL - x0, py = (top << SUBTEXEL_BITS) + HALF_TEXEL - y0;
    const whole = (area ^ turned) - turned;
    let row1 = ((Math.imul(px, vy) - Math.imul(py, vx)) ^ turned) - turned;
    let row2 = ((Math.imul(py, ux) - Math.imul(px, uy)) ^ turned) - turned;
    for (let row = top; row <= bottom; row++) {
      let part1 = row1;
      let part2 = row2;
      for (let place = row * size + left, end = row * size + right; place <= end; place++) {
        if ((part1 | part2 | (whole - part1 - part2)) >= 0) {
          const w1 = part1 * inverse, w2 = part2 * inverse;
          const z = z0 + w1 * (z1 - z0) + w2 * (z2 - z0);
          if (z > depth[place] && (!transparent || surfaceAlpha(material, mesh, i0, i1, i2, w1, w2) >= 0.5)) depth[place] = z;
        }
        part1 += fall1;
        part2 += fall2;
      }
      row1 += rise1;
      row2 += rise2;
    }
  }
}

/** Whether everything in a rectangle of texels reaches as far as `z`. */
function hides(depth: Float32Array, size: number, left: number, right: number, top: number, bottom: number, z: number): boolean {
  for (let row = top; row <= bottom; row++) {
    for (let place = row * size + left, end = row * size + right; place <= end; place++) if (depth[place] < z) return false;
  }
  return true;
}

/**
 * Share of the light that reaches a point, 0..1.
 * @param x @param y @param z the point, already moved off its own surface by the caller
 * @param bias world units by which a blocker must stand nearer to the light
 */
export function lightReaching(map: ShadowMap, x: number, y: number, z: number, bias: number): number {
  const m = map.projection;
  const column = m[0] * x + m[1] * y + m[2] * z + m[3] - 0.5;
  const row = m[4] * x + m[5] * y + m[6] * z + m[7] - 0.5;
  const limit = m[8] * x + m[9] * y + m[10] * z + bias;
  const radius = map.filterRadius;
  const reach = radius + 1;
  const size = map.size;
  // A point outside sees the light: nothing can stand between.
  if (!(column > -reach && row > -reach && column < size + reach && row < size + reach)) return 1;
  const depth = map.depth;
  const west = clampTexel(column - radius, size), east = clampTexel(column + radius + 0.999, size);
  const north = clampTexel(row - radius, size) * size, south = clampTexel(row + radius + 0.999, size) * size;
  const center = clampTexel(row + 0.5, size) * size + clampTexel(column + 0.5, size);
  const blocked =
    (depth[north + west] > limit ? 1 : 0) + (depth[north + east] > limit ? 1 : 0) + (depth[south + west] > limit ? 1 : 0) +
    (depth[south + east] > limit ? 1 : 0) + (depth[center] > limit ? 1 : 0);
  if (blocked === 0) return 1;
  if (blocked === 5) return 0;
  let lit = 0;
  const step = radius * 0.6667;
  for (let tapRow = -1; tapRow <= 1; tapRow++) {
    for (let tapColumn = -1; tapColumn <= 1; tapColumn++) {
      lit += compareBilinear(depth, size, column + tapColumn * step, row + tapRow * step, limit);
    }
  }
  return lit / 9;
}

function clampTexel(value: number, size: number): number {
  return value < 0 ? 0 : value > size - 1 ? size - 1 : value | 0;
}

function compareBilinear(depth: Float32Array, size: number, column: number, row: number, limit: number): number {
  const left = Math.floor(column);
  const top = Math.floor(row);
  const fx = column - left;
  const fy = row - top;
  const x0 = clampTexel(left, size), x1 = clampTexel(left + 1, size);
  const y0 = clampTexel(top, size) * size, y1 = clampTexel(top + 1, size) * size;
  return (
    (1 - fy) * ((depth[y0 + x0] > limit ? 0 : 1 - fx) + (depth[y0 + x1] > limit ? 0 : fx)) +
    fy * ((depth[y1 + x0] > limit ? 0 : 1 - fx) + (depth[y1 + x1] > limit ? 0 : fx))
  );
}
