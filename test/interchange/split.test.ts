import { expect, it } from "vitest";
import { splitOf } from "../../src/interchange/split.js";

const record = (id: number, shape: string) => ({ id: String(id).padStart(8, "0"), objects: [{ shape: { sha256: shape } }] }) as unknown as Parameters<typeof splitOf>[0];
const all = Array.from({ length: 3000 }, (_, index) => record(index, `shape${index % 300}`));

it("shares come out nearly as asked for", () => {
  const counts = new Map<string, number>();
  for (const each of all) counts.set(splitOf(each, { split: [0.8, 0.15, 0.05], splitBy: "image", seed: 0 }), (counts.get(splitOf(each, { split: [0.8, 0.15, 0.05], splitBy: "image", seed: 0 })) ?? 0) + 1);
  expect(counts.get("train")! / 3000).toBeCloseTo(0.8, 1);
  expect(counts.get("val")! / 3000).toBeCloseTo(0.15, 1);
  expect(counts.get("test")! / 3000).toBeCloseTo(0.05, 1);
});

it("by shape, no shape is in two splits", () => {
  const splits = new Map<string, Set<string>>();
  for (const each of all) {
    const shape = each.objects[0]!.shape.sha256;
    splits.set(shape, (splits.get(shape) ?? new Set()).add(splitOf(each, { split: [0.5, 0.5], splitBy: "shape", seed: 3 })));
  }
  expect([...splits.values()].every(({ size }) => size === 1)).toBe(true);
  expect(new Set([...splits.values()].flatMap((set) => [...set])).size).toBe(2);
});

it("another seed is another division; samples without object go by image", () => {
  const of = (seed: number) => all.map((each) => splitOf(each, { split: [0.5, 0.5], splitBy: "image", seed })).join();
  expect(of(0)).not.toBe(of(1));
  expect(splitOf({ id: "00000001", objects: [] }, { split: [0, 1], splitBy: "shape", seed: 0 })).toBe("val");
});
