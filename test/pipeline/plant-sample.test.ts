import { describe, expect, it } from "vitest";
import { sceneAssembler } from "../../src/pipeline/assemble.js";
import { plantSample } from "../../src/pipeline/plant-sample.js";
import type { RecipeInput } from "../../src/recipe/schema.js";
import { renderPasses } from "../../src/render/passes.js";
import { smallPlan } from "./small-recipe.js";

const SIZE = { width: 48, height: 48 };

async function plantedOf(indices: readonly number[], changes: Partial<RecipeInput>) {
  const plan = await smallPlan({ camera: SIZE, ...changes });
  const assembler = sceneAssembler(plan);
  const plant = plantSample(plan, assembler)!;
  const found = new Map<number, Awaited<ReturnType<typeof plant>>>();
  for (const index of indices) {
    const planned = plan.sample(index);
    const scene = await assembler.assemble(planned);
    found.set(index, await plant(planned, { scene, passes: renderPasses(scene) }));
  }
  return found;
}

const range = (count: number) => Array.from({ length: count }, (_, index) => index);

describe("plantSample", () => {
  it("plants the share that is asked for, the same whatever is made before", async () => {
    const plant = { share: 0.3, kinds: ["erased" as const, "shifted" as const] };
    const forward = await plantedOf(range(80), { plant });
    const wrong = [...forward.values()].filter((view) => view !== null);
    expect(wrong.length).toBeGreaterThan(12);
    expect(wrong.length).toBeLessThan(37);
    expect(new Set(wrong.map(({ planted }) => planted.kind))).toEqual(new Set(plant.kinds));
    const few = await plantedOf([7, 3, 5, 1], { plant });
    for (const [index, view] of few) expect(view?.planted ?? null).toEqual(forward.get(index)?.planted ?? null);
  });

  it("plants nothing where a turn cannot be seen: a bottle looks the same all round", async () => {
    const views = await plantedOf(range(30), { shapes: [{ builtin: ["bottle"] }], plant: { share: 1, kinds: ["wrong-pose"] } });
    expect([...views.values()].filter((view) => view !== null).length).toBeLessThan(6);
  });

  it("turns all images of a shape whose front is said wrong by the same angle", async () => {
    const views = await plantedOf(range(6), { shapes: [{ builtin: ["car"] }], plant: { share: 0, shapes: { share: 1 } } });
    const told = [...views.values()].map((view) => view?.planted);
    expect(told[0]).toMatchObject({ kind: "wrong-front" });
    expect(new Set(told.map((planted) => JSON.stringify(planted))).size).toBe(1);
  });
});
