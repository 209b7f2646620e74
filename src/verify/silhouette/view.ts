/** The network's view of a kept scene: a square of it, perhaps scaled, mirrored, recoloured, and with an object of another scene in it. */
import type { Random } from "../../core/random.js";
import { exp, log } from "../../core/math.js";
import { changedColor, drawColorChange, SAME_COLORS, type ColorChange } from "../color-change.js";
import { PLANES } from "./network.js";
import { BACKGROUND, CELL, OBJECT, OUTSIDE_PICTURE, PIXEL_BYTES, sceneSize } from "./scene-bytes.js";

/** Where a view lies in its scene, and how its colours are changed. */
export interface View {
  /** Centre, in pixels of the scene. */
  x: number;
  y: number;
  /** Pixels of the scene per pixel of the view. */
  scale: number;
  mirrors: boolean;
  colors: ColorChange;
}

/** The pixels of a view, row-major. */
export interface Pixels {
  /** Three colours each, from -1 to 1. */
  colors: Float32Array;
  /** OUTSIDE_PICTURE, BACKGROUND or OBJECT. */
  what: Uint8Array;
}

/** A view for training. The object may lie anywhere in it, or be missing, so that its place gives no hint. */
export function drawView(size: number, stream: Random): View {
  const scale = exp(stream.uniform(log(0.75), log(1.3)));
  return drawAround(size, scale, Math.max(0, (sceneSize(size) - size * scale) / 2), stream);
}

/** Where another scene is laid over a view, so that its object may lie anywhere in it. */
export function drawPlace(size: number, stream: Random): View {
  const scale = exp(stream.uniform(log(0.8), log(1.7)));
  return drawAround(size, scale, (size * scale) / 2, stream);
}

/** @param reach of the centre from that of the scene, in pixels of the scene */
function drawAround(size: number, scale: number, reach: number, stream: Random): View {
  const middle = sceneSize(size) / 2;
  return { x: middle + stream.uniform(-reach, reach), y: middle + stream.uniform(-reach, reach), scale, mirrors: stream.next() < 0.5, colors: drawColorChange(stream) };
}

/** The view of one of the squares that a judged scene is looked at in, not changed in any way. */
export function plainView(x: number, y: number, mirrors: boolean): View {
  return { x, y, scale: 1, mirrors, colors: SAME_COLORS };
}

/** Looks at a scene, bilinearly. What lies beyond the kept scene repeats its border. */
export function lookAt(bytes: Uint8Array, size: number, view: View): Pixels {
  const side = sceneSize(size);
  const pixels: Pixels = { colors: new Float32Array(size * size * 3), what: new Uint8Array(size * size) };
  for (let row = 0, pixel = 0; row < size; row++) {
    const v = clamp(view.y + (row + 0.5 - size / 2) * view.scale - 0.5, side);
    const y0 = Math.floor(v);
    const down = v - y0;
    for (let column = 0; column < size; column++, pixel++) {
      const across = (column + 0.5 - size / 2) * view.scale;
      const u = clamp(view.x + (view.mirrors ? -across : across) - 0.5, side);
      const x0 = Math.floor(u);
      const right = u - x0;
      const corner = (y0 * side + x0) * PIXEL_BYTES;
      const below = corner + side * PIXEL_BYTES;
      for (let color = 0; color < 3; color++) {
        const from = view.colors.order[color]!;
        const upper = bytes[corner + from]! * (1 - right) + bytes[corner + PIXEL_BYTES + from]! * right;
        const lower = bytes[below + from]! * (1 - right) + bytes[below + PIXEL_BYTES + from]! * right;
        pixels.colors[pixel * 3 + color] = changedColor(view.colors, color, upper * (1 - down) + lower * down);
      }
      pixels.what[pixel] = bytes[(Math.round(v) * side + Math.round(u)) * PIXEL_BYTES + 3]!;
    }
  }
  return pixels;
}

/**
 * Lays the object of one view over another one.
 * @param behind whether the object that is there already hides it
 * @param counts whether it is an object of the category that is asked for; else it is background
 */
export function paste(onto: Pixels, from: Pixels, { behind, counts }: { behind: boolean; counts: boolean }): void {
  for (let pixel = 0; pixel < onto.what.length; pixel++) {
    if (from.what[pixel] !== OBJECT || onto.what[pixel] === OUTSIDE_PICTURE || (behind && onto.what[pixel] === OBJECT)) continue;
    onto.colors.set(from.colors.subarray(pixel * 3, pixel * 3 + 3), pixel * 3);
    onto.what[pixel] = counts ? OBJECT : BACKGROUND;
  }
}

/** Writes a view as planes of cells at a place of a batch. @param index which of the batch's views */
export function writePicture({ colors }: Pixels, size: number, index: number, picture: Float32Array): void {
  const cells = size / CELL;
  for (let row = 0, pixel = 0; row < size; row++) {
    for (let column = 0; column < size; column++, pixel++) {
      const cell = Math.floor(row / CELL) * cells + Math.floor(column / CELL);
      const plane = index * PLANES + ((row % CELL) * CELL + (column % CELL)) * 3;
      for (let color = 0; color < 3; color++) picture[(plane + color) * cells * cells + cell] = colors[pixel * 3 + color]!;
    }
  }
}

/** Writes what is to be learnt from a view: the share of each cell that is object, and how much it counts. What lies beyond the picture counts nothing. */
export function writeTarget({ what }: Pixels, size: number, index: number, target: { mask: Float32Array; weight: Float32Array }): void {
  const cells = size / CELL;
  for (let pixel = 0; pixel < what.length; pixel++) {
    const cell = index * cells * cells + Math.floor(Math.floor(pixel / size) / CELL) * cells + Math.floor((pixel % size) / CELL);
    if (what[pixel] === OBJECT) target.mask[cell]! += 1 / CELL / CELL;
    if (what[pixel] !== OUTSIDE_PICTURE) target.weight[cell]! += 1 / CELL / CELL;
  }
}

/** Into the scene, so that the pixel to the right and the one below are in it, too. */
function clamp(place: number, side: number): number {
  return Math.max(0, Math.min(side - 1.001, place));
}
