import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { iou3d } from "../../../src/evaluate/box3d/iou3d.js";

type Corners = number[][];

interface Golden {
  a: Corners;
  b: Corners;
  volume: number | null;
  iou: number;
  checks: { what: "volume" | "iou"; expected: number; tolerance: number }[];
}

const read = <T>(name: string): T => JSON.parse(readFileSync(new URL(`../../golden/evaluation/${name}`, import.meta.url), "utf8")) as T;
const SIGNS = [[-1, -1, -1], [1, -1, -1], [1, 1, -1], [-1, 1, -1], [-1, -1, 1], [1, -1, 1], [1, 1, 1], [-1, 1, 1]] as const;

/** A box along the axes. */
const box = (center: readonly number[], size: readonly number[]): Corners => SIGNS.map((signs) => signs.map((sign, axis) => center[axis]! + (sign * size[axis]!) / 2));
const moved = (corners: Corners, by: readonly number[]): Corners => corners.map((corner) => corner.map((value, axis) => value + by[axis]!));
const UNIT = box([0.5, 0.5, 0.5], [1, 1, 1]);

describe("PyTorch3D's published cases", () => {
  const { cases, refused } = read<{ cases: Golden[]; refused: Corners[] }>("published-boxes.json");

  test.each(cases.map((each, index) => [index, each] as const))("case %i", (_, { a, b, volume, iou, checks }) => {
    const ours = iou3d(a, b);
    for (const { what, expected, tolerance } of checks) expect(Math.abs(ours[what] - expected), `published ${what}`).toBeLessThanOrEqual(tolerance);
    expect(Math.abs(ours.iou - iou)).toBeLessThanOrEqual(1e-4);
    if (volume !== null) expect(Math.abs(ours.volume - volume)).toBeLessThanOrEqual(1e-4 * Math.max(1, volume));
  });

  test("what it refuses is refused", () => {
    expect(refused.length).toBeGreaterThan(1);
    for (const corners of refused) expect(() => iou3d(corners, UNIT)).toThrowError(expect.objectContaining({ code: "E_BOX" }));
  });
});

test("halfspace intersection and convex hull give the same", () => {
  for (const { a, b, volume, iou } of read<Golden[]>("boxes.json")) {
    const ours = iou3d(a, b);
    expect(Math.abs(ours.iou - iou)).toBeLessThan(1e-6);
    expect(Math.abs(ours.volume - volume!)).toBeLessThanOrEqual(1e-6 * Math.max(1, volume!));
  }
});

describe("plain cases", () => {
  test("the same box", () => {
    const { volume, iou } = iou3d(UNIT, UNIT);
    expect([volume, iou]).toEqual([expect.closeTo(1, 14), expect.closeTo(1, 14)]);
  });
  test("moved by half a side along each axis", () => expect(iou3d(UNIT, moved(UNIT, [0.5, 0.5, 0.5])).volume).toBeCloseTo(1 / 8, 14));
  test("one inside the other", () => expect(iou3d(UNIT, box([0.5, 0.5, 0.5], [0.5, 0.5, 0.5])).iou).toBeCloseTo(0.125, 14));
  test.each([["face", [1, 0, 0]], ["edge", [1, 1, 0]], ["corner", [1, 1, 1]]])("touching at a %s shares nothing", (_, by) => expect(iou3d(UNIT, moved(UNIT, by))).toEqual({ volume: 0, iou: 0 }));
  test("touching shares nothing, whichever way both are turned", () => {
    for (let step = 0; step < 40; step++) {
      const [c, s] = [Math.cos(step * 0.157), Math.sin(step * 0.157)];
      const turn = (corners: Corners): Corners => corners.map(([x, y, z]) => [c * x! - s * y!, s * x! + c * y!, z!]);
      expect(iou3d(turn(UNIT), turn(moved(UNIT, [1, 0.3, 0])))).toEqual({ volume: 0, iou: 0 });
    }
  });
  test("far away", () => expect(iou3d(UNIT, moved(UNIT, [0, 0, 1e9]))).toEqual({ volume: 0, iou: 0 }));
  test("near, but apart across an edge", () => {
    const turned = box([0, 0, 0], [1, 1, 1]).map(([x, y, z]) => [(x! - y!) * Math.SQRT1_2 + 1.31, (x! + y!) * Math.SQRT1_2 + 1.31, z!]);
    expect(iou3d(box([0, 0, 0], [1.9, 1.9, 1]), turned).volume).toBe(0);
  });
  test("a mirrored box fills the same space", () => {
    const mirrored = [4, 5, 6, 7, 0, 1, 2, 3].map((at) => UNIT[at]!);
    expect(iou3d(mirrored, moved(UNIT, [0, 0.25, 0])).volume).toBeCloseTo(0.75, 14);
  });
  test("far from the origin nothing is lost", () => expect(iou3d(moved(UNIT, [1e6, -1e6, 1e6]), moved(UNIT, [1e6 + 0.5, -1e6, 1e6])).iou).toBeCloseTo(1 / 3, 9));
});

