import fc from "fast-check";
import { expect, test } from "vitest";
import { agreement, cohenKappa, fleissKappa } from "../../../src/verify/statistics/kappa.js";

const answer = fc.constantFrom("yes", "no", "unsure");
const pairs = fc.array(fc.tuple(answer, answer), { minLength: 1, maxLength: 40 });

test("a well-known table", () => {
  // Two readers, 50 proposals: 20 both yes, 5 and 10 apart, 15 both no: agreement 0.7, by chance 0.5.
  const table = [["yes", "yes", 20], ["yes", "no", 5], ["no", "yes", 10], ["no", "no", 15]] as const;
  const items = table.flatMap(([a, b, times]) => Array.from({ length: times }, (): [string, string] => [a, b]));
  expect(agreement(items)).toBe(0.7);
  expect(cohenKappa(items)).toBeCloseTo(0.4, 12);
});

test("equal raters have kappa 1, whoever comes first has the same, and order does not matter", () => {
  fc.assert(
    fc.property(pairs, (items) => {
      const same = items.map(([a]): [string, string] => [a, a]);
      const several = new Set(items.map(([a]) => a)).size > 1;
      expect(cohenKappa(same)).toBe(several ? 1 : null);
      if (several) expect(fleissKappa(same)).toBeCloseTo(1, 12);
      const kappa = cohenKappa(items);
      const turned = cohenKappa(items.map(([a, b]): [string, string] => [b, a]).reverse());
      if (kappa === null) expect(turned).toBeNull();
      else {
        expect(turned).toBeCloseTo(kappa, 12);
        expect(kappa).toBeLessThanOrEqual(1);
        expect(kappa).toBeGreaterThanOrEqual(-1 - 1e-9);
      }
    }),
  );
});

test("items with one rating do not count, nothing has no kappa", () => {
  const items = [["yes", "yes"], ["no", "no", "no"], ["no", "yes"]];
  expect(fleissKappa([...items, ["no"], []])).toBe(fleissKappa(items));
  expect(agreement([...items, ["no"]])).toBe(4 / 5);
  expect([agreement([["a"]]), cohenKappa([]), fleissKappa([])]).toEqual([null, null, null]);
});
