/**
 * How much of the sky's light reaches the ground beneath and around the objects: contact shadow and ambient occlusion
 * in one. Points of the objects' surfaces are projected along a fixed set of directions onto a grid of the ground; each
 * direction counts with the radiance that comes from it.
 */
import { sinCosTurn } from "../core/math.js";
import { sampleOctahedral, type OctahedralMap } from "./octahedral-map.js";
import type { SurfaceSamples } from "./surface-samples.js";

/** One bit of an integer each. */
const DIRECTIONS = 32;
const SIZE = 96;
/** Blur of each class of heights: box radius in cells, and how often. */
const BLURS = [{ radius: 1, passes: 1 }, { radius: 1, passes: 2 }, { radius: 2, passes: 2 }, { radius: 5, passes: 2 }] as const;
/** A direction stands for a cone: what is this far up is blurred by a quarter of it. */
const BLUR_PER_HEIGHT = 0.25;

/** What is lower than this share of the objects' height counts as contact. */
const CONTACT_SHARE = 0.12;

/** Share of the sky's irradiance that reaches the ground past some points, on a square grid; 1 outside. */
interface VisibilityGrid {
  x0: number;
  y0: number;
  cell: number;
  data: Float32Array;
}

/** Share of the sky's irradiance that reaches the ground: past what is close to it, and past all else. */
export interface GroundVisibility {
  near: VisibilityGrid | null;
  far: VisibilityGrid | null;
}

/** Directions uniform in projected solid angle over the upper hemisphere (Vogel's spiral on the disc, lifted). */
const DIRECTION_SET = Float64Array.from({ length: DIRECTIONS * 3 }, (_, at) => {
  const index = (at / 3) | 0;
  const radius2 = (index + 0.5) / DIRECTIONS;
  const { sin, cos } = sinCosTurn((index * 0.6180339887498949) % 1);
  return at % 3 === 0 ? Math.sqrt(radius2) * cos : at % 3 === 1 ? Math.sqrt(radius2) * sin : Math.sqrt(1 - radius2);
});

/** Where a ray of each direction has moved, per unit of height. */
const SLOPES_X = Float64Array.from({ length: DIRECTIONS }, (_, index) => DIRECTION_SET[index * 3] / DIRECTION_SET[index * 3 + 2]);
const SLOPES_Y = Float64Array.from({ length: DIRECTIONS }, (_, index) => DIRECTION_SET[index * 3 + 1] / DIRECTION_SET[index * 3 + 2]);

/**
 * @param clouds surface points in the frame of `sky`, one set per object
 * @param groundHeight z of the ground
 * @param sky coarse radiance, null for none
 * @param uniformRadiance added in every direction
 * @returns null where nothing stands above the ground
 */
export function groundVisibility(clouds: readonly SurfaceSamples[], groundHeight: number, sky: OctahedralMap | null, uniformRadiance: number): GroundVisibility | null {
  const weights = directionWeights(sky, uniformRadiance);
  const points = mergeClouds(clouds, groundHeight);
  let top = 0;
  for (let at = 2; at < points.length; at += 3) if (points[at] > top) top = points[at];
  // What stands on the ground throws sharp, small shadows: it gets a grid of its own, finer and only around it.
  const limit = CONTACT_SHARE * top;
  const { low, high } = splitByHeight(points, limit);
  // Cells finer than the points are apart would let light through between them.
  const finest = 0.8 * clouds.reduce((widest, { spacing }) => Math.max(widest, spacing), 0);
  const far = visibilityGrid(high, 0.9 * top, finest, weights);
  const near = visibilityGrid(low, 2 * limit, finest, weights);
  return far === null && near === null ? null : { near, far };
}

/** All points in one array, z measured from the ground; what lies below it counts as on it. */
function mergeClouds(clouds: readonly SurfaceSamples[], groundHeight: number): Float32Array {
  const merged = new Float32Array(clouds.reduce((sum, { points }) => sum + points.length, 0));
  let to = 0;
  for (const { points } of clouds) {
    for (let at = 0; at < points.length; at += 3, to += 3) {
      merged[to] = points[at];
      merged[to + 1] = points[at + 1];
      merged[to + 2] = Math.max(0, points[at + 2] - groundHeight);
    }
  }
  return merged;
}

