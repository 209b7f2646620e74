/** Functions that are straight lines between knots. */

/** What lies between the knots, by straight lines; beyond the ends what stands there. @param at ascending, without equals */
export function interpolate(at: readonly number[], values: readonly number[], x: number): number {
  const last = at.length - 1;
  if (!(x > at[0]!)) return values[0]!;
  if (x >= at[last]!) return values[last]!;
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (at[middle]! <= x) low = middle;
    else high = middle;
  }
  const share = (x - at[low]!) / (at[high]! - at[low]!);
  return values[low]! + (values[high]! - values[low]!) * share;
}

/**
 * How far x has come in each piece between two knots, 0 to 1: sums of these with weights ≥ 0 are all rising functions
 * with these knots (I-splines of the first order; Ramsay, "Monotone regression splines in action", Stat. Sci. 3(4), 1988).
 */
export function rises(knots: readonly number[], x: number): number[] {
  const shares: number[] = [];
  for (let piece = 1; piece < knots.length; piece++) {
    const share = (x - knots[piece - 1]!) / (knots[piece]! - knots[piece - 1]!);
    shares.push(share <= 0 ? 0 : share >= 1 ? 1 : share);
  }
  return shares;
}

/**
 * Values below which shares of the total weight lie, in the order of the shares: the smallest value at which the weight
 * up to it reaches the share.
 * @param sorted ascending by value
 */
export function weightedQuantiles(sorted: readonly { value: number; weight: number }[], shares: readonly number[]): number[] {
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  return shares.map((share) => {
    let sum = 0;
    for (const { value, weight } of sorted) {
      sum += weight;
      if (sum >= share * total * (1 - 1e-12)) return value;
    }
    return sorted[sorted.length - 1]!.value;
  });
}
