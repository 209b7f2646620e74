/** Rules between options that hold for every plug-in: a minimum is not above its maximum. */
import type { Problem } from "./problem.js";

/**
 * Pairs of options of one group that contradict each other: `minimum` with `maximum`, and likewise any `…Minimum`
 * with `…Maximum` or `minimum…` with `maximum…`.
 */
export function impossibleRanges(value: unknown, path: readonly (string | number)[] = []): Problem[] {
  if (typeof value !== "object" || value === null) return [];
  const problems: Problem[] = [];
  for (const [key, least] of Object.entries(value)) {
    const step = Array.isArray(value) ? Number(key) : key;
    problems.push(...impossibleRanges(least, [...path, step]));
    if (!/minimum/i.test(key) || typeof least !== "number") continue;
    const otherKey = key.replace("minimum", "maximum").replace("Minimum", "Maximum");
    const most: unknown = (value as Record<string, unknown>)[otherKey];
    if (typeof most !== "number" || least <= most) continue;
    const name = (own: string): string => [...path, own].join(".");
    problems.push({
      path: [...path, key],
      message: `${name(key)} (${least}) is greater than ${name(otherKey)} (${most})`,
      hint: `Raise ${name(otherKey)} or lower ${name(key)}.`,
    });
  }
  return problems;
}
