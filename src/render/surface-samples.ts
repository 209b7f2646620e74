/** A fixed, even sample of a shape's surface, for estimates that need points rather than triangles. */
import type { Shape } from "../sample/shape.js";

/** Points per shape. */
export const SURFACE_SAMPLES = 10240;

/** Points on a surface. */
export interface SurfaceSamples {
  /** xyz of each point. */
  points: Float32Array;
  /** Side of the square of surface that each point stands for. */
  spacing: number;
}

const samples = new WeakMap<Shape, SurfaceSamples>();

/** {@link SURFACE_SAMPLES} points spread over the surface in proportion to area, in the object frame; see-through materials are left out. */
export function surfaceSamples(shape: Shape): SurfaceSamples {
  let found = samples.get(shape);
  if (found === undefined) {
    found = spread(shape);
    samples.set(shape, found);
  }
  return found;
}

function castsShadow(shape: Shape, material: number): boolean {
  const { alphaMode, baseColor } = shape.materials[material];
  return alphaMode !== "blend" || baseColor[3] >= 0.5;
}

function spread(shape: Shape): SurfaceSamples {
  const meshes = shape.meshes.filter((mesh) => castsShadow(shape, mesh.material));
  let total = 0;
  for (const mesh of meshes) total += walk(mesh.positions, mesh.indices, 0, 0, null, 0).area;
  const points = new Float32Array(total > 0 ? SURFACE_SAMPLES * 3 : 0);
  if (points.length === 0) return { points, spacing: 0 };
  let area = 0, count = 0;
  for (const mesh of meshes) ({ area, count } = walk(mesh.positions, mesh.indices, area, count, points, total));
  // Rounding may leave the last few points unset: they repeat the first.
  for (; count < SURFACE_SAMPLES; count++) points.copyWithin(count * 3, 0, 3);
  // `total` is that of the parallelograms, twice the area.
  return { points, spacing: Math.sqrt(total / 2 / SURFACE_SAMPLES) };
}

/**
 * Walks the triangles; where the running area passes the next stratum a point is set, its place within the triangle
 * from the additive R2 sequence (Roberts 2018), folded into the triangle.
 */
function walk(positions: Float32Array, indices: Uint32Array, areaBefore: number, countBefore: number, points: Float32Array | null, total: number): { area: number; count: number } {
  let area = areaBefore;
  let count = countBefore;
  for (let at = 0; at + 2 < indices.length; at += 3) {
    const a = indices[at] * 3, b = indices[at + 1] * 3, c = indices[at + 2] * 3;
    const ux = positions[b] - positions[a], uy = positions[b + 1] - positions[a + 1], uz = positions[b + 2] - positions[a + 2];
    const vx = positions[c] - positions[a], vy = positions[c + 1] - positions[a + 1], vz = positions[c + 2] - positions[a + 2];
    const nx = uy * vz - uz * vy, ny = uz * vx - ux * vz, nz = ux * vy - uy * vx;
    const size = Math.sqrt(nx * nx + ny * ny + nz * nz);
    if (!(size > 0)) continue;
    area += size;
    if (points === null) continue;
    while (count < SURFACE_SAMPLES && ((count + 0.5) / SURFACE_SAMPLES) * total <= area) {
      let s = (count * 0.7548776662466927) % 1;
      let t = (count * 0.5698402909980532) % 1;
      if (s + t > 1) {
        s = 1 - s;
        t = 1 - t;
      }
      points[count * 3] = positions[a] + s * ux + t * vx;
      points[count * 3 + 1] = positions[a + 1] + s * uy + t * vy;
      points[count * 3 + 2] = positions[a + 2] + s * uz + t * vz;
      count++;
    }
  }
  return { area, count };
}
