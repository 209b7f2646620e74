import fc from "fast-check";
import { expect, test } from "vitest";
import type { SampleRecord } from "../../src/sample/record.js";
import { foldsOf } from "../../src/verify/folds.js";
import { sampleOf } from "./samples.js";

const image = (scene: number, shape: string) => sampleOf({ id: String(scene).padStart(8, "0"), scene, objects: [{ shape: { sha256: shape } }] as unknown as SampleRecord["objects"] });

test("folds differ by one image at most, and do not depend on the samples' order", () => {
  fc.assert(
    fc.property(fc.integer({ min: 5, max: 60 }), fc.integer({ min: 2, max: 5 }), fc.integer(), (samples, count, seed) => {
      const given = Array.from({ length: samples }, (_, scene) => image(scene, "a"));
      const folds = foldsOf(given, { count, unit: "image", seed });
      const sizes = Array.from({ length: count }, (_, fold) => folds.filter((each) => each === fold).length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      expect(foldsOf([...given].reverse(), { count, unit: "image", seed }).reverse()).toEqual(folds);
    }),
  );
});

test("all images of a shape, and all images of a view, stay together", () => {
  const given = Array.from({ length: 24 }, (_, scene) => image(scene, `shape ${scene % 6}`));
  const folds = foldsOf(given, { count: 3, unit: "shape", seed: 1 });
  folds.forEach((fold, index) => expect(fold).toBe(folds[index % 6]));
  const views = Array.from({ length: 12 }, (_, index) => sampleOf({ id: String(index).padStart(8, "0"), scene: 0, view: Math.floor(index / 3), image: index % 3 }));
  foldsOf(views, { count: 4, unit: "image", seed: 1 }).forEach((fold, index, all) => expect(fold).toBe(all[index - (index % 3)]));
});

test("too few shapes for the folds are refused by number", () => {
  const given = Array.from({ length: 9 }, (_, scene) => image(scene, `shape ${scene % 2}`));
  expect(() => foldsOf(given, { count: 5, unit: "shape", seed: 0 })).toThrow("5 folds need at least 5 shapes, and there are 2");
});
