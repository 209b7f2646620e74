import { expect, test } from "vitest";
import { random } from "../../../src/core/random.js";
import { logisticOf, logOddsOf } from "../../../src/verify/calibration/log-odds.js";
import { fitLogistic, type LogisticProblem, surprise } from "../../../src/verify/calibration/logistic.js";

function problemOf(rows: readonly (readonly number[])[], good: readonly number[], change: Partial<LogisticProblem> = {}): LogisticProblem {
  const columns = rows[0]!.length;
  return {
    features: Float64Array.from(rows.flat()),
    columns,
    good: Uint8Array.from(good),
    rowWeights: new Float64Array(rows.length).fill(1),
    lowest: new Float64Array(columns).fill(-Infinity),
    expected: new Float64Array(columns),
    penalty: new Float64Array(columns),
    ...change,
  };
}

test("one column of two values gives exactly the shares that were counted", () => {
  const rows = [[0], [0], [0], [0], [1], [1], [1], [1], [1]];
  const { bias, weights } = fitLogistic(problemOf(rows, [1, 0, 0, 0, 1, 1, 1, 1, 0]));
  expect(logisticOf(bias)).toBeCloseTo(1 / 4, 6);
  expect(logisticOf(bias + weights[0]!)).toBeCloseTo(4 / 5, 6);
});

test("weights are found again, rows that count twice are two rows", () => {
  const rows = Array.from({ length: 4000 }, (_, index) => {
    const chance = random(7, String(index), "logistic");
    return [chance.normal(), chance.normal()];
  });
  const good = rows.map(([a, b], index) => (random(8, String(index), "answer").next() < logisticOf(0.5 + 1.5 * a! - 0.7 * b!) ? 1 : 0));
  const { bias, weights } = fitLogistic(problemOf(rows, good));
  expect(bias).toBeCloseTo(0.5, 0);
  expect(weights[0]).toBeCloseTo(1.5, 0);
  expect(weights[1]).toBeCloseTo(-0.7, 0);
  const some = rows.slice(0, 60);
  const twice = fitLogistic(problemOf([...some, ...some.slice(0, 20)], [...good.slice(0, 60), ...good.slice(0, 20)]));
  const weighted = fitLogistic(problemOf(some, good.slice(0, 60), { rowWeights: Float64Array.from(some, (_, index) => (index < 20 ? 2 : 1)) }));
  expect(weighted.weights[0]).toBeCloseTo(twice.weights[0]!, 6);
});

test("a weight stays above its bound, and the others make the best of it", () => {
  const rows = Array.from({ length: 200 }, (_, index) => [index % 2, (index >> 1) % 2]);
  const good = rows.map(([a, b], index) => (random(9, String(index), "answer").next() < logisticOf(-2 * a! + 2 * b!) ? 1 : 0));
  const { weights } = fitLogistic(problemOf(rows, good, { lowest: new Float64Array(2) }));
  expect(weights[0]).toBe(0);
  expect(weights[1]).toBeGreaterThan(1);
});

test("the answer is the least of the penalised loss: no small step lowers it", () => {
  const rows = Array.from({ length: 50 }, (_, index) => [random(2, String(index), "x").normal(), random(3, String(index), "x").normal()]);
  const good = rows.map((_, index) => (index % 3 === 0 ? 1 : 0));
  const problem = problemOf(rows, good, { penalty: Float64Array.of(2, 5), expected: Float64Array.of(1, -1) });
  const { bias, weights } = fitLogistic(problem);
  const loss = (b: number, [u, v]: readonly number[]): number =>
    rows.reduce((sum, [x, y], index) => sum + surprise(b + u! * x! + v! * y!, good[index] === 1), 0) + (u! - 1) * (u! - 1) + 2.5 * (v! + 1) * (v! + 1);
  const best = loss(bias, [...weights]);
  for (const [b, u, v] of [[1e-3, 0, 0], [-1e-3, 0, 0], [0, 1e-3, 0], [0, -1e-3, 0], [0, 0, 1e-3], [0, 0, -1e-3]] as const) expect(loss(bias + b, [weights[0]! + u, weights[1]! + v])).toBeGreaterThan(best);
});

test("rows that can be told apart without error do not make weights endless when they are penalised", () => {
  const { weights } = fitLogistic(problemOf([[0], [0], [1], [1]], [0, 0, 1, 1], { penalty: Float64Array.of(1) }));
  expect(weights[0]).toBeLessThan(3);
  expect(Number.isFinite(fitLogistic(problemOf([[0], [0], [1], [1]], [0, 0, 1, 1])).weights[0])).toBe(true);
});

test("surprise is −log of the chance, also far out", () => {
  expect(surprise(logOddsOf(0.2), true)).toBeCloseTo(-Math.log(0.2), 12);
  expect(surprise(logOddsOf(0.2), false)).toBeCloseTo(-Math.log(0.8), 12);
  expect(surprise(-2000, true)).toBe(2000);
});
