/** Intervals by drawing again from what there is. */
import { random } from "../../core/random.js";

/** A figure with its interval. */
export interface Interval {
  low: number;
  high: number;
}

/** Draws of a bootstrap. */
export const BOOTSTRAP_DRAWS = 1000;

/** How is drawn. */
export interface BootstrapOptions {
  seed: number;
  /** What the draws are for; other purposes draw others. */
  purpose: string;
  level?: number;
  draws?: number;
}

/**
 * The percentile interval (Efron, "Bootstrap methods: another look at the jackknife", Ann. Stat. 7(1), 1979): units are
 * drawn with replacement, and the figure is taken of each draw.
 * @param units how many there are to draw from
 * @param figure of a draw, given how often each unit was drawn; null = that draw has none and is left out
 * @returns null when fewer than half of the draws have a figure
 */
export function bootstrapInterval(units: number, figure: (times: Uint32Array) => number | null, options: BootstrapOptions): Interval | null {
  return bootstrapIntervals(units, [figure], options)[0]!;
}

/** The intervals of several figures of the same units, all taken of the same draws: drawing is most of the work. */
export function bootstrapIntervals(units: number, figures: readonly ((times: Uint32Array) => number | null)[], { seed, purpose, level = 0.95, draws = BOOTSTRAP_DRAWS }: BootstrapOptions): (Interval | null)[] {
  const found = figures.map((): number[] => []);
  const times = new Uint32Array(units);
  const chance = random(seed, `bootstrap/${purpose}`, "draws");
  for (let draw = 0; draw < draws; draw++) {
    times.fill(0);
    for (let unit = 0; unit < units; unit++) times[chance.integer(units)]!++;
    figures.forEach((figure, at) => {
      const value = figure(times);
      if (value !== null) found[at]!.push(value);
    });
  }
  return found.map((values) => percentiles(values, draws, level));
}

function percentiles(found: number[], draws: number, level: number): Interval | null {
  if (found.length < draws / 2 || found.length === 0) return null;
  found.sort((a, b) => a - b);
  const at = (share: number): number => found[Math.min(found.length - 1, Math.max(0, Math.round(share * (found.length - 1))))]!;
  return { low: at((1 - level) / 2), high: at((1 + level) / 2) };
}
