/**
 * Edges made wide, so that lines that lie near one another and run alike meet (Hinterstoisser et al., "Gradient response
 * maps for real-time detection of texture-less objects", PAMI 2012, spread orientations so).
 */
import { DIRECTIONS } from "./orientation.js";

/** For every direction a picture: how clear an edge of about that direction lies near each pixel, 0 … 1. */
export interface Spread {
  width: number;
  height: number;
  /** Direction, then rows. */
  near: Float32Array;
}

/** What is spread: edges with strengths. */
export interface Lines {
  width: number;
  height: number;
  strength: Float32Array;
  direction: Uint8Array;
}

/** How much counts of an edge whose direction is some steps off: up to 15° all, 30° half. */
const ALIKE = [1, 1, 0.5] as const;

/** @param tolerance how far an edge counts in pixels, fully up to half of it and half at its end */
export function spreadEdges({ width, height, strength, direction }: Lines, tolerance: number): Spread {
  const pixels = width * height;
  const near = new Float32Array(DIRECTIONS * pixels);
  const disk = diskOf(tolerance);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const here = strength[at]!;
      if (here === 0) continue;
      for (const { dx, dy, weight } of disk) {
        const [column, row] = [x + dx, y + dy];
        if (column < 0 || row < 0 || column >= width || row >= height) continue;
        const to = row * width + column;
        const value = here * weight;
        for (let apart = 0; apart < ALIKE.length; apart++) {
          const share = value * ALIKE[apart]!;
          const left = ((direction[at]! + apart) % DIRECTIONS) * pixels + to;
          const right = ((direction[at]! - apart + DIRECTIONS) % DIRECTIONS) * pixels + to;
          if (share > near[left]!) near[left] = share;
          if (share > near[right]!) near[right] = share;
        }
      }
    }
  }
  return { width, height, near };
}

function diskOf(radius: number): { dx: number; dy: number; weight: number }[] {
  const places: { dx: number; dy: number; weight: number }[] = [];
  const reach = Math.floor(radius);
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      const distance = Math.sqrt(dx * dx + dy * dy);
      if (distance <= radius) places.push({ dx, dy, weight: distance <= radius / 2 ? 1 : 1.5 - distance / radius });
    }
  }
  return places;
}
