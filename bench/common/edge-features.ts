/**
 * Edges of a crop as numbers: histograms of oriented gradients (Dalal and Triggs, CVPR 2005) of its outline and of the
 * lines within it. Directions are unsigned, so that paint counts only by where it ends, not by what is lighter.
 */
import { CROP_SIDE, type ObjectCrop } from "./object-crop.js";

const DIRECTIONS = 9;
/** Sides of the cells in pixels: the coarse ones bear shifts, the fine ones tell small parts. */
const CELLS = [8, 16] as const;
/** Strength per pixel of a cell's side below which lines count little. */
const FLOOR = 0.075;

/** Features of a crop: a vector of length 1. */
export function edgeFeatures({ coverage, luma }: ObjectCrop): Float32Array {
  // Lines within the object only: the outline has its own histograms.
  const inside = eroded(coverage);
  const outline = gradients(coverage, () => true);
  const inner = gradients(luma.map((value) => Math.sqrt(value)), (pixel) => inside[pixel] === 1);
  const parts = CELLS.flatMap((cell) => [unit(histograms(outline, cell)), unit(histograms(inner, cell))]);
  const features = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    features.set(part, at);
    at += part.length;
  }
  return unit(features);
}

interface Gradients {
  strength: Float32Array;
  /** In directions, 0 ≤ value < DIRECTIONS. */
  direction: Float32Array;
}

function gradients(values: Float32Array, counts: (pixel: number) => boolean): Gradients {
  const strength = new Float32Array(values.length);
  const direction = new Float32Array(values.length);
  for (let y = 1; y < CROP_SIDE - 1; y++) {
    for (let x = 1; x < CROP_SIDE - 1; x++) {
      const pixel = y * CROP_SIDE + x;
      if (!counts(pixel)) continue;
      const dx = values[pixel + 1] - values[pixel - 1];
      const dy = values[pixel + CROP_SIDE] - values[pixel - CROP_SIDE];
      strength[pixel] = Math.sqrt(dx * dx + dy * dy);
      const turn = Math.atan2(dy, dx) / Math.PI;
      direction[pixel] = ((turn < 0 ? turn + 1 : turn) * DIRECTIONS) % DIRECTIONS;
    }
  }
  return { strength, direction };
}

const NEIGHBOURS = [-CROP_SIDE - 1, -CROP_SIDE, -CROP_SIDE + 1, -1, 0, 1, CROP_SIDE - 1, CROP_SIDE, CROP_SIDE + 1];

/** 1 where a pixel and its eight neighbours are all covered. */
function eroded(coverage: Float32Array): Uint8Array {
  const inside = new Uint8Array(coverage.length);
  for (let y = 1; y < CROP_SIDE - 1; y++) {
    for (let x = 1; x < CROP_SIDE - 1; x++) {
      const pixel = y * CROP_SIDE + x;
      if (NEIGHBOURS.every((step) => coverage[pixel + step] > 0.95)) inside[pixel] = 1;
    }
  }
  return inside;
}

/** cells × cells × DIRECTIONS; each gradient is shared between the four nearest cells and the two nearest directions. */
function histograms({ strength, direction }: Gradients, cell: number): Float32Array {
  const cells = CROP_SIDE / cell;
  const sums = new Float32Array(cells * cells * DIRECTIONS);
  for (let pixel = 0; pixel < strength.length; pixel++) {
    const weight = strength[pixel];
    if (weight === 0) continue;
    const x = ((pixel % CROP_SIDE) + 0.5) / cell - 0.5;
    const y = (Math.floor(pixel / CROP_SIDE) + 0.5) / cell - 0.5;
    const bin = direction[pixel];
    const [left, top, low] = [Math.floor(x), Math.floor(y), Math.floor(bin)];
    for (let corner = 0; corner < 8; corner++) {
      const [right, below, next] = [corner & 1, (corner >> 1) & 1, corner >> 2];
      const [column, row] = [left + right, top + below];
      if (column < 0 || row < 0 || column >= cells || row >= cells) continue;
      const share = (right === 1 ? x - left : 1 - x + left) * (below === 1 ? y - top : 1 - y + top) * (next === 1 ? bin - low : 1 - bin + low);
      sums[(row * cells + column) * DIRECTIONS + ((low + next) % DIRECTIONS)] += weight * share;
    }
  }
  return evenedOut(sums, cells);
}

/** Divides every cell by the strength of its neighbourhood, and takes the root: weak lines count, too. */
function evenedOut(sums: Float32Array, cells: number): Float32Array {
  const energy = new Float64Array(cells * cells);
  for (let at = 0; at < sums.length; at++) energy[Math.floor(at / DIRECTIONS)] += sums[at] * sums[at];
  const floor = (FLOOR * CROP_SIDE) / cells;
  return sums.map((value, at) => {
    const cell = Math.floor(at / DIRECTIONS);
    const [row, column] = [Math.floor(cell / cells), cell % cells];
    let around = 0;
    for (let y = Math.max(0, row - 1); y <= Math.min(cells - 1, row + 1); y++) {
      for (let x = Math.max(0, column - 1); x <= Math.min(cells - 1, column + 1); x++) around += energy[y * cells + x];
    }
    return Math.sqrt(value / (Math.sqrt(around) + floor));
  });
}

function unit(values: Float32Array): Float32Array {
  let sum = 0;
  for (const value of values) sum += value * value;
  const length = Math.sqrt(sum);
  return length === 0 ? values : values.map((value) => value / length);
}
