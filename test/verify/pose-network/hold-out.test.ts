import fc from "fast-check";
import { expect, test } from "vitest";
import { holdOut } from "../../../src/verify/pose-network/hold-out.js";
import { dials } from "../kcf/dials.js";

const all = (samples: readonly unknown[]) => samples.map((_, place) => place);

test("no shape is on both sides, and every category is on each", () => {
  const samples = dials(120);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(2), fc.nat(5)), { minLength: 30, maxLength: 120 }), fc.integer({ min: 2, max: 6 }), fc.integer(), (drawn, count, seed) => {
      const given = drawn.map(([category, shape], index) => {
        const { record } = samples[index]!;
        const object = record.objects[0]!;
        const named = { ...object, category: `category ${category}`, shape: { ...object.shape, sha256: `${category}/${shape}` } };
        return { ...samples[index]!, record: { ...record, objects: [named] } };
      });
      const object = (place: number) => given[place]!.record.objects[0]!;
      const { categories, train, heldOut, notes } = holdOut(given, all(given), { count, seed });
      const shapes = (places: readonly number[]) => new Set(places.map((place) => object(place).shape.sha256));
      expect([...shapes(train)].filter((shape) => shapes(heldOut).has(shape))).toEqual([]);
      for (const places of [train, heldOut]) expect([...new Set(places.map((place) => object(place).category))].sort()).toEqual(categories);
      const taken = given.filter(({ record }) => categories.includes(record.objects[0]!.category)).length;
      expect(train.length + heldOut.length).toBe(taken);
      const leftOut = new Set(given.map(({ record }) => record.objects[0]!.category)).size - categories.length;
      expect(notes.filter((note) => note.includes("left out"))).toHaveLength(leftOut);
    }),
    { numRuns: 60 },
  );
});

test("one of five parts is held out; of two shapes, one", () => {
  const five = dials(100, (index) => ({ shape: `shape ${index % 20}` }));
  expect(holdOut(five, all(five), { count: 5, seed: 1 })).toMatchObject({ heldOut: { length: 20 }, train: { length: 80 }, notes: [] });
  const two = dials(40, (index) => ({ shape: `shape ${index % 2}` }));
  expect(holdOut(two, all(two), { count: 5, seed: 1 })).toMatchObject({ heldOut: { length: 20 }, notes: [expect.stringContaining("only 2 shapes, so one part of 2")] });
});
