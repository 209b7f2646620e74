import { describe, expect, it } from "vitest";
import type { PlannedSample } from "../../src/sample/sample.js";
import { PAIR_FACTORS } from "../../src/variation/options.js";
import { smallPlan } from "./small-recipe.js";

const SHAPES = [{ builtin: ["chair" as const] }, { folder: "../shared/assets/models", categories: ["bus", "sofa"] }];
const VARIED = { shapes: SHAPES, environments: [{ builtin: ["studio" as const, "sky" as const, "interior" as const] }], variation: { light: {}, materials: {}, clutter: {} } };

/** What a sample is, by factor; `rest` is what no factor may change. */
function factors({ light, objects, surroundings, camera, viewpoint, ...rest }: PlannedSample) {
  const { index: _, id: __, group: ___, ...others } = rest;
  return {
    light,
    materials: objects.map((object) => object.materialsPath).filter((path) => path !== undefined),
    clutter: objects.filter((object) => object.clutter !== undefined).map(({ materialsPath: ____, ...object }) => object),
    environment: surroundings,
    viewpoint: [viewpoint, camera],
    rest: [others, objects.filter((object) => object.clutter === undefined).map(({ materialsPath: ____, ...object }) => object)],
  };
}

describe("a pair", () => {
  for (const factor of PAIR_FACTORS) {
    it(`of ${factor} differs in nothing else`, async () => {
      const plan = await smallPlan({ ...VARIED, scene: { pairs: { factor }, viewsPerScene: 2, imagesPerView: 2, objects: { minimum: 1, maximum: 2 } } });
      for (let base = 0; base < 24; base++) {
        const [first, second] = [factors(plan.sample(2 * base)), factors(plan.sample(2 * base + 1))];
        // Another number of shapes of clutter has another number of materials.
        const compared = [...PAIR_FACTORS, "rest" as const].filter((name) => name !== factor && !(factor === "clutter" && name === "materials"));
        for (const name of compared) expect(second[name]).toEqual(first[name]);
        if (factor !== "clutter") expect(second[factor]).not.toEqual(first[factor]);
      }
    });
  }

  it("is named by its first sample, one sample after the other", async () => {
    const plan = await smallPlan({ scene: { pairs: { factor: "viewpoint" }, viewsPerScene: 2 } });
    expect([0, 1, 2, 3, 4].map((index) => plan.sample(index).group)).toEqual([
      { id: "pair-00000000", kind: "pair", position: 0 },
      { id: "pair-00000000", kind: "pair", position: 1 },
      { id: "pair-00000002", kind: "pair", position: 0 },
      { id: "pair-00000002", kind: "pair", position: 1 },
      { id: "pair-00000004", kind: "pair", position: 0 },
    ]);
    expect([0, 1, 2, 3, 4].map((index) => [plan.sample(index).scene, plan.sample(index).view])).toEqual([[0, 0], [0, 0], [0, 1], [0, 1], [1, 0]]);
  });

  it("of the same samples as without pairs, at its first place", async () => {
    const [pairs, single] = [await smallPlan({ ...VARIED, scene: { pairs: { factor: "light" } } }), await smallPlan(VARIED)];
    for (let base = 0; base < 6; base++) {
      const { index: _, id: __, group: ___, ...first } = pairs.sample(2 * base);
      expect(single.sample(base)).toMatchObject(first);
    }
  });

  it("of samples that would be equal is refused", async () => {
    for (const factor of ["light", "materials", "clutter"] as const) {
      await expect(smallPlan({ scene: { pairs: { factor } } })).rejects.toMatchObject({ code: "E_RECIPE", message: expect.stringContaining(`variation.${factor}`) });
    }
    await expect(smallPlan({ environments: [], scene: { pairs: { factor: "environment" } } })).rejects.toMatchObject({ code: "E_RECIPE" });
  });
});
