/**
 * Memory over many views: 5,000 BG3D samples in one thread; the resident size after the first 500 may grow by 5 %.
 * Usage: node bench/run.mjs memory [views]
 */
import { join } from "node:path";
import { makePlan } from "../src/pipeline/plan.js";
import { createProducer } from "../src/pipeline/produce.js";
import { hashAssets } from "../src/pipeline/stage-hashes.js";
import { parseRecipe } from "../src/recipe/read.js";
import { assetsFolder } from "./common/assets.js";
import { conclude, median } from "./common/statistics.js";

const views = Number(process.argv[2] ?? 5000);
const recipe = parseRecipe({
  name: "memory",
  seed: 3,
  count: views,
  shapes: [{ folder: join(assetsFolder(), "models") }, { builtin: ["car", "chair", "aeroplane"] }],
  environments: [{ folder: join(assetsFolder(), "hdri") }, { builtin: ["sky", "studio", "interior"] }],
});
const plan = await makePlan(recipe, { folder: process.cwd() });
const producer = createProducer(plan, await hashAssets(plan));
const sizes: number[] = [];
const start = performance.now();
for (let index = 0; index < views; index++) {
  await producer.produce(index, { signal: new AbortController().signal, warn: () => {} });
  sizes.push(process.memoryUsage().rss / 2 ** 20);
  if ((index + 1) % 250 === 0) console.log(`${index + 1} views  ${median(sizes.slice(-250)).toFixed(0)} MB  ${((performance.now() - start) / (index + 1)).toFixed(0)} ms/view`);
}
const before = median(sizes.slice(Math.floor(views * 0.08), Math.floor(views * 0.1)));
const after = median(sizes.slice(-Math.floor(views * 0.02)));
conclude([{ what: `memory grows ≤ 5 % after the first tenth (${before.toFixed(0)} → ${after.toFixed(0)} MB, ${((after / before - 1) * 100).toFixed(1)} %)`, holds: after <= before * 1.05 }]);