function splitByHeight(points: Float32Array, limit: number): { low: Float32Array; high: Float32Array } {
  const parts = new Float32Array(points.length);
  let low = 0;
  let high = points.length;
  for (let at = 0; at < points.length; at += 3) {
    const to = points[at + 2] < limit ? low : high - 3;
    parts[to] = points[at];
    parts[to + 1] = points[at + 1];
    parts[to + 2] = points[at + 2];
    if (to === low) low += 3;
    else high -= 3;
  }
  return { low: parts.subarray(0, low), high: parts.subarray(high) };
}

const CELLS = SIZE * SIZE;
// Memory of visibilityGrid, used again on every call.
const scratch = new Float32Array(CELLS);
const shaded = BLURS.map(() => new Float32Array(CELLS));
/** Per class of heights and cell: from which of the directions something of that class stands in the way, one bit each. */
const blocked = new Int32Array(BLURS.length * CELLS);

function visibilityGrid(points: Float32Array, margin: number, finestCell: number, weights: Float64Array): VisibilityGrid | null {
  let x0 = Infinity, y0 = Infinity, x1 = -Infinity, y1 = -Infinity;
  for (let at = 0; at < points.length; at += 3) {
    if (points[at] < x0) x0 = points[at];
    if (points[at] > x1) x1 = points[at];
    if (points[at + 1] < y0) y0 = points[at + 1];
    if (points[at + 1] > y1) y1 = points[at + 1];
  }
  if (!(x1 >= x0)) return null;
  const cell = Math.max(finestCell, (Math.max(x1 - x0, y1 - y0) * 1.1 + 2 * margin + 1e-6) / SIZE);
  x0 = (x0 + x1) / 2 - (cell * SIZE) / 2;
  y0 = (y0 + y1) / 2 - (cell * SIZE) / 2;
  blocked.fill(0);
  markBlocked(points, x0, y0, cell);
  addWeights(weights);
  const data = new Float32Array(SIZE * SIZE).fill(1);
  for (let index = 0; index < BLURS.length; index++) {
    for (let pass = 0; pass < BLURS[index].passes; pass++) blur(shaded[index], BLURS[index].radius);
    for (let at = 0; at < data.length; at++) data[at] -= shaded[index][at];
  }
  fadeToBorder(data);
  return { x0, y0, cell, data };
}

/** Share of the ground's irradiance that each direction brings. */
function directionWeights(sky: OctahedralMap | null, uniformRadiance: number): Float64Array {
  const weights = new Float64Array(DIRECTIONS);
  const sampled = new Float32Array(3);
  let total = 0;
  for (let index = 0; index < DIRECTIONS; index++) {
    let radiance = uniformRadiance;
    if (sky !== null) {
      sampleOctahedral(sky, DIRECTION_SET[index * 3], DIRECTION_SET[index * 3 + 1], DIRECTION_SET[index * 3 + 2], sampled);
      radiance += 0.2126 * sampled[0] + 0.7152 * sampled[1] + 0.0722 * sampled[2];
    }
    weights[index] = radiance;
    total += radiance;
  }
  for (let index = 0; index < DIRECTIONS; index++) weights[index] = total > 0 ? weights[index] / total : 1 / DIRECTIONS;
  return weights;
}

/** Sets the bits of 2 × 2 cells around where each point hides each direction from. */
function markBlocked(points: Float32Array, x0: number, y0: number, cell: number): void {
  const inverseCell = 1 / cell;
  for (let at = 0; at < points.length; at += 3) {
    const height = points[at + 2] * inverseCell;
    const radius = height * BLUR_PER_HEIGHT;
    const first = (radius < 0.8 ? 0 : radius < 1.6 ? 1 : radius < 4 ? 2 : 3) * CELLS;
    const startColumn = (points[at] - x0) * inverseCell - 0.5;
    const startRow = (points[at + 1] - y0) * inverseCell - 0.5;
    for (let direction = 0; direction < DIRECTIONS; direction++) {
      const column = startColumn - SLOPES_X[direction] * height;
      const row = startRow - SLOPES_Y[direction] * height;
      if (!(column >= 0 && row >= 0 && column < SIZE - 1 && row < SIZE - 1)) continue;
      const place = first + (row | 0) * SIZE + (column | 0);
      const bit = 1 << direction;
      blocked[place] |= bit;
      blocked[place + 1] |= bit;
      blocked[place + SIZE] |= bit;
      blocked[place + SIZE + 1] |= bit;
    }
  }
}

