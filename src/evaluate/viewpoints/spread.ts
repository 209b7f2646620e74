/** How a quantity is spread, in constant memory. */

/** Figures of a quantity. */
export interface Spread {
  count: number;
  /** Null where nothing is counted, as the others. */
  minimum: number | null;
  mean: number | null;
  deviation: number | null;
  maximum: number | null;
}

/** Takes values one by one. */
export interface SpreadCounter {
  add(value: number): void;
  figures(): Spread;
}

/** Mean and deviation by Welford's updates (1962). */
export function spreadCounter(): SpreadCounter {
  let count = 0;
  let mean = 0;
  let squares = 0;
  let minimum = Infinity;
  let maximum = -Infinity;
  return {
    add(value) {
      count++;
      const away = value - mean;
      mean += away / count;
      squares += away * (value - mean);
      minimum = Math.min(minimum, value);
      maximum = Math.max(maximum, value);
    },
    figures: () => (count === 0 ? { count, minimum: null, mean: null, deviation: null, maximum: null } : { count, minimum, mean, deviation: Math.sqrt(Math.max(0, squares) / count), maximum }),
  };
}
