import fc from "fast-check";
import { expect, test } from "vitest";
import { drawnArea, rocArea, rocCurve } from "../../../src/verify/statistics/roc.js";

const scored = fc.array(fc.record({ score: fc.integer({ min: -8, max: 8 }), isGood: fc.boolean() }), { minLength: 2, maxLength: 60 });

test("the area is the share of pairs in the right order, ties half", () => {
  expect(rocArea([{ score: 0.1, isGood: false }, { score: 0.4, isGood: false }, { score: 0.35, isGood: true }, { score: 0.8, isGood: true }])).toBe(0.75);
  fc.assert(
    fc.property(scored, (rows) => {
      const pairs = rows.filter((row) => row.isGood).flatMap((good) => rows.filter((row) => !row.isGood).map((bad) => (good.score > bad.score ? 1 : good.score === bad.score ? 0.5 : 0)));
      const area = rocArea(rows);
      if (pairs.length === 0) expect(area).toBeNull();
      else expect(area).toBeCloseTo(pairs.reduce<number>((sum, pair) => sum + pair, 0) / pairs.length, 12);
    }),
  );
});

test("the area does not change with the scale of the scores, and turns over with their sign", () => {
  fc.assert(
    fc.property(scored, (rows) => {
      const area = rocArea(rows);
      expect(rocArea(rows.map((row) => ({ ...row, score: row.score * row.score * row.score + 1e6 })))).toBe(area);
      if (area !== null) expect(rocArea(rows.map((row) => ({ ...row, score: -row.score })))).toBeCloseTo(1 - area, 12);
    }),
  );
});

test("the curve runs from corner to corner, and its area is the area", () => {
  fc.assert(
    fc.property(scored, (rows) => {
      const curve = rocCurve(rows);
      const area = rocArea(rows);
      if (area === null) {
        expect(curve).toEqual([]);
        return;
      }
      expect(curve[0]).toMatchObject({ falsePositiveRate: 0, truePositiveRate: 0 });
      expect(curve.at(-1)).toMatchObject({ falsePositiveRate: 1, truePositiveRate: 1 });
      const trapezoids = curve.slice(1).map((point, at) => ((point.falsePositiveRate - curve[at]!.falsePositiveRate) * (point.truePositiveRate + curve[at]!.truePositiveRate)) / 2);
      expect(trapezoids.reduce((sum, each) => sum + each, 0)).toBeCloseTo(area, 12);
    }),
  );
});

test("rows are drawn in the order in which they are given; one without a score is left out", () => {
  const drawn = drawnArea([{ score: 5, isGood: false }, null, { score: 7, isGood: true }, { score: 1, isGood: false }, { score: 1, isGood: true }]);
  expect(drawn([1, 9, 1, 0, 0])).toBe(1);
  expect(drawn([1, 9, 0, 0, 1])).toBe(0);
  expect(drawn([0, 9, 0, 1, 2])).toBe(0.5);
  expect(drawn([3, 9, 0, 1, 0])).toBeNull();
});

test("a row that counts twice is two rows", () => {
  const rows = [{ score: 1, isGood: false }, { score: 2, isGood: true }, { score: 3, isGood: false }];
  expect(drawnArea(rows)([1, 2, 2])).toBe(rocArea([...rows, rows[1]!, rows[2]!]));
  expect(rocArea(rows.map((row) => ({ ...row, weight: 3 })))).toBe(rocArea(rows));
});
