/** How often colours occur. */
import type { Image } from "../../../core/image.js";

/** Steps of each channel. */
const STEPS = 16;
const COLORS = STEPS * STEPS * STEPS;

/** The step of every pixel's colour, row-major. */
export function colorSteps({ width, height, channels, data }: Image): Uint16Array {
  const step = (value: number): number => (value * STEPS) >> 8;
  return Uint16Array.from({ length: width * height }, (_, pixel) => {
    const at = pixel * channels;
    return (step(data[at]!) * STEPS + step(data[at + 1]!)) * STEPS + step(data[at + 2]!);
  });
}

/** Shares of the colours among the pixels that count, each spread over its neighbours a little; they add up to about 1. */
export function colorShares(steps: Uint16Array, counts: (pixel: number) => boolean): Float64Array {
  const shares = new Float64Array(COLORS);
  let all = 0;
  for (let pixel = 0; pixel < steps.length; pixel++) {
    if (!counts(pixel)) continue;
    shares[steps[pixel]!]!++;
    all++;
  }
  if (all > 0) for (let color = 0; color < COLORS; color++) shares[color]! /= all;
  for (const stride of [1, STEPS, STEPS * STEPS]) blur(shares, stride);
  return shares;
}

/** Weights 1, 2, 1 along one channel, in place; what would leave the range stays at its end. */
function blur(shares: Float64Array, stride: number): void {
  const line = new Float64Array(STEPS);
  for (let start = 0; start < COLORS; start++) {
    if (Math.floor(start / stride) % STEPS !== 0) continue;
    for (let at = 0; at < STEPS; at++) line[at] = shares[start + at * stride]!;
    for (let at = 0; at < STEPS; at++) shares[start + at * stride] = (line[Math.max(0, at - 1)]! + 2 * line[at]! + line[Math.min(STEPS - 1, at + 1)]!) / 4;
  }
}
