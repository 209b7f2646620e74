/**
 * Scan conversion with exact coverage: vertices are whole 1/256 pixels, edge functions of them are whole numbers below
 * 2^53, and each row's first and last covered sample follow from one exact division per edge. Samples on an edge
 * belong to the triangle for which it is a top or left edge, so that a shared edge is covered exactly once.
 * Triangles are drawn from both sides.
 */
import type { LensSamples } from "./lens-samples.js";
import type { ProjectedTriangles } from "./projected.js";
import { scanDistorted } from "./rasterize-distorted.js";
import { drawSmall, greater, lesser, SMALL } from "./small-triangle.js";

/** A rectangle of sample positions: sample (i, j) is seen at ((i + ½), (j + ½)) · 2^shift / 256 pixels. */
export interface SampleGrid {
  /** 8: one sample per pixel, at its centre. 7: two by two per pixel. */
  shift: 7 | 8;
  /** Sample numbers of the upper left corner. */
  left: number;
  top: number;
  width: number;
  height: number;
  /** Where the samples lie in the ideal picture when the lens distorts; null: where they are seen. */
  lens: LensSamples | null;
}

/** The nearest surface of each sample of a grid, row-major. */
export interface DepthTarget {
  grid: SampleGrid;
  /** 1 / planar depth; 0 = nothing. */
  inverseDepth: Float64Array;
  /** Triangle id; undefined where nothing is. */
  triangle: Int32Array;
}

/** Covered samples of a grid: non-zero = covered. */
export interface CoverageTarget {
  grid: SampleGrid;
  covered: Uint8Array;
}

/** Runs of covered samples, four numbers each: triangle id, row, first and last column (counted within the grid). */
export interface SpanTarget {
  grid: SampleGrid;
  spans: Int32Array;
  /** How many numbers of `spans` are in use. */
  length: number;
}

const NO_DEPTH = new Float64Array(0);
const NO_TRIANGLE = new Int32Array(0);
const NO_COVERAGE = new Uint8Array(0);
/** Up to this many columns, testing each sample is cheaper than dividing. */
const NARROW = 4;

/** Draws triangles `first` to `end − 1` into a depth buffer; the nearest wins, the earlier one on a tie. */
export function drawDepth(triangles: ProjectedTriangles, first: number, end: number, skipCut: boolean, target: DepthTarget): void {
  scan(triangles, first, end, skipCut, target.grid, target.inverseDepth, target.triangle, NO_COVERAGE, null);
}

/** Marks the samples that triangles `first` to `end − 1` cover. */
export function drawCoverage(triangles: ProjectedTriangles, first: number, end: number, skipCut: boolean, target: CoverageTarget): void {
  scan(triangles, first, end, skipCut, target.grid, NO_DEPTH, NO_TRIANGLE, target.covered, null);
}

/** Appends the covered runs of triangles `first` to `end − 1`, in drawing order. */
export function collectSpans(triangles: ProjectedTriangles, first: number, end: number, skipCut: boolean, target: SpanTarget): void {
  scan(triangles, first, end, skipCut, target.grid, NO_DEPTH, NO_TRIANGLE, NO_COVERAGE, target);
}

