/**
 * Scan conversion for pictures with lens distortion. Triangles are straight in the ideal picture, and each sample is tested
 * exactly where it lies there: the same edge functions, fill rule and depth as rasterize.ts, only that samples do not
 * lie in rows. Edge functions are whole numbers; where they grow beyond 2^53 they are rounded, but an edge is taken from the same
 * end whichever triangle asks, so that to whom a sample belongs follows from one and the same number.
 */
import { LENS_UNITS, samplesWithin, type LensSamples } from "./lens-samples.js";
import { SUBPIXELS, type ProjectedTriangles } from "./projected.js";

const FINER = LENS_UNITS / SUBPIXELS;

/** What is done with a covered sample. */
export interface DistortedTarget {
  /** Empty, or 1 / depth and triangle of the nearest surface. */
  inverseDepth: Float64Array;
  triangle: Int32Array;
  /** Used where `inverseDepth` is empty: covered samples become 1. */
  covered: Uint8Array;
  /** Used where both are empty: a run of covered samples of one row, columns inclusive. */
  span: (triangle: number, row: number, from: number, to: number) => void;
}

/** Per edge: start x, y and direction, turned so that inside is positive; and whether samples on it belong to the triangle. */
const edges = new Float64Array(12);
const owns = new Uint8Array(3);
const range = new Int32Array(4);

function setEdge(edge: number, fromX: number, fromY: number, toX: number, toY: number): void {
  const forward = fromY < toY || (fromY === toY && fromX < toX);
  edges[4 * edge] = forward ? fromX : toX;
  edges[4 * edge + 1] = forward ? fromY : toY;
  edges[4 * edge + 2] = toX - fromX;
  edges[4 * edge + 3] = toY - fromY;
  owns[edge] = toY < fromY || (toY === fromY && toX > fromX) ? 1 : 0;
}

/** Goes through the samples that triangles `first` to `end − 1` cover; the nearest wins, the earlier one on a tie. */
export function scanDistorted(triangles: ProjectedTriangles, first: number, end: number, skipCut: boolean, samples: LensSamples, target: DistortedTarget): void {
  const { vertices, indices } = triangles;
  const { x: sampleX, y: sampleY, width } = samples;
  const { inverseDepth, triangle: triangleIds, covered, span } = target;
  const toDepth = inverseDepth.length > 0;
  const toCoverage = covered.length > 0;
  for (let id = first; id < end; id++) {
    const v0 = indices[3 * id] << 2;
    let v1 = indices[3 * id + 1] << 2;
    let v2 = indices[3 * id + 2] << 2;
    if (skipCut && vertices[v0 + 3] + vertices[v1 + 3] + vertices[v2 + 3] !== 0) continue;
    let area = (vertices[v1] - vertices[v0]) * (vertices[v2 + 1] - vertices[v0 + 1]) - (vertices[v2] - vertices[v0]) * (vertices[v1 + 1] - vertices[v0 + 1]);
    if (area === 0) continue;
    if (area < 0) {
      area = -area;
      const v = v1;
      v1 = v2;
      v2 = v;
    }
    const x0 = vertices[v0] * FINER, y0 = vertices[v0 + 1] * FINER;
    const x1 = vertices[v1] * FINER, y1 = vertices[v1 + 1] * FINER;
    const x2 = vertices[v2] * FINER, y2 = vertices[v2 + 1] * FINER;
    if (!samplesWithin(samples, Math.min(x0, x1, x2), Math.min(y0, y1, y2), Math.max(x0, x1, x2), Math.max(y0, y1, y2), range)) continue;
    // Edge k lies opposite to vertex k.
    setEdge(0, x1, y1, x2, y2);
    setEdge(1, x2, y2, x0, y0);
    setEdge(2, x0, y0, x1, y1);
    const [startX0, startY0, alongX0, alongY0, startX1, startY1, alongX1, alongY1, startX2, startY2, alongX2, alongY2] = edges;
    const [owns0, owns1, owns2] = owns;
    const nearest0 = vertices[v0 + 2];
    const inverseArea = 1 / (area * FINER * FINER);
    const slope1 = (vertices[v1 + 2] - nearest0) * inverseArea;
    const slope2 = (vertices[v2 + 2] - nearest0) * inverseArea;
    const [left, top, right, bottom] = range;
    for (let row = top; row <= bottom; row++) {
      let from = -1;
      for (let column = left, at = row * width + left; column <= right; column++, at++) {
        const px = sampleX[at];
        const py = sampleY[at];
        const edge0 = alongX0 * (py - startY0) - alongY0 * (px - startX0);
        const edge1 = alongX1 * (py - startY1) - alongY1 * (px - startX1);
        const edge2 = alongX2 * (py - startY2) - alongY2 * (px - startX2);
        const isInside = edge0 + owns0 > 0 && edge1 + owns1 > 0 && edge2 + owns2 > 0;
        if (toDepth) {
          if (!isInside) continue;
          const value = nearest0 + edge1 * slope1 + edge2 * slope2;
          if (value > inverseDepth[at]) {
            inverseDepth[at] = value;
            triangleIds[at] = id;
          }
        } else if (toCoverage) {
          if (isInside) covered[at] = 1;
        } else if (isInside) {
          if (from < 0) from = column;
        } else if (from >= 0) {
          span(id, row, from, column - 1);
          from = -1;
        }
      }
      if (from >= 0) span(id, row, from, right);
    }
  }
}
