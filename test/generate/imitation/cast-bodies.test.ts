import { describe, expect, it } from "vitest";
import { castBodies } from "../../../src/generate/imitation/things/cast-bodies.js";
import type { Body } from "../../../src/generate/imitation/things/thing.js";
import type { Outlook } from "../../../src/generate/imitation/outlook.js";

/** Seen from the side: up is up in the picture. */
const level: Outlook = { K: [100, 0, 50, 0, 100, 50, 0, 0, 1], up: [0, -1, 0], right: [1, 0, 0], forward: [0, 0, 1], cameraHeight: 1 };
const size = { width: 100, height: 100 };
const body = (kind: Body["kind"]): Body => ({ kind, center: [0, 0, 1], halfSize: [1, 1, 1], pattern: "plain", first: [1, 1, 1], second: [0, 0, 0] });
const stand = { x: 50, y: 80, scale: 20, turnRadians: 0 };
const areaOf = (kind: Body["kind"], turnRadians = 0): number => castBodies([body(kind)], { ...stand, turnRadians }, level, size)!.body.filter((each) => each !== 0).length;

describe("a body seen from the side", () => {
  it("stands on its place and covers what it should", () => {
    const seen = castBodies([body("box")], stand, level, size)!;
    expect([seen.x0, seen.y0, seen.width, seen.height]).toEqual([30, 40, 40, 40]);
    expect(areaOf("box")).toBe(1600);
    expect(areaOf("cylinder", 0.7)).toBe(1600);
    expect(areaOf("ellipsoid") / (Math.PI * 400)).toBeCloseTo(1, 1);
    expect(areaOf("box", Math.PI / 4) / (1600 * Math.SQRT2)).toBeCloseTo(1, 1);
  });

  it("has normals of length 1 that face the camera", () => {
    for (const kind of ["box", "ellipsoid", "cylinder"] as const) {
      const { body: seen, normal } = castBodies([body(kind)], { ...stand, turnRadians: 0.4 }, level, size)!;
      seen.forEach((each, pixel) => {
        if (each === 0) return;
        const [x, y, z] = normal.subarray(pixel * 3, pixel * 3 + 3);
        expect(Math.hypot(x!, y!, z!)).toBeCloseTo(1, 4);
        expect(z).toBeLessThanOrEqual(1e-6);
      });
    }
  });

  it("hides what is behind it", () => {
    const before = { ...body("box"), center: [0, -3, 1] as const };
    const seen = (bodies: Body[]) => [...new Set(castBodies(bodies, stand, level, size)!.body)];
    expect(seen([body("ellipsoid"), before])).toEqual([2]);
    expect(seen([before, body("ellipsoid")])).toEqual([1]);
  });

  it("is nothing where it is not in the picture", () => {
    expect(castBodies([body("box")], { ...stand, x: 500 }, level, size)).toBeNull();
  });
});
