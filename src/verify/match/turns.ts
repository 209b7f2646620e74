/** The angles by which objects are turned to get labels that are wrong. */
import { radians } from "../../core/math.js";
import { random } from "../../core/random.js";

/** Least and most degrees of each turned label, counter-clockwise seen from above. */
const RANGES: readonly (readonly [number, number])[] = [
  [12, 28], [-28, -12], [35, 60], [-60, -35], [75, 105], [-105, -75], [170, 190],
];

/** Labels of a sample: as it is, and turned. */
export const LABELS = 1 + RANGES.length;

/** The label that is turned by about 180 degrees. */
export const HALF_TURN = LABELS - 1;

/** Angles for a sample, drawn once. */
export function turnsRadians(seed: number, key: string): number[] {
  const stream = random(seed, `match/${key}`, "turns");
  return RANGES.map(([least, most]) => radians(stream.uniform(least, most)));
}
