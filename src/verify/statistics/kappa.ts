/** Agreement of people beyond chance. */

/** Share of pairs of ratings, within items, that are equal; null without a pair. @param items ratings of each item */
export function agreement(items: readonly (readonly string[])[]): number | null {
  let equal = 0;
  let pairs = 0;
  for (const ratings of items) {
    for (let a = 0; a < ratings.length; a++) for (let b = a + 1; b < ratings.length; b++) equal += ratings[a] === ratings[b] ? 1 : 0;
    pairs += (ratings.length * (ratings.length - 1)) / 2;
  }
  return pairs === 0 ? null : equal / pairs;
}

/**
 * Cohen's kappa of two raters (Educ. Psychol. Meas. 20(1), 1960): agreement beyond that of two who answer as often as
 * these, but by chance. Null without items, and where both give one and the same answer to all.
 */
export function cohenKappa(pairs: readonly (readonly [string, string])[]): number | null {
  if (pairs.length === 0) return null;
  const first = new Map<string, number>();
  const second = new Map<string, number>();
  let equal = 0;
  for (const [a, b] of pairs) {
    first.set(a, (first.get(a) ?? 0) + 1);
    second.set(b, (second.get(b) ?? 0) + 1);
    if (a === b) equal++;
  }
  const count = pairs.length;
  let byChance = 0;
  for (const [answer, times] of first) byChance += (times / count) * ((second.get(answer) ?? 0) / count);
  return beyondChance(equal / count, byChance);
}

/**
 * Fleiss' kappa of several raters (Psychol. Bull. 76(5), 1971). Items need not have the same number of ratings: each
 * counts once, as in Gwet, "Handbook of inter-rater reliability", 4th ed., 2014, chapter 2; those with fewer than two are
 * left out. Null without items, and where all give one and the same answer.
 */
export function fleissKappa(items: readonly (readonly string[])[]): number | null {
  const rated = items.filter(({ length }) => length >= 2);
  if (rated.length === 0) return null;
  const shares = new Map<string, number>();
  let agreed = 0;
  for (const ratings of rated) {
    const counts = new Map<string, number>();
    for (const rating of ratings) counts.set(rating, (counts.get(rating) ?? 0) + 1);
    for (const [answer, times] of counts) {
      shares.set(answer, (shares.get(answer) ?? 0) + times / ratings.length / rated.length);
      agreed += (times * (times - 1)) / (ratings.length * (ratings.length - 1)) / rated.length;
    }
  }
  let byChance = 0;
  for (const share of shares.values()) byChance += share * share;
  return beyondChance(agreed, byChance);
}

function beyondChance(observed: number, byChance: number): number | null {
  return 1 - byChance < 1e-12 ? null : (observed - byChance) / (1 - byChance);
}
