/** The nearest known name to a mistyped one. */

/** Edits (insert, delete, replace, swap of neighbours) that turn `a` into `b` (optimal string alignment distance). */
export function editDistance(a: string, b: string): number {
  let twoAbove: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let best = Math.min(above[column]! + 1, current[column - 1]! + 1, above[column - 1]! + (same ? 0 : 1));
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        best = Math.min(best, twoAbove[column - 2]! + 1);
      }
      current.push(best);
    }
    twoAbove = above;
    above = current;
  }
  return above[b.length]!;
}

/**
 * The candidate that the user most likely meant, or null when none is close (more than a third of the letters off).
 * Case and the dash or underscore between words do not count; the first of equals wins.
 */
export function nearest(name: string, candidates: readonly string[]): string | null {
  if (name.length > 100) return null;
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[-_]/g, "");
  const wanted = plain(name);
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, plain(candidate));
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  if (best !== null || wanted.length < 3) return best;
  return candidates.find((candidate) => plain(candidate).startsWith(wanted)) ?? null;
}
