/** Intervals of shares. */
import type { Interval } from "./bootstrap.js";

/** Half the width of a normal distribution's central 95 %, in standard deviations. */
const Z95 = 1.959963984540054;

/**
 * Interval of a share, 95 % (Wilson, "Probable inference, the law of succession, and statistical inference", J. Am. Stat.
 * Assoc. 22, 1927). Null when there is nothing to take a share of.
 */
export function wilsonInterval(hits: number, count: number, z = Z95): Interval | null {
  if (!(count > 0)) return null;
  const share = hits / count;
  const squared = (z * z) / count;
  const middle = (share + squared / 2) / (1 + squared);
  const half = (z / (1 + squared)) * Math.sqrt((share * (1 - share)) / count + squared / (4 * count));
  return { low: hits === 0 ? 0 : Math.max(0, middle - half), high: hits === count ? 1 : Math.min(1, middle + half) };
}