/** One loop for all three targets, so that they cover the same samples. */
function scan(
  triangles: ProjectedTriangles,
  first: number,
  end: number,
  skipCut: boolean,
  grid: SampleGrid,
  inverseDepth: Float64Array,
  triangleIds: Int32Array,
  covered: Uint8Array,
  spanTarget: SpanTarget | null,
): void {
  if (grid.lens !== null) {
    const span = (id: number, row: number, from: number, to: number): void => {
      if (spanTarget !== null) appendSpan(spanTarget, id, row, from, to);
    };
    scanDistorted(triangles, first, end, skipCut, grid.lens, { inverseDepth, triangle: triangleIds, covered, span });
    return;
  }
  const { vertices, indices } = triangles;
  const { shift, left: gridLeft, top: gridTop, width } = grid;
  const gridRight = gridLeft + width - 1;
  const gridBottom = gridTop + grid.height - 1;
  const step = 1 << shift;
  const half = step >> 1;
  const toDepth = inverseDepth.length > 0;
  for (let id = first; id < end; id++) {
    const v0 = indices[3 * id] << 2;
    let v1 = indices[3 * id + 1] << 2;
    let v2 = indices[3 * id + 2] << 2;
    if (skipCut && vertices[v0 + 3] + vertices[v1 + 3] + vertices[v2 + 3] !== 0) continue;
    // Whole numbers below 2^25.
    const x0 = vertices[v0] | 0;
    const y0 = vertices[v0 + 1] | 0;
    let x1 = vertices[v1] | 0;
    let y1 = vertices[v1 + 1] | 0;
    let x2 = vertices[v2] | 0;
    let y2 = vertices[v2 + 1] | 0;
    const lowX = lesser(lesser(x0, x1), x2);
    const highX = greater(greater(x0, x1), x2);
    const lowY = lesser(lesser(y0, y1), y2);
    const highY = greater(greater(y0, y1), y2);
    let top = (lowY + half - 1) >> shift;
    let bottom = (highY - half) >> shift;
    if (top < gridTop) top = gridTop;
    if (bottom > gridBottom) bottom = gridBottom;
    if (top > bottom) continue;
    let left = (lowX + half - 1) >> shift;
    let right = (highX - half) >> shift;
    if (left < gridLeft) left = gridLeft;
    if (right > gridRight) right = gridRight;
    if (left > right) continue;
    if (toDepth && highX - lowX < SMALL && highY - lowY < SMALL) {
      drawSmall(vertices, v0, v1, v2, left, right, top, bottom, grid, id, inverseDepth, triangleIds);
      continue;
    }
    let area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0);
    if (area === 0) continue;
    if (area < 0) {
      area = -area;
      const v = v1;
      v1 = v2;
      v2 = v;
      const x = x1;
      x1 = x2;
      x2 = x;
      const y = y1;
      y1 = y2;
      y2 = y;
    }
    // Edge k lies opposite to vertex k; its function is ≥ 0 inside and falls by fallK per sample to the right.
    const fall0 = (y2 - y1) * step;
    const fall1 = (y0 - y2) * step;
    const fall2 = (y1 - y0) * step;
    const rise0 = (x2 - x1) * step;
    const rise1 = (x0 - x2) * step;
    const rise2 = (x1 - x0) * step;
    const bias0 = fall0 < 0 || (fall0 === 0 && rise0 > 0) ? 0 : 1;
    const bias1 = fall1 < 0 || (fall1 === 0 && rise1 > 0) ? 0 : 1;
    const bias2 = fall2 < 0 || (fall2 === 0 && rise2 > 0) ? 0 : 1;
    const px = left * step + half;
    const py = top * step + half;
    let edge0 = (x2 - x1) * (py - y1) - (y2 - y1) * (px - x1) - bias0;
    let edge1 = (x0 - x2) * (py - y2) - (y0 - y2) * (px - x2) - bias1;
    let edge2 = (x1 - x0) * (py - y0) - (y1 - y0) * (px - x0) - bias2;
    const last = right - left;
    let depth0 = 0;
    let slope1 = 0;
    let slope2 = 0;
    let depthStep = 0;
    if (toDepth) {
      const inverseArea = 1 / area;
      depth0 = vertices[v0 + 2];
      slope1 = (vertices[v1 + 2] - depth0) * inverseArea;
      slope2 = (vertices[v2 + 2] - depth0) * inverseArea;
      depthStep = -(fall1 * slope1 + fall2 * slope2);
    }
    let rowStart = (top - gridTop) * width + (left - gridLeft);
    for (let row = top; row <= bottom; row++) {
      let from = 0;
      let to = last;
      if (last < NARROW) {
        while (from <= last && (edge0 < from * fall0 || edge1 < from * fall1 || edge2 < from * fall2)) from++;
        to = from;
        while (to <= last && edge0 >= to * fall0 && edge1 >= to * fall1 && edge2 >= to * fall2) to++;
        to--;
      } else {
        // Quotients are compared as float64 before they become integers: they may be huge.
        let low = 0;
        let high = last;
        if (edge0 < 0) low = fall0 < 0 ? Math.max(low, Math.ceil(edge0 / fall0)) : Infinity;
        else if (fall0 > 0) high = Math.min(high, Math.floor(edge0 / fall0));
        if (edge1 < 0) low = fall1 < 0 ? Math.max(low, Math.ceil(edge1 / fall1)) : Infinity;
        else if (fall1 > 0) high = Math.min(high, Math.floor(edge1 / fall1));
        if (edge2 < 0) low = fall2 < 0 ? Math.max(low, Math.ceil(edge2 / fall2)) : Infinity;
        else if (fall2 > 0) high = Math.min(high, Math.floor(edge2 / fall2));
        if (low <= high) {
          from = low | 0;
          to = high | 0;
        } else {
          to = -1;
        }
      }
      if (from <= to) {
        if (toDepth) {
          // Evaluated at the first covered sample, where the weights are within [0, 1] even for slivers.
          let value = depth0 + (edge1 + bias1 - from * fall1) * slope1 + (edge2 + bias2 - from * fall2) * slope2;
          for (let at = rowStart + from, stop = rowStart + to; at <= stop; at++) {
            if (value > inverseDepth[at]) {
              inverseDepth[at] = value;
              triangleIds[at] = id;
            }
            value += depthStep;
          }
        } else if (spanTarget === null) {
          for (let at = rowStart + from, stop = rowStart + to; at <= stop; at++) covered[at] = 1;
        } else {
          appendSpan(spanTarget, id, row - gridTop, left - gridLeft + from, left - gridLeft + to);
        }
      }
      edge0 += rise0;
      edge1 += rise1;
      edge2 += rise2;
      rowStart += width;
    }
  }
}

function appendSpan(target: SpanTarget, id: number, row: number, from: number, to: number): void {
  if (target.length + 4 > target.spans.length) {
    const grown = new Int32Array(2 * target.spans.length + 1024);
    grown.set(target.spans);
    target.spans = grown;
  }
  target.spans[target.length] = id;
  target.spans[target.length + 1] = row;
  target.spans[target.length + 2] = from;
  target.spans[target.length + 3] = to;
  target.length += 4;
}
