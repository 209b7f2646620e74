/**
 * Shadow map of one distant light: for every texel of a plane facing the light, how far the nearest surface reaches
 * towards it. Orthographic, filtered by comparing several texels (Reeves, Salesin & Cook 1987).
 */
import type { Vector3 } from "../geometry/vector.js";
import type { Material, Mesh } from "../sample/shape.js";
import type { SunLight } from "./sun-extraction.js";
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
  const projected = new Float64Array(longest);
  for (const placed of meshes) {
    if (placed.material.alphaMode === "blend" && placed.material.baseColor[3] < 0.5) continue;
    const { positions } = placed;
    for (let at = 0; at < positions.length; at += 3) {
      const x = positions[at], y = positions[at + 1], z = positions[at + 2];
      projected[at] = projection[0] * x + projection[1] * y + projection[2] * z + offsetU;
      projected[at + 1] = projection[4] * x + projection[5] * y + projection[6] * z + offsetV;
      projected[at + 2] = dx * x + dy * y + dz * z;
    }
    drawMesh(placed, projected, depth, size);
  }
  return { direction: light.direction, projection, size, depth, texel, filterRadius: Math.min(3, Math.max(1, penumbra / texel)) };
}

function drawMesh({ mesh, material }: PlacedMesh, projected: Float64Array, depth: Float32Array, size: number): void {
  const { indices } = mesh;
  const transparent = material.alphaMode !== "opaque";
  for (let at = 0; at + 2 < indices.length; at += 3) {
    const i0 = indices[at], i1 = indices[at + 1], i2 = indices[at + 2];
    const x0 = projected[i0 * 3], y0 = projected[i0 * 3 + 1], z0 = projected[i0 * 3 + 2];
    const x1 = projected[i1 * 3], y1 = projected[i1 * 3 + 1], z1 = projected[i1 * 3 + 2];
    const x2 = projected[i2 * 3], y2 = projected[i2 * 3 + 1], z2 = projected[i2 * 3 + 2];
    const left = x0 < x1 ? (x0 < x2 ? x0 : x2) : x1 < x2 ? x1 : x2;
    const right = x0 > x1 ? (x0 > x2 ? x0 : x2) : x1 > x2 ? x1 : x2;
    const top = y0 < y1 ? (y0 < y2 ? y0 : y2) : y1 < y2 ? y1 : y2;
    const bottom = y0 > y1 ? (y0 > y2 ? y0 : y2) : y1 > y2 ? y1 : y2;
    const columnStart = Math.ceil(left - 0.5);
    const columnEnd = Math.floor(right - 0.5);
    const rowStart = Math.ceil(top - 0.5);
    const rowEnd = Math.floor(bottom - 0.5);
    if (columnStart > columnEnd || rowStart > rowEnd) continue;
    const area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0);
    if (area === 0 || area !== area) continue;
    const inverse = 1 / area;
    // Weights of vertices 1 and 2 as planes over the texels.
    const w1x = (y2 - y0) * inverse, w1y = -(x2 - x0) * inverse;
    const w2x = -(y1 - y0) * inverse, w2y = (x1 - x0) * inverse;
    const zx = w1x * (z1 - z0) + w2x * (z2 - z0);
    const z1rise = z1 - z0, z2rise = z2 - z0;
    for (let row = rowStart; row <= rowEnd; row++) {
      const y = row + 0.5;
      // The row cuts two or three edges; what lies between the outermost cuts is inside.
      let from = Infinity, to = -Infinity;
      if (y0 <= y !== y1 <= y) {
        const x = x0 + ((y - y0) / (y1 - y0)) * (x1 - x0);
        if (x < from) from = x;
        if (x > to) to = x;
      }
      if (y1 <= y !== y2 <= y) {
        const x = x1 + ((y - y1) / (y2 - y1)) * (x2 - x1);
        if (x < from) from = x;
        if (x > to) to = x;
      }
      if (y2 <= y !== y0 <= y) {
        const x = x2 + ((y - y2) / (y0 - y2)) * (x0 - x2);
        if (x < from) from = x;
        if (x > to) to = x;
      }
      const first = Math.max(columnStart, Math.ceil(from - 0.5));
      const last = Math.min(columnEnd, Math.floor(to - 0.5));
      let w1 = w1x * (first + 0.5 - x0) + w1y * (y - y0);
      let w2 = w2x * (first + 0.5 - x0) + w2y * (y - y0);
      let z = z0 + w1 * z1rise + w2 * z2rise;
      for (let at = row * size + first, end = row * size + last; at <= end; at++) {
        if (z > depth[at] && (!transparent || surfaceAlpha(material, mesh, i0, i1, i2, w1, w2) >= 0.5)) depth[at] = z;
        w1 += w1x;
        w2 += w2x;
        z += zx;
      }
    }
  }
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
