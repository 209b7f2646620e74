/** Directions of lines, without a sense: an angle and the same angle half a turn on are one. */
import { atan2 } from "../../../core/math.js";

/** How many directions are told apart; each spans 180° / 12 = 15°. */
export const DIRECTIONS = 12;

/** The direction of a line along (x, y), y downwards: 0 … 11, 0 = horizontal, 6 = vertical. */
export function directionOf(x: number, y: number): number {
  const bin = Math.round((atan2(y, x) / Math.PI) * DIRECTIONS);
  return ((bin % DIRECTIONS) + DIRECTIONS) % DIRECTIONS;
}

/** How many steps of 15° two directions are apart: 0 … 6. */
export function directionsApart(a: number, b: number): number {
  const apart = Math.abs(a - b);
  return Math.min(apart, DIRECTIONS - apart);
}
