/** The network's view of a kept scene: a square of it, perhaps scaled, mirrored and recoloured. */
import type { Random } from "../../core/random.js";
import { exp, log } from "../../core/math.js";
import { PLANES } from "./network.js";
import { CELL, OBJECT, OUTSIDE_PICTURE, PIXEL_BYTES, sceneSize } from "./scene-bytes.js";

/** Where a view lies in its scene, and how its colours are changed. */
export interface View {
  /** Centre, in pixels of the scene. */
  x: number;
  y: number;
  /** Pixels of the scene per pixel of the view. */
  scale: number;
  mirrors: boolean;
  /** Factor and summand for each colour, whose values go from -1 to 1. */
  gain: readonly [number, number, number];
  bias: readonly [number, number, number];
}

/** A view for training. The object may lie anywhere in it, or be missing, so that its place gives no hint. */
export function drawView(size: number, stream: Random): View {
  const side = sceneSize(size);
  const scale = exp(stream.uniform(log(0.75), log(1.3)));
  const reach = Math.max(0, (side - size * scale) / 2);
  const three = (draw: () => number): [number, number, number] => [draw(), draw(), draw()];
  return {
    x: side / 2 + stream.uniform(-reach, reach),
    y: side / 2 + stream.uniform(-reach, reach),
    scale,
    mirrors: stream.next() < 0.5,
    gain: three(() => stream.uniform(0.7, 1.3)),
    bias: three(() => stream.uniform(-0.2, 0.2)),
  };
}

/** The view of one of the squares that a judged scene is looked at in, not changed in any way. */
export function plainView(x: number, y: number, mirrors: boolean): View {
  return { x, y, scale: 1, mirrors, gain: [1, 1, 1], bias: [0, 0, 0] };
}

/**
 * Writes a view at a place of a batch. What lies beyond the picture counts nothing.
 * @param index which of the batch's views
 * @param target null when the network is only asked
 */
export function writeView(bytes: Uint8Array, size: number, view: View, index: number, picture: Float32Array, target: { mask: Float32Array; weight: Float32Array } | null): void {
  const side = sceneSize(size);
  const cells = size / CELL;
  const plane = cells * cells;
  for (let row = 0; row < size; row++) {
    const v = clamp(view.y + (row + 0.5 - size / 2) * view.scale - 0.5, side);
    const y0 = Math.floor(v);
    const down = v - y0;
    for (let column = 0; column < size; column++) {
      const across = (column + 0.5 - size / 2) * view.scale;
      const u = clamp(view.x + (view.mirrors ? -across : across) - 0.5, side);
      const x0 = Math.floor(u);
      const right = u - x0;
      const corner = (y0 * side + x0) * PIXEL_BYTES;
      const below = corner + side * PIXEL_BYTES;
      const cell = Math.floor(row / CELL) * cells + Math.floor(column / CELL);
      const place = ((row % CELL) * CELL + (column % CELL)) * 3;
      for (let color = 0; color < 3; color++) {
        const upper = bytes[corner + color]! * (1 - right) + bytes[corner + PIXEL_BYTES + color]! * right;
        const lower = bytes[below + color]! * (1 - right) + bytes[below + PIXEL_BYTES + color]! * right;
        picture[(index * PLANES + place + color) * plane + cell] = ((upper * (1 - down) + lower * down) / 127.5 - 1) * view.gain[color]! + view.bias[color]!;
      }
      if (target === null) continue;
      const what = bytes[(Math.round(v) * side + Math.round(u)) * PIXEL_BYTES + 3];
      if (what === OBJECT) target.mask[index * plane + cell]! += 1 / CELL / CELL;
      if (what !== OUTSIDE_PICTURE) target.weight[index * plane + cell]! += 1 / CELL / CELL;
    }
  }
}

/** Into the scene, so that the pixel to the right and the one below are in it, too. */
function clamp(place: number, side: number): number {
  return Math.max(0, Math.min(side - 1.001, place));
}
