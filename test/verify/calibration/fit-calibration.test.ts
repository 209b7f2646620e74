import fc from "fast-check";
import { expect, test } from "vitest";
import { applyCalibration } from "../../../src/verify/calibration/apply-calibration.js";
import { fitCalibration } from "../../../src/verify/calibration/fit-calibration.js";
import type { CalibrationRow } from "../../../src/verify/calibration/row.js";
import { thresholdFor } from "../../../src/verify/calibration/thresholds.js";
import { expectedCalibrationError } from "../../../src/verify/statistics/reliability.js";
import { rocArea } from "../../../src/verify/statistics/roc.js";
import { SYNTHETIC_KINDS, SYNTHETIC_MEASURES, syntheticRows } from "./synthetic-rows.js";

const HELD_OUT = ["swap", "second instance", "blurred"];
const SEEN = SYNTHETIC_KINDS.filter((kind) => !HELD_OUT.includes(kind));
const FITTED = { generator: { id: "imitation", model: null }, measures: SYNTHETIC_MEASURES, seed: 0 };

/** More is planted than is bad in reality. */
const calibration = fitCalibration(syntheticRows(1200, { kinds: SEEN, badShare: 0.4 }), FITTED);

function judged(rows: readonly CalibrationRow[]): { chance: number; isGood: boolean; score: number }[] {
  return rows.flatMap(({ values, isGood }) => {
    const { chance } = applyCalibration(calibration, values);
    return chance === null ? [] : [{ chance, isGood: isGood!, score: chance }];
  });
}

test("chances come true on pictures that were not seen, at the share of bad ones in reality", () => {
  const rows = judged(syntheticRows(6000, { seed: 5, kinds: SEEN, badShare: 0.25 }));
  expect(expectedCalibrationError(rows)).toBeLessThanOrEqual(0.03);
  expect(rocArea(rows)).toBeGreaterThan(0.88);
  expect(calibration.figures.auc).toBeCloseTo(rocArea(rows)!, 1);
  expect(calibration.figures.expectedCalibrationError).toBeLessThan(0.045);
});

test("defects of kinds that were never planted are found, also those that move a number that no planted one moves", () => {
  const rows = syntheticRows(6000, { seed: 6 });
  for (const kind of HELD_OUT) expect(rocArea(judged(rows.filter(({ isGood, plantedKind }) => isGood || plantedKind === kind)))).toBeGreaterThan(0.85);
});

test("the accepted reach the wanted precision", () => {
  const { cut, yield: share } = thresholdFor(calibration, 0.95)!;
  const accepted = judged(syntheticRows(6000, { seed: 7, kinds: SEEN })).filter(({ chance }) => chance >= cut!);
  expect(accepted.filter(({ isGood }) => isGood).length / accepted.length).toBeGreaterThan(0.935);
  expect(share).toBeGreaterThan(0.5);
  expect(thresholdFor(calibration, 0.9)!.yield).toBeGreaterThanOrEqual(share);
});

const value = fc.oneof(fc.constant(null), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.double({ min: -3, max: 3, noNaN: true }));

test("no number speaks the wrong way: a better one never lowers the chance, whatever the others are", () => {
  const measure = fc.constantFrom(...SYNTHETIC_MEASURES);
  fc.assert(
    fc.property(fc.record(Object.fromEntries(SYNTHETIC_MEASURES.map(({ name }) => [name, value]))), measure, fc.double({ min: -200, max: 2000, noNaN: true }), fc.double({ min: 0, max: 2000, noNaN: true }), (values, { name, good }, from, step) => {
      const chance = (at: number): number => applyCalibration(calibration, { ...values, [name]: at }).chance!;
      expect(chance(good === "high" ? from + step : from - step)).toBeGreaterThanOrEqual(chance(from));
    }),
    { numRuns: 300 },
  );
});

test("a number that is said to be good the wrong way round gets no say of its own", () => {
  const rows = syntheticRows(400);
  const wrong = SYNTHETIC_MEASURES.map((each) => (each.name === "margin" ? { ...each, good: "low" as const } : each));
  const part = fitCalibration(rows, { ...FITTED, measures: wrong }).model.measures.find(({ name }) => name === "margin")!;
  expect(Math.max(...part.logOdds)).toBeLessThan(0.3);
});

test("what speaks against a picture is named, the worst first; missing numbers say nothing", () => {
  const good = { edgeRecall: 0.6, overlap: 0.93, poseLoss: 2, angleDegrees: 9, margin: 300, secondInstance: 0, blur: 1e6, nothing: 3 };
  expect(applyCalibration(calibration, good)).toMatchObject({ against: [] });
  expect(applyCalibration(calibration, good).chance).toBeGreaterThan(0.85);
  const second = applyCalibration(calibration, { ...good, secondInstance: 0.004 });
  expect(second.against[0]?.measure).toBe("secondInstance");
  expect(second.chance).toBeLessThan(applyCalibration(calibration, good).chance! - 0.1);
  expect(applyCalibration(calibration, { ...good, edgeRecall: 0.05, overlap: 0.2 }).against.map(({ measure }) => measure)).toEqual(expect.arrayContaining(["edgeRecall", "overlap"]));
  expect(applyCalibration(calibration, { edgeRecall: null })).toEqual({ chance: null, against: [] });
  const few = applyCalibration(calibration, { edgeRecall: 0.6 }).chance!;
  expect(few).toBeGreaterThan(0.6);
  expect(few).toBeLessThan(applyCalibration(calibration, good).chance!);
});

test("the order of the rows does not matter, the same seed gives the same calibration", () => {
  const rows = syntheticRows(200);
  const first = fitCalibration(rows, FITTED);
  expect(fitCalibration([...rows].reverse(), FITTED)).toEqual(first);
  expect(first.counts).toEqual({ plantedGood: rows.filter(({ isGood }) => isGood).length, plantedBad: rows.filter(({ isGood }) => !isGood).length, humanGood: 0, humanBad: 0 });
});

test("answers of people outweigh what was planted", () => {
  // To people, pictures with few edges are fine.
  const planted = syntheticRows(400);
  const human = syntheticRows(200, { seed: 3, source: "human" }).map((row) => ({ ...row, key: `human ${row.key}`, isGood: row.plantedKind === null || row.plantedKind === "erased" || row.plantedKind === "shifted", plantedKind: null }));
  const erased = { edgeRecall: 0.03, overlap: -3, poseLoss: 2, angleDegrees: 9, margin: 300, secondInstance: 0, blur: 1e6, nothing: 3 };
  const without = applyCalibration(fitCalibration(planted, FITTED), erased).chance!;
  const both = fitCalibration([...planted, ...human], FITTED);
  expect(applyCalibration(both, erased).chance).toBeGreaterThan(without + 0.2);
  expect(both.counts.humanGood + both.counts.humanBad).toBe(200);
});

test("too few answers, and numbers that nobody has taken, are refused", () => {
  expect(() => fitCalibration(syntheticRows(60), FITTED)).toThrow("at least 20 pictures that show their label and 20 that do not");
  const empty = syntheticRows(200).map((row) => ({ ...row, values: { edgeRecall: null } }));
  expect(() => fitCalibration(empty, FITTED)).toThrow("no signal has measured anything");
  expect(() => fitCalibration(syntheticRows(200), { ...FITTED, badShare: 0 })).toThrow();
});
