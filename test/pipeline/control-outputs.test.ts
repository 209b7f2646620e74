import { expect, it } from "vitest";
import { decodeImage } from "../../src/codecs/image.js";
import { createProducer } from "../../src/pipeline/produce.js";
import { hashAssets, stageHashes } from "../../src/pipeline/stage-hashes.js";
import { controlsIdentity } from "../../src/pipeline/wanted-controls.js";
import type { RecipeInput } from "../../src/recipe/schema.js";
import { smallPlan, smallRecipe } from "./small-recipe.js";

async function produced(changes: Partial<RecipeInput>) {
  const plan = await smallPlan(changes);
  return createProducer(plan, await hashAssets(plan)).produce(0, { signal: new AbortController().signal, warn: () => {} });
}

const controlsHash = async (changes: Partial<RecipeInput>) => {
  const plan = await smallPlan(changes);
  return stageHashes(plan, plan.sample(0), await hashAssets(plan)).controls;
};

it("a kept control brings its soft mask along, and the record names both", async () => {
  const { files, record } = await produced({ outputs: ["depth-control", "canny"], controls: { depth: { softMask: { feather: 4, outside: 0.2 } } } });
  expect(files.map(({ extension }) => extension)).toEqual([".depth-control.png", ".canny.png", ".depth-control-mask.png"]);
  expect(record.files["depth-control-mask"]?.name).toBe("00000000.depth-control-mask.png");
  const { data } = await decodeImage(files[2].bytes);
  expect([Math.min(...data), Math.max(...data)]).toEqual([51, 255]);
});

it("samples made before there were other controls than canny stay current", () => {
  const canny = { low: 100, high: 200, aperture: 3, l2Gradient: false, source: "object" };
  expect(controlsIdentity(smallRecipe())).toEqual({ canny });
  expect(controlsIdentity(smallRecipe({ outputs: ["image", "coarse-box"] }))).toEqual({ canny, "coarse-box": {} });
});

it("options count for the samples that use them only", async () => {
  const creases = { "geometric-edges": { creaseDegrees: 20 } };
  expect(await controlsHash({ controls: creases })).toBe(await controlsHash({}));
  const outputs: RecipeInput["outputs"] = ["image", "geometric-edges"];
  expect(await controlsHash({ outputs, controls: creases })).not.toBe(await controlsHash({ outputs }));
  expect(await controlsHash({ controls: { canny: { backgroundEdges: {} } } })).not.toBe(await controlsHash({}));
});
