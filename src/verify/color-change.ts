/** Other colours for the same picture: what networks learn from must not hang on them. */
import type { Random } from "../core/random.js";

type Colors = readonly [number, number, number];

/** How a picture's colours are changed. */
export interface ColorChange {
  /** Which colour of the picture stands for red, green and blue. */
  order: Colors;
  /** Factor and summand of each, for values from -1 to 1. */
  gain: Colors;
  bias: Colors;
}

export const SAME_COLORS: ColorChange = { order: [0, 1, 2], gain: [1, 1, 1], bias: [0, 0, 0] };

const ORDERS: readonly Colors[] = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

/** A change for training. */
export function drawColorChange(stream: Random): ColorChange {
  const three = (least: number, most: number): Colors => [stream.uniform(least, most), stream.uniform(least, most), stream.uniform(least, most)];
  return { order: stream.pick(ORDERS), gain: three(0.6, 1.4), bias: three(-0.25, 0.25) };
}

/** A colour of a pixel, changed. @param byte of the picture, 0 to 255 @returns about -1 to 1 */
export function changedColor({ gain, bias }: ColorChange, color: number, byte: number): number {
  return (byte / 127.5 - 1) * gain[color]! + bias[color]!;
}
