/** Bins with round edges, and the filter that finds exactly what lies in each. */

/** A bin holds what is at least `from` and less than `below`; the last one `below` as well. */
export interface NumberBin {
  from: number;
  below: number;
  /** As a query writes it: both ends of a query's range belong to it. */
  range: string;
}

/** Fields whose whole range is known beforehand. */
const WHOLE: Readonly<Record<string, { low: number; high: number; step: number }>> = {
  azimuth: { low: 0, high: 360, step: 15 },
  visible: { low: 0, high: 1, step: 0.05 },
  truncation: { low: 0, high: 1, step: 0.05 },
  score: { low: 0, high: 1, step: 0.05 },
};
/** Least steps: of what is counted, and of what the table keeps with two decimals. */
const LEAST_STEP: Readonly<Record<string, number>> = { objects: 1 };
const TABLE_STEP = 0.01;
/** Between the end of a bin and the start of the next: chances are kept with all their decimals. */
const GAPS: Readonly<Record<string, number>> = { score: 1e-6 };

const MOST_BINS = 30;

/** Bins of a field between two values. */
export function binsBetween(name: string, lowest: number, highest: number): NumberBin[] {
  const least = LEAST_STEP[name] ?? TABLE_STEP;
  const { low, high, step } = WHOLE[name] ?? roundEnds(lowest, highest, Math.max(least, roundStep((highest - lowest) / MOST_BINS)));
  const count = Math.max(1, Math.round((high - low) / step));
  const gap = GAPS[name] ?? least;
  return Array.from({ length: count }, (_, at) => {
    const [from, below] = [plain(low + at * step), plain(low + (at + 1) * step)];
    return { from, below, range: `${from}..${at === count - 1 ? below : plain(below - gap)}` };
  });
}

/** The place of a value among bins of one width. */
export function binOf(bins: readonly NumberBin[], value: number): number {
  const [{ from, below }] = bins as [NumberBin];
  // 0.15 is three steps of 0.05, whatever the processor makes of it.
  return Math.min(bins.length - 1, Math.max(0, Math.floor((value - from) / (below - from) + 1e-9)));
}

function roundEnds(lowest: number, highest: number, step: number): { low: number; high: number; step: number } {
  return { low: Math.floor(lowest / step + 1e-9) * step, high: (Math.floor(highest / step + 1e-9) + 1) * step, step };
}

/** 1, 2 or 5 times a power of ten, at least the given width. */
function roundStep(width: number): number {
  if (!(width > 0)) return 0;
  let power = 1;
  while (power > width) power /= 10;
  while (power * 10 <= width) power *= 10;
  return ([1, 2, 5].find((factor) => factor * power >= width * (1 - 1e-9)) ?? 10) * power;
}

/** Without what rounding left at the end of 0.15000000000000002. */
function plain(value: number): number {
  return Number(value.toFixed(6));
}
