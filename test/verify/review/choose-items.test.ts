import { expect, test } from "vitest";
import { choosePairs, chooseSingles } from "../../../src/verify/review/choose-items.js";
import { candidates } from "./review-samples.js";

const asked = candidates("run", 40);
const gold = candidates("planted", 30, 1000).map((candidate, index) => ({ ...candidate, isGood: index % 3 !== 0 }));

test("questions are drawn by the seed alone, gold ones stand among them", () => {
  const items = chooseSingles(asked, gold, { count: 20, goldCount: 6, seed: 1 });
  expect(items.map(({ item }) => item)).toEqual(Array.from({ length: 26 }, (_, at) => `q${String(at + 1).padStart(4, "0")}`));
  expect(items.filter(({ gold: answer }) => answer === null)).toHaveLength(20);
  expect(items.filter(({ gold: answer }) => answer === "no")).toHaveLength(3);
  expect(items.filter(({ gold: answer }) => answer === "yes")).toHaveLength(3);
  expect(chooseSingles([...asked].reverse(), [...gold].reverse(), { count: 20, goldCount: 6, seed: 1 })).toEqual(items);
  expect(chooseSingles(asked, gold, { count: 20, goldCount: 6, seed: 2 })).not.toEqual(items);
  // They are spread: not all of them at the end.
  expect(items.slice(0, 20).some(({ gold: answer }) => answer !== null)).toBe(true);
});

test("nobody sees a picture twice, also where gold ones are among those that are asked about", () => {
  const known = asked.map((candidate) => ({ ...candidate, isGood: false }));
  const items = chooseSingles(asked, known, { count: 20, goldCount: 40, seed: 1 });
  const hashes = items.flatMap(({ pictures }) => pictures.map(({ sample }) => sample.imageSha256));
  expect(new Set(hashes).size).toBe(hashes.length);
});

test("pairs show the same sample of two datasets, on sides by chance; gold pairs a right and a wrong one of a category", () => {
  const items = choosePairs(asked, candidates("other", 35, 5000), gold, { count: 30, goldCount: 5, seed: 1 });
  const questions = items.filter(({ gold: answer }) => answer === null);
  expect(questions).toHaveLength(30);
  for (const { pictures: [left, right] } of questions) expect([left!.sample.id, new Set([left!.dataset, right!.dataset]).size]).toEqual([right!.sample.id, 2]);
  const left = questions.filter(({ pictures }) => pictures[0]!.dataset === "run").length;
  expect(left).toBeGreaterThan(5);
  expect(left).toBeLessThan(25);
  const goldPairs = items.filter(({ gold: answer }) => answer !== null);
  expect(goldPairs).toHaveLength(5);
  for (const { pictures, gold: answer } of goldPairs) {
    const isGood = pictures.map(({ sample }) => gold.find((each) => each.sample.key === sample.key)!.isGood);
    expect(isGood).toEqual(answer === "left" ? [true, false] : [false, true]);
    expect(pictures[0]!.sample.record.objects[0]!.category).toBe(pictures[1]!.sample.record.objects[0]!.category);
  }
});

test("nothing to ask about is said", () => {
  expect(() => chooseSingles([], gold, { count: 5, goldCount: 1, seed: 0 })).toThrow("no pictures to ask about");
  expect(() => choosePairs(asked.slice(0, 3), candidates("other", 40).slice(10), [], { count: 5, goldCount: 0, seed: 0 })).toThrow("no two pictures with the same id");
});
