import { expect, test } from "vitest";
import { renderPasses } from "../../src/render/passes.js";
import { windowRenderer } from "../../src/pipeline/render-window.js";
import { sceneAssembler } from "../../src/pipeline/assemble.js";
import { smallPlan } from "./small-recipe.js";

test("a window shows what the picture shows there", async () => {
  const plan = await smallPlan();
  const scene = await sceneAssembler(plan).assemble(plan.sample(0));
  const whole = renderPasses(scene, { color: false });
  const { K } = scene.camera;
  const left = 20;
  const top = 16;
  const { passes } = await windowRenderer(plan)(0, { K: [K[0], 0, K[2] - left, 0, K[4], K[5] - top, 0, 0, 1], width: 24, height: 24 }, 0);
  for (let y = 0; y < 24; y++) {
    for (let x = 0; x < 24; x++) {
      expect(passes.depth[y * 24 + x]).toBeCloseTo(whole.depth[(y + top) * 64 + x + left]!, 4);
    }
  }
});

test("turned by a full turn an object looks as before, by a quarter not", async () => {
  const plan = await smallPlan();
  const { camera } = plan.sample(0);
  const render = windowRenderer(plan);
  const mask = async (turn: number) => Array.from((await render(0, camera, turn)).passes.instanceId);
  const straight = await mask(0);
  const same = await mask(2 * Math.PI);
  const quarter = await mask(Math.PI / 2);
  const differences = (other: number[]) => other.filter((id, pixel) => id !== straight[pixel]).length;
  expect(differences(same)).toBeLessThan(3);
  expect(differences(quarter)).toBeGreaterThan(50);
});
