import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { smallPlan } from "./small-recipe.js";

const THREE = { shapes: [{ builtin: ["chair" as const] }, { folder: "../shared/assets/models", categories: ["bus", "sofa"] }] };

describe("a plan", () => {
  it("gives every sample by its index alone, whatever was asked before", async () => {
    const [plan, again] = [await smallPlan(THREE), await smallPlan(THREE)];
    const inOrder = Array.from({ length: 40 }, (_, index) => plan.sample(index));
    fc.assert(fc.property(fc.integer({ min: 0, max: 39 }), (index) => {
      expect(again.sample(index)).toEqual(inOrder[index]);
    }));
  });

  it("a larger count and other outputs keep the samples that there are", async () => {
    const [few, many] = [await smallPlan({ ...THREE, count: 3 }), await smallPlan({ ...THREE, count: 300, outputs: ["nocs"], name: "other" })];
    for (const index of [0, 1, 2, 299]) expect(many.sample(index)).toEqual(few.sample(index));
  });

  it("another seed is another plan", async () => {
    const [one, two] = [await smallPlan(), await smallPlan({ seed: 2 })];
    expect(one.sample(0).camera).not.toEqual(two.sample(0).camera);
    expect(one.sample(0).seed).not.toBe(two.sample(0).seed);
  });

  it("shares samples evenly between categories, and a category's between its shapes", async () => {
    const plan = await smallPlan(THREE);
    const times = new Map<string, number>();
    const add = (key: string) => times.set(key, (times.get(key) ?? 0) + 1);
    for (let index = 0; index < 36; index++) {
      const { shape } = plan.sample(index).objects[0]!;
      add(shape.category);
      if (shape.category === "sofa") add(`sofa ${shape.id}`);
    }
    expect([times.get("chair"), times.get("bus"), times.get("sofa")]).toEqual([12, 12, 12]);
    expect([...times].filter(([key]) => key.startsWith("sofa ")).map(([, number]) => number)).toEqual([2, 2, 2, 2, 2, 2]);
  });

  it("views share a scene's objects, light and surroundings and have cameras of their own", async () => {
    const plan = await smallPlan({ scene: { viewsPerScene: 3 } });
    const [first, second, third, next] = [0, 1, 2, 3].map((index) => plan.sample(index));
    expect([first, second, third, next].map((sample) => [sample!.scene, sample!.view, sample!.group])).toEqual([
      [0, 0, { id: "scene-00000000", kind: "multiview", position: 0 }],
      [0, 1, { id: "scene-00000000", kind: "multiview", position: 1 }],
      [0, 2, { id: "scene-00000000", kind: "multiview", position: 2 }],
      [1, 0, { id: "scene-00000001", kind: "multiview", position: 0 }],
    ]);
    expect(second!.objects).toEqual(first!.objects);
    expect(second!.surroundings).toEqual(first!.surroundings);
    expect(second!.camera).not.toEqual(first!.camera);
    expect(next!.objects).not.toEqual(first!.objects);
  });

  it("images of a view share its camera and have seeds of their own", async () => {
    const plan = await smallPlan({ scene: { viewsPerScene: 2, imagesPerView: 2 } });
    const [a, b, c] = [0, 1, 2].map((index) => plan.sample(index));
    expect([a!.image, b!.image, c!.image]).toEqual([0, 1, 0]);
    expect(b!.camera).toEqual(a!.camera);
    expect(b!.seed).not.toBe(a!.seed);
    expect(c!.camera).not.toEqual(a!.camera);
  });

  it("several objects stand apart, the main one in the middle, with ids from 1", async () => {
    const plan = await smallPlan({ ...THREE, scene: { objects: { minimum: 2, maximum: 5 } } });
    const numbers = new Set<number>();
    for (let index = 0; index < 60; index++) {
      const { objects } = plan.sample(index);
      numbers.add(objects.length);
      expect(objects.map((object) => object.instanceId)).toEqual(objects.map((_, position) => position + 1));
      expect(objects[0]!.objectToWorld.translation).toEqual([0, 0, 0]);
      const places = objects.map((object) => object.objectToWorld.translation);
      for (const [i, [x, y]] of places.entries()) {
        for (const [u, v] of places.slice(i + 1)) expect(Math.sqrt((x - u) * (x - u) + (y - v) * (y - v))).toBeGreaterThanOrEqual(0.95);
      }
    }
    expect([...numbers].sort()).toEqual([2, 3, 4, 5]);
  });

  it("without environments there are no surroundings", async () => {
    expect((await smallPlan({ environments: [] })).sample(0).surroundings).toBeNull();
  });
});
