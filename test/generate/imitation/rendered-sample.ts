/** A rendered sample, small, as the painter gets it. */
import { makePlan } from "../../../src/pipeline/plan.js";
import { createProducer } from "../../../src/pipeline/produce.js";
import { parseRecipe } from "../../../src/recipe/read.js";
import type { RenderedSample } from "../../../src/sample/sample.js";

/** @param side of the picture, in pixels */
export async function renderedSample(index = 0, side = 96): Promise<RenderedSample> {
  const recipe = parseRecipe({ name: "imitation", count: 8, shapes: [{ builtin: ["car", "chair"] }], camera: { width: side, height: side } });
  const plan = await makePlan(recipe, { folder: "." });
  return createProducer(plan, { shapes: {}, environments: {}, weights: [] }).render(index, { signal: new AbortController().signal, warn: () => {} });
}
