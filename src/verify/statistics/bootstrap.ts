/** Intervals by drawing again from what there is. */
import { random } from "../../core/random.js";

/** A figure with its interval. */
export interface Interval {
  low: number;
  high: number;
}

/** Draws of a bootstrap. */
export const BOOTSTRAP_DRAWS = 1000;

/**
 * The percentile interval (Efron, "Bootstrap methods: another look at the jackknife", Ann. Stat. 7(1), 1979): units are
 * drawn with replacement, and the figure is taken of each draw.
 * @param units how many there are to draw from
 * @param figure of a draw, given how often each unit was drawn; null = that draw has none and is left out
 * @returns null when fewer than half of the draws have a figure
 */
export function bootstrapInterval(units: number, figure: (times: Uint32Array) => number | null, { seed, purpose, level = 0.95, draws = BOOTSTRAP_DRAWS }: { seed: number; purpose: string; level?: number; draws?: number }): Interval | null {
  const found: number[] = [];
  const times = new Uint32Array(units);
  const chance = random(seed, `bootstrap/${purpose}`, "draws");
  for (let draw = 0; draw < draws; draw++) {
    times.fill(0);
    for (let unit = 0; unit < units; unit++) times[chance.integer(units)]!++;
    const value = figure(times);
    if (value !== null) found.push(value);
  }
  if (found.length < draws / 2 || found.length === 0) return null;
  found.sort((a, b) => a - b);
  const at = (share: number): number => found[Math.min(found.length - 1, Math.max(0, Math.round(share * (found.length - 1))))]!;
  return { low: at((1 - level) / 2), high: at((1 + level) / 2) };
}
