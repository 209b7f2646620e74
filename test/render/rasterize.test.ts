import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { collectSpans, drawCoverage, drawDepth, type SampleGrid, type SpanTarget } from "../../src/render/rasterize.js";
import type { ProjectedTriangles } from "../../src/render/projected.js";

const SIZE = 24;

/** Triangles from image positions in 1/256 pixel; all at depth 1 unless depths are given. */
function projected(points: readonly (readonly [number, number])[], triangles: readonly number[], inverseDepths: readonly number[] = []): ProjectedTriangles {
  const vertices = new Float64Array(4 * points.length);
  points.forEach(([x, y], index) => vertices.set([x, y, inverseDepths[index] ?? 1, 0], 4 * index));
  return {
    vertices,
    indices: Uint32Array.from(triangles),
    soupTriangleCount: triangles.length / 3,
    clippedParent: new Int32Array(0),
    clippedWeights: new Float64Array(0),
    batches: [],
  };
}

function grid(shift: 7 | 8 = 8, size = SIZE): SampleGrid {
  return { shift, left: 0, top: 0, width: size, height: size, lens: null };
}

/** How often each sample is covered, from the span lists. */
function coverageCounts(triangles: ProjectedTriangles, on: SampleGrid): Uint8Array {
  const spans: SpanTarget = { grid: on, spans: new Int32Array(4), length: 0 };
  collectSpans(triangles, 0, triangles.soupTriangleCount, false, spans);
  const counts = new Uint8Array(on.width * on.height);
  for (let at = 0; at < spans.length; at += 4) {
    for (let x = spans.spans[at + 2]; x <= spans.spans[at + 3]; x++) counts[spans.spans[at + 1] * on.width + x]++;
  }
  return counts;
}

/** Coverage from the definition, in whole numbers of unlimited size. */
function coversByDefinition(points: readonly (readonly [number, number])[], px: number, py: number): boolean {
  let [a, b, c] = points.map(([x, y]) => [BigInt(x), BigInt(y)] as const);
  const [x, y] = [BigInt(px), BigInt(py)];
  const area = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]);
  if (area === 0n) return false;
  if (area < 0n) [b, c] = [c, b];
  return ([[a, b], [b, c], [c, a]] as const).every(([from, to]) => {
    const dx = to[0] - from[0];
    const dy = to[1] - from[1];
    const edge = dx * (y - from[1]) - dy * (x - from[0]);
    return edge > 0n || (edge === 0n && (dy < 0n || (dy === 0n && dx > 0n)));
  });
}

const near = fc.integer({ min: -2 * 256, max: (SIZE + 2) * 256 });
const anywhere = fc.oneof(near, fc.integer({ min: -(2 ** 24), max: 2 ** 24 }), fc.integer({ min: 0, max: SIZE * 2 }).map((half) => half * 128));
const point = fc.tuple(anywhere, anywhere);

describe("scan conversion", () => {
  it("covers exactly the samples that the definition with the top-left rule covers, for any triangle", () => {
    fc.assert(
      fc.property(point, point, point, fc.constantFrom(7 as const, 8 as const), (a, b, c, shift) => {
        const on = grid(shift);
        const counts = coverageCounts(projected([a, b, c], [0, 1, 2]), on);
        const step = 1 << shift;
        for (let y = 0; y < SIZE; y++) {
          for (let x = 0; x < SIZE; x++) {
            const expected = coversByDefinition([a, b, c], x * step + step / 2, y * step + step / 2) ? 1 : 0;
            if (counts[y * SIZE + x] !== expected) throw new Error(`sample ${x}, ${y}: ${counts[y * SIZE + x]} instead of ${expected}`);
          }
        }
      }),
      { numRuns: 400 },
    );
  });
  it("covers every sample of a fan exactly once: shared edges belong to one side", () => {
    const corner = fc.integer({ min: 0, max: 2 * SIZE }).map((half) => half * 128);
    fc.assert(
      fc.property(fc.tuple(corner, corner), ([x, y]) => {
        const last = SIZE * 256;
        const fan = projected([[0, 0], [last, 0], [last, last], [0, last], [x, y]], [0, 1, 4, 1, 2, 4, 2, 3, 4, 3, 0, 4]);
        expect(coverageCounts(fan, grid()).every((count) => count === 1)).toBe(true);
      }),
    );
  });
  it("covers a grid of slivers without gap or overlap", () => {
    const points: [number, number][] = [];
    const triangles: number[] = [];
    for (let strip = 0; strip <= 1000; strip++) points.push([Math.floor((strip * SIZE * 256) / 1000), 0], [Math.floor((strip * SIZE * 256) / 1000), SIZE * 256]);
    for (let strip = 0; strip < 1000; strip++) triangles.push(2 * strip, 2 * strip + 2, 2 * strip + 1, 2 * strip + 1, 2 * strip + 2, 2 * strip + 3);
    expect(coverageCounts(projected(points, triangles), grid()).every((count) => count === 1)).toBe(true);
  });
  it("covers the same samples in depth buffer, mask and spans", () => {
    fc.assert(
      fc.property(fc.array(point, { minLength: 3, maxLength: 9 }), (points) => {
        const count = Math.floor(points.length / 3);
        const triangles = projected(points, Array.from({ length: 3 * count }, (_, index) => index));
        const on = grid();
        const depth = { grid: on, inverseDepth: new Float64Array(SIZE * SIZE), triangle: new Int32Array(SIZE * SIZE) };
        const mask = { grid: on, covered: new Uint8Array(SIZE * SIZE) };
        drawDepth(triangles, 0, count, false, depth);
        drawCoverage(triangles, 0, count, false, mask);
        const counts = coverageCounts(triangles, on);
        expect([...depth.inverseDepth].map((value) => (value > 0 ? 1 : 0))).toEqual([...mask.covered]);
        expect([...counts].map((value) => Math.min(1, value))).toEqual([...mask.covered]);
      }),
    );
  });
  it("keeps the nearest triangle, and the earlier one on a tie", () => {
    const square: [number, number][] = [[0, 0], [SIZE * 256, 0], [0, SIZE * 256]];
    const on = grid();
    const depth = { grid: on, inverseDepth: new Float64Array(SIZE * SIZE), triangle: new Int32Array(SIZE * SIZE).fill(-1) };
    drawDepth(projected([...square, ...square, ...square], [0, 1, 2, 3, 4, 5, 6, 7, 8], [1, 1, 1, 2, 2, 2, 2, 2, 2]), 0, 3, false, depth);
    expect(depth.triangle[0]).toBe(1);
  });
});
