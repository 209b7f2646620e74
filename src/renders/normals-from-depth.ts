/**
 * Surface normals where a run has kept depth alone. Inverse depth is an affine function of the place in the picture on
 * every plane, so that a plane fitted to it, by least squares over a few pixels, is exact on planes however steep they are.
 */
import type { Matrix3 } from "../geometry/vector.js";
import { LENS_UNITS, type LensSamples } from "../render/lens-samples.js";

/** Pixels around each one that its plane is fitted to, each way. */
const REACH = 2;
/** Slope of the steepest surface that neighbouring depths are taken for: turned away by 86°. */
const STEEPEST = 15;
/** Below this the pixels lie on a line. */
const LEAST_SPREAD = 1e-6;

/** Depth of a view, and which object each pixel shows. */
export interface DepthView {
  width: number;
  height: number;
  /** Planar, 0 = nothing. */
  depth: Float32Array;
  /** 0 = nothing. */
  instanceId: Uint16Array;
}

/**
 * Unit normals in camera axes, facing the camera; 0 where there is no object or no depth of it.
 * @param lens where the pixels' rays go when the lens distorts
 */
export function normalsFromDepth({ width, height, depth, instanceId }: DepthView, K: Matrix3, lens: LensSamples | null): Float32Array {
  const normals = new Float32Array(width * height * 3);
  const stepShare = STEEPEST / K[0];
  const placeX = (pixel: number, x: number): number => (lens === null ? x + 0.5 : lens.x[pixel]! / LENS_UNITS);
  const placeY = (pixel: number, y: number): number => (lens === null ? y + 0.5 : lens.y[pixel]! / LENS_UNITS);
  for (let y = 0, pixel = 0; y < height; y++) {
    for (let x = 0; x < width; x++, pixel++) {
      const here = depth[pixel]!;
      if (instanceId[pixel] === 0 || !(here > 0)) continue;
      const [centerX, centerY] = [placeX(pixel, x), placeY(pixel, y)];
      // Sums of the normal equations, about the pixel itself; the plane goes through the neighbours' mean.
      let [count, sx, sy, sq, sxx, sxy, syy, sxq, syq] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
      for (let row = Math.max(0, y - REACH); row <= Math.min(height - 1, y + REACH); row++) {
        for (let column = Math.max(0, x - REACH); column <= Math.min(width - 1, x + REACH); column++) {
          const other = row * width + column;
          const there = depth[other]!;
          const distance = Math.max(Math.abs(row - y), Math.abs(column - x));
          if (instanceId[other] !== instanceId[pixel] || !(there > 0) || Math.abs(there - here) > stepShare * distance * Math.min(here, there)) continue;
          const dx = placeX(other, column) - centerX;
          const dy = placeY(other, row) - centerY;
          const inverse = here / there;
          count++;
          sx += dx;
          sy += dy;
          sq += inverse;
          sxx += dx * dx;
          sxy += dx * dy;
          syy += dy * dy;
          sxq += dx * inverse;
          syq += dy * inverse;
        }
      }
      const xx = sxx - (sx * sx) / count;
      const xy = sxy - (sx * sy) / count;
      const yy = syy - (sy * sy) / count;
      const xq = sxq - (sx * sq) / count;
      const yq = syq - (sy * sq) / count;
      const spread = xx * yy - xy * xy;
      const a = spread > LEAST_SPREAD ? (xq * yy - yq * xy) / spread : 0;
      const b = spread > LEAST_SPREAD ? (yq * xx - xq * xy) / spread : 0;
      // 1 / z = a·x + b·y + c, so that (a, b, c)·K is along the normal.
      const c = (sq - a * sx - b * sy) / count - a * centerX - b * centerY;
      const nx = a * K[0];
      const ny = a * K[1] + b * K[4];
      const nz = a * K[2] + b * K[5] + c;
      const length = Math.sqrt(nx * nx + ny * ny + nz * nz);
      // Away from the camera as it stands, since inverse depth is positive.
      normals[pixel * 3] = -nx / length;
      normals[pixel * 3 + 1] = -ny / length;
      normals[pixel * 3 + 2] = -nz / length;
    }
  }
  return normals;
}
