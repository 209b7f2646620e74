/** How well one number tells two groups apart. */

/**
 * The chance that a member of the first group has a larger number than one of the second, ties counting half: the area
 * under the ROC curve. 0.5 = not told apart at all.
 * @returns null when a group is empty
 */
export function rankSeparation(first: readonly number[], second: readonly number[]): number | null {
  if (first.length === 0 || second.length === 0) return null;
  const all = [...first.map((value) => ({ value, isFirst: true })), ...second.map((value) => ({ value, isFirst: false }))];
  all.sort((a, b) => a.value - b.value);
  let smaller = 0; // of the second group
  let won = 0;
  for (let at = 0; at < all.length; ) {
    let end = at;
    let [firsts, seconds] = [0, 0];
    for (; end < all.length && all[end]!.value === all[at]!.value; end++) {
      if (all[end]!.isFirst) firsts++;
      else seconds++;
    }
    won += firsts * (smaller + seconds / 2);
    smaller += seconds;
    at = end;
  }
  return won / (first.length * second.length);
}
