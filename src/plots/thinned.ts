/** Fewer points of a curve. */

/** Points that a line keeps: more cannot be seen. */
const MOST_POINTS = 400;

/** Evenly chosen items, the first and the last among them. */
export function thinned<T>(items: readonly T[], most = MOST_POINTS): T[] {
  const step = Math.max(1, Math.ceil(items.length / most));
  return items.filter((_, index) => index % step === 0 || index === items.length - 1);
}
