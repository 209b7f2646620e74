/** How a depth that is known up to scale and shift agrees with another one. */

/** Agreement of two depths. */
export interface DepthAgreement {
  /** Spearman's rank correlation, -1 … 1. */
  rank: number;
  /** Root mean square of what is left after the best scale (not negative) and shift, relative to the spread: 0 … 1. */
  error: number;
}

/** Both lists are equally long. @returns null where one of them is the same everywhere */
export function depthAgreement(claimed: readonly number[], seen: readonly number[]): DepthAgreement | null {
  const linear = correlation(claimed, seen);
  const rank = correlation(ranksOf(claimed), ranksOf(seen));
  if (linear === null || rank === null) return null;
  const explained = Math.max(0, linear);
  return { rank, error: Math.sqrt(Math.max(0, 1 - explained * explained)) };
}

/** Pearson's; null where a list does not vary. */
function correlation(a: readonly number[], b: readonly number[]): number | null {
  const meanA = a.reduce((sum, value) => sum + value, 0) / a.length;
  const meanB = b.reduce((sum, value) => sum + value, 0) / b.length;
  let [ab, aa, bb] = [0, 0, 0];
  for (let index = 0; index < a.length; index++) {
    const [x, y] = [a[index]! - meanA, b[index]! - meanB];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : null;
}

/** 0 for the smallest; equal values share the mean of their places. */
function ranksOf(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Array<number>(values.length);
  for (let at = 0; at < order.length; ) {
    let end = at;
    while (end < order.length && values[order[end]!] === values[order[at]!]) end++;
    for (let place = at; place < end; place++) ranks[order[place]!] = (at + end - 1) / 2;
    at = end;
  }
  return ranks;
}
