import fc from "fast-check";
import { expect, it } from "vitest";
import { runPart } from "../../src/pipeline/run-part.js";
import { smallRecipe } from "./small-recipe.js";

const scene = smallRecipe().scene;
const layouts = fc.record({ scene: fc.integer({ min: 1, max: 4 }).map((imagesPerView) => ({ ...scene, imagesPerView })), storage: fc.constantFrom("folder" as const, "tar" as const), shardSize: fc.integer({ min: 1, max: 9 }) });

it("the parts of a run share no sample and leave none out", () => {
  fc.assert(
    fc.property(layouts, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 60 }), (layout, count, total) => {
      const parts = Array.from({ length: count }, (_, index) => runPart(layout, { index: index + 1, count }, total));
      for (let index = 0; index < total; index++) expect(parts.filter((part) => part.has(index))).toHaveLength(1);
      expect(parts.reduce((sum, part) => sum + part.count(() => true), 0)).toBe(total);
      expect(parts.some((part) => part.has(total))).toBe(false);
    }),
  );
});

it("a tar shard belongs to one part", () => {
  const part = runPart({ scene, storage: "tar", shardSize: 10 }, { index: 2, count: 3 }, 100);
  expect(Array.from({ length: 100 }, (_, index) => index).filter((index) => part.has(index)).map((index) => Math.floor(index / 10))).toEqual([1, 4, 7].flatMap((shard) => new Array<number>(10).fill(shard)));
});

it("next walks over the part's samples that pass", () => {
  const part = runPart({ scene, storage: "folder", shardSize: 10 }, { index: 1, count: 2 }, 10);
  const walk: number[] = [];
  for (let index = part.next(0, (at) => at !== 4); index !== null; index = part.next(index + 1, (at) => at !== 4)) walk.push(index);
  expect(walk).toEqual([0, 2, 6, 8]);
});
