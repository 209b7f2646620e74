import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkLens } from "../../src/geometry/check-lens.js";
import { projectCameraPoint, projectPoints, rayThroughPixel } from "../../src/geometry/camera.js";
import { distort, fieldRadius, isInField, undistort, type LensDistortion } from "../../src/geometry/distortion.js";
import { IDENTITY_POSE } from "../../src/geometry/pose.js";
import type { Matrix3, Vector3 } from "../../src/geometry/vector.js";

const lensOf = (given: Partial<LensDistortion>): LensDistortion => ({ model: "brown-conrady", k1: 0, k2: 0, p1: 0, p2: 0, k3: 0, k4: 0, k5: 0, k6: 0, ...given });
const within = (most: number) => fc.double({ min: -most, max: most, noNaN: true });
const lenses = fc.record({ k1: within(0.6), k2: within(0.3), p1: within(0.02), p2: within(0.02), k3: within(0.1), k4: within(0.3), k5: within(0.1), k6: within(0.02) }).map(lensOf);
const BARREL = lensOf({ k1: -0.3, k2: 0.05 });

interface Golden {
  name: string;
  distortion: number[];
  K: number[];
  points: Vector3[];
  image: [number, number][];
}
const golden = JSON.parse(readFileSync(new URL("../golden/distortion/points.json", import.meta.url), "utf8")) as Golden[];

describe("distort and undistort", () => {
  it("undo each other anywhere in the field of any lens", () => {
    fc.assert(
      fc.property(lenses, within(1), within(1), fc.double({ min: 0, max: 0.98, noNaN: true }), (lens, dx, dy, share) => {
        const length = Math.sqrt(dx * dx + dy * dy) || 1;
        // Farther than 3 (71°), 1e-10 of a huge distorted position is all that float64 holds.
        const radius = share * Math.min(3, fieldRadius(lens));
        const [x, y] = [(dx / length) * radius, (dy / length) * radius];
        const seen = new Float64Array(2);
        distort(lens, x, y, seen);
        const back = new Float64Array(2);
        expect(undistort(lens, seen[0]!, seen[1]!, back)).toBe(true);
        expect(Math.max(Math.abs(back[0]! - x), Math.abs(back[1]! - y))).toBeLessThan(1e-10);
      }),
      { numRuns: 2000 },
    );
  });
  it("the field of a barrel ends where its formula turns round", () => {
    // d/dr (r + k1 r³) = 0 at r = 1 / √(3 · 0.3); a little before it, 20 pixels fall on one.
    const radius = fieldRadius(lensOf({ k1: -0.3 }));
    expect(radius).toBeLessThan(1 / Math.sqrt(0.9));
    expect(radius).toBeGreaterThan(0.97 / Math.sqrt(0.9));
    expect(fieldRadius(lensOf({ k1: 0.2 }))).toBe(16);
    expect(fieldRadius(lensOf({ k4: -1 }))).toBeLessThan(1);
  });
  it("nothing from beyond the field lands where the field is seen, and the lens shows nothing outside it", () => {
    const folding = lensOf({ k1: -0.3 });
    const seen = new Float64Array(2);
    distort(folding, fieldRadius(folding), 0, seen);
    const end = seen[0]!;
    for (const x of [1.2, 2, 5, 50]) {
      expect(isInField(folding, x, 0)).toBe(false);
      distort(folding, x, 0, seen);
      expect(seen[0]).toBeGreaterThan(end);
    }
    expect(undistort(folding, end + 0.01, 0, new Float64Array(2))).toBe(false);
  });
  it("starts anywhere", () => {
    for (const start of [[0.9, 0.4], [-0.9, -0.4], [7, 7], [Number.NaN, 0]]) {
      const found = Float64Array.from(start);
      expect(undistort(BARREL, 0.3, -0.2, found)).toBe(true);
      const again = new Float64Array(2);
      distort(BARREL, found[0]!, found[1]!, again);
      expect([...again]).toEqual([expect.closeTo(0.3, 13), expect.closeTo(-0.2, 13)]);
    }
  });
});

describe.each(golden)("$name, beside OpenCV", ({ distortion: [k1, k2, p1, p2, k3, k4 = 0, k5 = 0, k6 = 0], K, points, image }) => {
  const lens = lensOf({ k1: k1!, k2: k2!, p1: p1!, p2: p2!, k3: k3!, k4, k5, k6 });
  const matrix = K as unknown as Matrix3;
  it("projects to the same places", () => {
    projectPoints(points, IDENTITY_POSE, matrix, lens).forEach(({ x, y, depth }, index) => {
      expect(Math.abs(x - image[index]![0]) + Math.abs(y - image[index]![1])).toBeLessThan(1e-9);
      expect(depth).toBe(points[index]![2]);
    });
  });
  it("finds the rays of those places", () => {
    points.forEach(([x, y, z], index) => {
      const ray = rayThroughPixel(matrix, image[index]![0], image[index]![1], lens);
      expect(Math.abs(ray[0] - x / z) + Math.abs(ray[1] - y / z)).toBeLessThan(1e-12);
    });
  });
});

it("a lens without distortion is a pinhole, to rounding", () => {
  const K: Matrix3 = [500, 2, 320, 0, 510, 240, 0, 0, 1];
  const [plain, lens] = [projectCameraPoint(K, [0.3, -0.2, 2]), projectCameraPoint(K, [0.3, -0.2, 2], lensOf({}))];
  expect([lens.x, lens.y]).toEqual([expect.closeTo(plain.x, 10), expect.closeTo(plain.y, 10)]);
});

describe("checkLens", () => {
  const camera = { K: [300, 0, 160, 0, 300, 120, 0, 0, 1], width: 320, height: 240 };
  it("accepts lenses that show something at every pixel, and pinholes", () => {
    for (const distortion of [null, BARREL, lensOf({ k1: 0.4 }), lensOf({ p1: 0.02, p2: -0.01 }), lensOf({ k1: 0.4, k4: 0.6 })]) expect(() => checkLens({ ...camera, distortion })).not.toThrow();
  });
  it.each([[{ k1: -0.9 }], [{ k2: -2 }], [{ k6: 6 }], [{ p1: 0.4 }]])("refuses %o, which folds within the image, and says what to do", (given) => {
    let message = "";
    try {
      checkLens({ ...camera, distortion: lensOf(given) });
    } catch (error) {
      expect(error).toMatchObject({ code: "E_CAMERA", hint: expect.stringContaining("focalLengthPixels") as string });
      message = (error as Error).message;
    }
    expect(message).toContain(`${Object.keys(given)[0]} ${Object.values(given)[0]}`);
  });
  it("a longer lens makes the same coefficients possible", () => {
    expect(() => checkLens({ ...camera, K: [600, 0, 160, 0, 600, 120, 0, 0, 1], distortion: lensOf({ k1: -0.9 }) })).not.toThrow();
  });
  it("refuses what is not a number", () => {
    for (const k1 of [Number.NaN, Infinity]) expect(() => checkLens({ ...camera, distortion: lensOf({ k1 }) })).toThrow(/not a finite number/);
  });
});
