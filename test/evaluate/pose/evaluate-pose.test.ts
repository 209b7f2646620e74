import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evaluatePose, type PoseAngles, type PosePair } from "../../../src/evaluate/pose/evaluate-pose.js";

interface Golden {
  pairs: PosePair[];
  errors: number[];
  figures: { accPi6: number; accPi18: number; medianDegrees: number };
  perCategory: Record<string, Golden["figures"]>;
}

const FRONT: PoseAngles = { azimuth: 0, elevation: 0, theta: 0 };
const pair = (predicted: Partial<PoseAngles> | null, truth: Partial<PoseAngles> = {}): PosePair => ({ category: "car", truth: { ...FRONT, ...truth }, predicted: predicted === null ? null : { ...FRONT, ...predicted } });
const radians = (degrees: number): number => (degrees * Math.PI) / 180;
const errorOf = (...args: Parameters<typeof evaluatePose>): number => evaluatePose(...args).errorsDegrees[0]!;

test("NeMo's functions give the same", () => {
  const { pairs, errors, figures, perCategory } = JSON.parse(readFileSync(new URL("../../golden/evaluation/poses.json", import.meta.url), "utf8")) as Golden;
  const ours = evaluatePose(pairs);
  ours.errorsDegrees.forEach((error, at) => expect(error).toBeCloseTo((errors[at]! * 180) / Math.PI, 5));
  expect(ours.accPi6).toBe(figures.accPi6);
  expect(ours.accPi18).toBe(figures.accPi18);
  expect(ours.medianDegrees).toBeCloseTo(figures.medianDegrees, 6);
  expect(Object.keys(ours.perCategory)).toEqual(Object.keys(perCategory));
  for (const [name, expected] of Object.entries(perCategory)) {
    expect(ours.perCategory[name]).toMatchObject({ accPi6: expected.accPi6, accPi18: expected.accPi18, medianDegrees: expect.closeTo(expected.medianDegrees, 6) as number });
  }
});

test("a turn by an angle is an error of that angle", () => {
  for (const degrees of [0, 1e-6, 5, 29.9, 90, 179.9]) for (const name of ["azimuth", "elevation", "theta"] as const) expect(errorOf([pair({ [name]: radians(degrees) })])).toBeCloseTo(degrees, 9);
  expect(errorOf([pair({ azimuth: radians(350) }, { azimuth: radians(-10) })])).toBeCloseTo(0, 9);
});

test("thresholds: below π/6 and π/18; no prediction is wrong", () => {
  const { accPi6, accPi18, medianDegrees, missing, count } = evaluatePose([pair({ azimuth: radians(9) }), pair({ azimuth: radians(20) }), pair({ azimuth: radians(31) }), pair(null)]);
  expect({ accPi6, accPi18, missing, count }).toEqual({ accPi6: 0.5, accPi18: 0.25, missing: 1, count: 4 });
  expect(medianDegrees).toBeCloseTo(25.5, 9);
  expect(evaluatePose([pair(null)])).toMatchObject({ accPi6: 0, medianDegrees: 180 });
});

test("shifts are told apart where there are some", () => {
  const { perShift } = evaluatePose([{ ...pair({}), shift: "weather" }, pair(null), { ...pair({}), shift: null }]);
  expect(perShift).toEqual({ none: expect.objectContaining({ count: 2, accPi6: 0.5 }) as unknown, weather: expect.objectContaining({ count: 1, accPi6: 1 }) as unknown });
  expect(evaluatePose([pair({})]).perShift).toEqual({});
});

describe("symmetric objects", () => {
  const half = [-1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];

  test("a half turn that nobody sees is no error", () => {
    const turned = [pair({ azimuth: Math.PI + 0.1 })];
    expect(errorOf(turned)).toBeCloseTo(180 - 18 / Math.PI, 6);
    expect(errorOf(turned, { symmetry: { car: { discrete: [half], continuous: [] } } })).toBeCloseTo(18 / Math.PI, 6);
    expect(errorOf(turned, { symmetry: { bus: { discrete: [half], continuous: [] } } })).toBeCloseTo(180 - 18 / Math.PI, 6);
  });

  test("a vertical axis of revolution leaves the elevation and the turn of the picture", () => {
    const symmetry = { car: { discrete: [], continuous: [{ axis: [0, 0, 2] }] } };
    expect(errorOf([pair({ azimuth: 2, elevation: 0.2 })], { symmetry })).toBeCloseTo((0.2 * 180) / Math.PI, 5);
  });

  test("any axis: no fine step of turns about it comes nearer", () => {
    const angle = fc.double({ min: -3, max: 3, noNaN: true });
    const angles = fc.record({ azimuth: angle, elevation: angle, theta: angle });
    const axis = fc.tuple(angle, angle, fc.double({ min: 0.1, max: 1, noNaN: true }));
    fc.assert(
      fc.property(angles, angles, axis, (truth, predicted, direction) => {
        const pairs = [{ category: "car", truth, predicted }];
        const closed = errorOf(pairs, { symmetry: { car: { discrete: [], continuous: [{ axis: [...direction] }] } } });
        const steps = errorOf(pairs, { symmetry: { car: { discrete: Array.from({ length: 360 }, (_, at) => turn(direction, radians(at))), continuous: [] } } });
        expect(closed).toBeLessThanOrEqual(steps + 1e-5);
        expect(steps).toBeLessThanOrEqual(closed + 0.75);
      }),
      { numRuns: 40 },
    );
  });

  test("a ball has no pose", () => expect(errorOf([pair({ azimuth: 2, theta: 1 })], { symmetry: { car: { discrete: [], continuous: [{ axis: [0, 0, 1] }, { axis: [1, 0, 0] }] } } })).toBe(0));

  test("what is no symmetry is refused", () => {
    const wrong = [{ discrete: [[1, 2, 3]] }, { discrete: [half.map((value) => value * 2)] }, { discrete: [[1, 0, 0, 0, 1, 0, 0, 0, -1]] }, { continuous: [{ axis: [0, 0, 0] }] }, { continuous: [{}] }, 3];
    for (const each of wrong) expect(() => evaluatePose([pair({})], { symmetry: { car: each as never } }), JSON.stringify(each)).toThrowError(expect.objectContaining({ code: "E_EVALUATION", message: expect.stringContaining("symmetry.car") as string }));
  });
});

test.each([
  ["no pairs", [], "pairs: there are none"],
  ["no list", { car: 1 }, "pairs: a list is needed"],
  ["no category", [{ ...pair({}), category: "" }], "pairs[0].category"],
  ["no prediction", [{ category: "car", truth: FRONT }], "pairs[0].predicted: it is missing"],
  ["no truth", [{ category: "car", truth: null, predicted: FRONT }], "pairs[0].truth"],
  ["NaN", [pair({ theta: Number.NaN })], "pairs[0].predicted.theta: a finite number is needed, not NaN"],
])("bad input: %s", (_, pairs, message) => {
  expect(() => evaluatePose(pairs as PosePair[])).toThrowError(expect.objectContaining({ code: "E_EVALUATION", message: expect.stringContaining(message) as string }));
});

function turn([x, y, z]: readonly [number, number, number], angle: number): number[] {
  const length = Math.hypot(x, y, z);
  const [a, b, c] = [x / length, y / length, z / length];
  const cos = Math.cos(angle), sin = Math.sin(angle), rest = 1 - cos;
  return [rest * a * a + cos, rest * a * b - sin * c, rest * a * c + sin * b, rest * a * b + sin * c, rest * b * b + cos, rest * b * c - sin * a, rest * a * c - sin * b, rest * b * c + sin * a, rest * c * c + cos];
}
