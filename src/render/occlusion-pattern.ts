/** Where ambient occlusion looks for what hides the light, and how much of it counts. */
import { sinCosTurn } from "../core/math.js";

export const DIRECTIONS = 4;
export const STEPS = 3;
export const SAMPLES = DIRECTIONS * STEPS;
/** Above 1 to make up for what lies behind the visible surfaces and is not in the depth. */
export const STRENGTH = 2;
export const DARKEST = 0.15;

/** 16 rotations for the 4 × 4 pattern, in an order that makes neighbours differ most (4 × 4 Bayer matrix). */
const BAYER = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5];
/** Per rotation and sample: unit direction and distance as a share of the reach; the steps of a direction follow one another. */
export const OFFSETS = new Float32Array(16 * SAMPLES * 3);
for (let rotation = 0; rotation < 16; rotation++) {
  for (let sample = 0; sample < SAMPLES; sample++) {
    const { sin, cos } = sinCosTurn((Math.floor(sample / STEPS) + BAYER[rotation] / 16) / DIRECTIONS);
    const t = ((sample % STEPS) + (BAYER[(rotation * 5 + 3) % 16] + 0.5) / 16) / STEPS;
    OFFSETS[(rotation * SAMPLES + sample) * 3] = cos;
    OFFSETS[(rotation * SAMPLES + sample) * 3 + 1] = sin;
    OFFSETS[(rotation * SAMPLES + sample) * 3 + 2] = t * (0.25 + 0.75 * t);
  }
}