describe("no boxes", () => {
  const wrong: [string, unknown, RegExp][] = [
    ["all corners in one point", box([1, 2, 3], [0, 0, 0]), /same point/],
    ["flat", box([0, 0, 0], [1, 1, 0]), /no area|not behind/],
    ["a line", box([0, 0, 0], [1, 0, 0]), /no area/],
    ["corners in the order of bits", [0, 1, 3, 2, 4, 5, 7, 6].map((at) => UNIT[at]!), /no area|not behind|not flat/],
    ["two corners swapped", [1, 0, 2, 3, 4, 5, 6, 7].map((at) => UNIT[at]!), /not|no/],
    ["turned inside out: a corner pulled through the opposite one", UNIT.map((corner, at) => (at === 6 ? [-1, -1, -1] : corner)), /not/],
    ["NaN", UNIT.map((corner, at) => (at === 2 ? [0, Number.NaN, 0] : corner)), /corner 2 is \[0, NaN, 0\]/],
    ["infinity", UNIT.map((corner, at) => (at === 2 ? [0, Infinity, 0] : corner)), /corner 2/],
    ["seven corners", UNIT.slice(1), /8 corners/],
    ["two numbers", UNIT.map((corner) => corner.slice(1)), /three numbers/],
    ["null", null, /8 corners/],
    ["texts", UNIT.map((corner) => corner.map(String)), /corner 0 is/],
  ];
  test.each(wrong)("%s", (_, corners, message) => {
    for (const call of [() => iou3d(corners as Corners, UNIT), () => iou3d(UNIT, corners as Corners)]) {
      expect(call).toThrowError(expect.objectContaining({ code: "E_BOX", message: expect.stringMatching(message) as string }));
    }
  });
});

describe("properties", () => {
  const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
  const vector = (min: number, max: number) => fc.tuple(number(min, max), number(min, max), number(min, max));
  const rotation = fc.tuple(number(-1, 1), number(-1, 1), number(-1, 1), number(0.1, 1)).map((values) => {
    const length = Math.hypot(...values);
    const [x, y, z, w] = values.map((value) => value / length) as [number, number, number, number];
    return [
      [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
      [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
      [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
    ];
  });
  const turned = (corners: Corners, matrix: number[][]): Corners => corners.map((corner) => matrix.map((row) => row.reduce((sum, value, axis) => sum + value * corner[axis]!, 0)));
  const anyBox = fc.tuple(vector(-1, 1), vector(0.1, 3), rotation).map(([center, size, matrix]) => moved(turned(box([0, 0, 0], size), matrix), center));

  test("symmetric, between 0 and 1, and never more than either box", () => {
    fc.assert(
      fc.property(anyBox, anyBox, (a, b) => {
        const one = iou3d(a, b);
        const other = iou3d(b, a);
        expect(one.volume).toBeCloseTo(other.volume, 9);
        expect(one.iou).toBeGreaterThanOrEqual(0);
        expect(one.iou).toBeLessThanOrEqual(1);
        expect(iou3d(a, a).iou).toBeCloseTo(1, 9);
      }),
    );
  });

  test("turning and moving both changes nothing", () => {
    fc.assert(
      fc.property(anyBox, anyBox, rotation, vector(-50, 50), (a, b, matrix, by) => {
        const after = iou3d(moved(turned(a, matrix), by), moved(turned(b, matrix), by));
        expect(after.volume).toBeCloseTo(iou3d(a, b).volume, 8);
      }),
    );
  });

  test("volumes grow with the cube of the scale", () => {
    fc.assert(
      fc.property(anyBox, anyBox, fc.constantFrom(1e-6, 1e-3, 10, 1e6), (a, b, scale) => {
        const larger = (corners: Corners) => corners.map((corner) => corner.map((value) => value * scale));
        const before = iou3d(a, b);
        const after = iou3d(larger(a), larger(b));
        expect(after.iou).toBeCloseTo(before.iou, 8);
        expect(after.volume / (scale * scale * scale)).toBeCloseTo(before.volume, 8);
      }),
    );
  });

  test("two halves of a box share with another what the whole shares", () => {
    fc.assert(
      fc.property(vector(0.2, 3), anyBox, (size, other) => {
        const half = [size[0] / 2, size[1], size[2]];
        const parts = [-1, 1].map((sign) => iou3d(box([(sign * size[0]) / 4, 0, 0], half), other).volume);
        expect(parts[0]! + parts[1]!).toBeCloseTo(iou3d(box([0, 0, 0], size), other).volume, 8);
      }),
    );
  });
});
