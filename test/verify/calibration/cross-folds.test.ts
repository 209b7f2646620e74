import fc from "fast-check";
import { expect, test } from "vitest";
import { crossFolds } from "../../../src/verify/calibration/cross-folds.js";
import { answeredRows } from "../../../src/verify/calibration/row.js";
import { SYNTHETIC_KINDS, syntheticRows } from "./synthetic-rows.js";

test("rows of a group are in one fold, folds are as large as each other, and so is the share of bad rows and of each kind in them", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 0, max: 1000 }), (count, seed) => {
      const rows = answeredRows(syntheticRows(240, { seed }));
      const folds = crossFolds(rows, count, seed);
      const foldOf = new Map<string, number>();
      rows.forEach(({ group }, index) => {
        expect(foldOf.get(group!) ?? folds[index]).toBe(folds[index]);
        foldOf.set(group!, folds[index]!);
      });
      const sizes = (wanted: (index: number) => boolean): number[] => Array.from({ length: count }, (_, fold) => folds.filter((each, index) => each === fold && wanted(index)).length);
      const spread = (of: number[]): number => Math.max(...of) - Math.min(...of);
      expect(spread(sizes(() => true))).toBeLessThanOrEqual(4);
      expect(spread(sizes((index) => !rows[index]!.isGood))).toBeLessThanOrEqual(4);
      for (const kind of SYNTHETIC_KINDS) expect(spread(sizes((index) => rows[index]!.plantedKind === kind))).toBeLessThanOrEqual(4);
    }),
    { numRuns: 20 },
  );
});
