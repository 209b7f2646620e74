/**
 * Scan conversion of triangles of a few pixels, of which detailed models consist: all in 32-bit integers, nothing
 * prepared before a sample is found covered, and without branches on which corner lies where, which changes from triangle
 * to triangle, so that a processor would guess wrong.
 */
import type { SampleGrid } from "./rasterize.js";

/** Bounds in 1/256 pixels below which a triangle is small; edge functions then fit 32 bits with room to spare. */
export const SMALL = 4096;

/** The smaller of two integers less than 2^31 apart. */
export function lesser(a: number, b: number): number {
  return b + ((a - b) & ((a - b) >> 31));
}

/** The larger of two integers less than 2^31 apart. */
export function greater(a: number, b: number): number {
  return a - ((a - b) & ((a - b) >> 31));
}

/**
 * Draws the triangle of three corners (places in `vertices`) within a range of samples that holds its bounds: the same
 * samples and depths, to the bit, as the general loop.
 */
export function drawSmall(
  vertices: Float64Array,
  v0: number,
  v1: number,
  v2: number,
  left: number,
  right: number,
  top: number,
  bottom: number,
  { shift, left: gridLeft, top: gridTop, width }: SampleGrid,
  id: number,
  inverseDepth: Float64Array,
  triangleIds: Int32Array,
): void {
  const depth0 = vertices[v0 + 2];
  const start = (top - gridTop) * width - gridLeft;
  // Most hidden triangles come after what hides them. A little above the nearest corner, for rounding.
  const nearest = Math.max(depth0, vertices[v1 + 2], vertices[v2 + 2]) * 1.000001;
  let hidden = true;
  for (let row = top, rowStart = start; hidden && row <= bottom; row++, rowStart += width) {
    for (let at = rowStart + left; at <= rowStart + right; at++) {
      if (inverseDepth[at] < nearest) {
        hidden = false;
        break;
      }
    }
  }
  if (hidden) return;
  const x0 = vertices[v0] | 0;
  const y0 = vertices[v0 + 1] | 0;
  const firstX = (vertices[v1] | 0) - x0;
  const firstY = (vertices[v1 + 1] | 0) - y0;
  const secondX = (vertices[v2] | 0) - x0;
  const secondY = (vertices[v2 + 1] | 0) - y0;
  const signedArea = Math.imul(firstX, secondY) - Math.imul(secondX, firstY);
  if (signedArea === 0) return;
  // Corners 1 and 2 change places where the triangle turns the other way.
  const turned = signedArea >> 31;
  const area = (signedArea ^ turned) - turned;
  const changeX = (firstX ^ secondX) & turned;
  const changeY = (firstY ^ secondY) & turned;
  const changeVertex = (v1 ^ v2) & turned;
  const x1 = firstX ^ changeX;
  const x2 = secondX ^ changeX;
  const y1 = firstY ^ changeY;
  const y2 = secondY ^ changeY;
  const depth1 = vertices[(v1 ^ changeVertex) + 2];
  const depth2 = vertices[(v2 ^ changeVertex) + 2];
  const step = 1 << shift;
  const half = step >> 1;
  const fall0 = (y2 - y1) << shift;
  const fall1 = -y2 << shift;
  const fall2 = y1 << shift;
  const rise0 = (x2 - x1) << shift;
  const rise1 = -x2 << shift;
  const rise2 = x1 << shift;
  const bias0 = fall0 === 0 && rise0 > 0 ? 0 : 1 - (fall0 >>> 31);
  const bias1 = fall1 === 0 && rise1 > 0 ? 0 : 1 - (fall1 >>> 31);
  const bias2 = fall2 === 0 && rise2 > 0 ? 0 : 1 - (fall2 >>> 31);
  const px = (left << shift) + half - x0;
  const py = (top << shift) + half - y0;
  let edge0 = Math.imul(x2 - x1, py - y1) - Math.imul(y2 - y1, px - x1) - bias0;
  let edge1 = Math.imul(-x2, py - y2) - Math.imul(-y2, px - x2) - bias1;
  let edge2 = Math.imul(x1, py) - Math.imul(y1, px) - bias2;
  let slope1 = 0;
  let slope2 = 0;
  let depthStep = 0;
  let prepared = false;
  for (let row = top, rowStart = start; row <= bottom; row++, rowStart += width) {
    let inside0 = edge0;
    let inside1 = edge1;
    let inside2 = edge2;
    let column = left;
    while (column <= right && (inside0 | inside1 | inside2) < 0) {
      inside0 -= fall0;
      inside1 -= fall1;
      inside2 -= fall2;
      column++;
    }
    if (column <= right) {
      if (!prepared) {
        const inverseArea = 1 / area;
        slope1 = (depth1 - depth0) * inverseArea;
        slope2 = (depth2 - depth0) * inverseArea;
        depthStep = -(fall1 * slope1 + fall2 * slope2);
        prepared = true;
      }
      let value = depth0 + (inside1 + bias1) * slope1 + (inside2 + bias2) * slope2;
      while (column <= right && (inside0 | inside1 | inside2) >= 0) {
        const at = rowStart + column;
        if (value > inverseDepth[at]) {
          inverseDepth[at] = value;
          triangleIds[at] = id;
        }
        value += depthStep;
        inside0 -= fall0;
        inside1 -= fall1;
        inside2 -= fall2;
        column++;
      }
    }
    edge0 += rise0;
    edge1 += rise1;
    edge2 += rise2;
  }
}
