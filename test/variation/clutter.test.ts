import fc from "fast-check";
import { expect, it } from "vitest";
import { random } from "../../src/core/random.js";
import { dot, norm, subtract, type Vector3 } from "../../src/geometry/vector.js";
import { BODY_RADIUS, clutterVariationOptions, placeClutter } from "../../src/variation/clutter.js";

const MAIN = { x: 0, y: 0, radius: BODY_RADIUS };
const coordinate = fc.double({ min: -4, max: 4, noNaN: true });
const cameras = fc.tuple(coordinate, coordinate, coordinate).filter((camera) => norm(camera) > 1.5);

it("clutter keeps apart from the objects and from each other", () => {
  fc.assert(
    fc.property(cameras, fc.integer({ min: 0, max: 1000 }), (camera, seed) => {
      const places = placeClutter(clutterVariationOptions.parse({ minimum: 6, maximum: 6 }), random(seed, "scene", "clutter"), camera, [MAIN]);
      const bodies = [{ at: [0, 0, 0] as Vector3, radius: BODY_RADIUS }, ...places.map(({ x, y, z, scale }) => ({ at: [x, y, z ?? 0] as Vector3, radius: BODY_RADIUS * scale }))];
      for (const [index, one] of bodies.entries()) {
        for (const other of bodies.slice(index + 1)) expect(norm(subtract(one.at, other.at))).toBeGreaterThanOrEqual(one.radius + other.radius - 1e-9);
      }
    }),
  );
});

it("what floats is between the object and the camera, near the line of sight", () => {
  fc.assert(
    fc.property(cameras, fc.integer({ min: 0, max: 1000 }), (camera, seed) => {
      const places = placeClutter(clutterVariationOptions.parse({ floatingChance: 1 }), random(seed, "scene", "clutter"), camera, [MAIN]);
      for (const { x, y, z } of places) {
        const along = dot([x, y, z!], camera) / norm(camera);
        expect(along).toBeGreaterThan(0.5);
        expect(along).toBeLessThan(norm(camera));
        expect(norm([x, y, z!]) * norm([x, y, z!]) - along * along).toBeLessThan(0.41 * 0.41);
      }
    }),
  );
});

it("there are as many as asked for, where there is room", () => {
  const counts = new Set<number>();
  for (let seed = 0; seed < 200; seed++) counts.add(placeClutter(clutterVariationOptions.parse({ minimum: 1, maximum: 3, floatingChance: 0 }), random(seed, "scene", "clutter"), [0, -4, 1], [MAIN]).length);
  expect([...counts].sort()).toEqual([1, 2, 3]);
});