/** Weight of every set of eight directions, for each eight of the 32. */
const setWeights = new Float64Array((DIRECTIONS / 8) * 256);

/** Adds up the weights of the blocked directions into `shaded`; of several classes the lowest (the sharpest shadow) counts. */
function addWeights(weights: Float64Array): void {
  for (let set = 0; set < setWeights.length; set++) {
    const lowest = set & -set & 255;
    const rest = set & 255 & ~lowest;
    setWeights[set] = lowest === 0 ? 0 : setWeights[(set & ~255) | rest] + weights[((set >> 8) << 3) + 31 - Math.clz32(lowest)];
  }
  for (let cell = 0; cell < CELLS; cell++) {
    let taken = 0;
    for (let index = 0; index < BLURS.length; index++) {
      const bits = blocked[index * CELLS + cell] & ~taken;
      taken |= bits;
      shaded[index][cell] =
        bits === 0 ? 0 : setWeights[bits & 255] + setWeights[256 | ((bits >> 8) & 255)] + setWeights[512 | ((bits >> 16) & 255)] + setWeights[768 | (bits >>> 24)];
    }
  }
}

/** Box blur of the given radius in both directions by running sums; the grid's outside counts as zero. */
function blur(grid: Float32Array, radius: number): void {
  blurLines(grid, scratch, radius, 1, SIZE);
  blurLines(scratch, grid, radius, SIZE, 1);
}

function blurLines(from: Float32Array, to: Float32Array, radius: number, step: number, lineStep: number): void {
  const scale = 1 / (2 * radius + 1);
  for (let line = 0; line < SIZE; line++) {
    const start = line * lineStep;
    let sum = 0;
    for (let at = 0; at < radius; at++) sum += from[start + at * step];
    for (let at = 0; at < SIZE; at++) {
      if (at + radius < SIZE) sum += from[start + (at + radius) * step];
      to[start + at * step] = sum * scale;
      if (at - radius >= 0) sum -= from[start + (at - radius) * step];
    }
  }
}

/** Lets the shadow end before the grid does. */
function fadeToBorder(data: Float32Array): void {
  const width = SIZE * 0.15;
  for (let row = 0; row < SIZE; row++) {
    for (let column = 0; column < SIZE; column++) {
      const border = Math.min(row, column, SIZE - 1 - row, SIZE - 1 - column);
      const at = row * SIZE + column;
      const share = border >= width ? 1 : (border / width) * (border / width) * (3 - (2 * border) / width);
      const visible = data[at] < 0 ? 0 : data[at];
      data[at] = 1 - share * (1 - visible);
    }
  }
}

/**
 * Visibility at a place on the ground, bilinear; 1 outside the grids.
 * @param places x and y of the place at `at` and `at + 1`: bare numbers as arguments would be allocated at every call
 */
export function visibilityAt(ground: GroundVisibility, places: Float64Array, at: number): number {
  const { near, far } = ground;
  const x = places[at], y = places[at + 1];
  const past = far === null ? 1 : gridAt(far, x, y);
  if (near === null) return past;
  // Both mostly stand in the way of the same rays, so the darker one counts, not the product.
  const contact = gridAt(near, x, y);
  return contact < past ? contact : past;
}

function gridAt(grid: VisibilityGrid, x: number, y: number): number {
  const column = (x - grid.x0) / grid.cell - 0.5;
  const row = (y - grid.y0) / grid.cell - 0.5;
  if (!(column >= 0 && row >= 0 && column < SIZE - 1 && row < SIZE - 1)) return 1;
  const left = column | 0;
  const top = row | 0;
  const fx = column - left;
  const fy = row - top;
  const at = top * SIZE + left;
  const data = grid.data;
  return (1 - fy) * ((1 - fx) * data[at] + fx * data[at + 1]) + fy * ((1 - fx) * data[at + SIZE] + fx * data[at + SIZE + 1]);
}
