/** Directions of lines, without a sense: an angle and the same angle half a turn on are one. */
import { atan2 } from "../../../core/math.js";

/** How many directions are told apart; each spans 180° / 12 = 15°. */
export const DIRECTIONS = 12;

/** The direction of a line along (x, y), y downwards: 0 … 11, 0 = horizontal, 6 = vertical. */
export function directionOf(x: number, y: number): number {
  const bin = Math.round((atan2(y, x) / Math.PI) * DIRECTIONS);
  return ((bin % DIRECTIONS) + DIRECTIONS) % DIRECTIONS;
}

/** The angle of a direction in radians, from the x axis towards y. */
export function angleOf(direction: number): number {
  return (direction * Math.PI) / DIRECTIONS;
}
