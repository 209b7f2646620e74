/**
 * The plan of a million samples: summary within 10 s and 300 MB. Usage: node bench/run.mjs plan-million
 */
import { join } from "node:path";
import { makePlan } from "../src/pipeline/plan.js";
import { planSummary } from "../src/pipeline/summary.js";
import { parseRecipe } from "../src/recipe/read.js";
import { assetsFolder } from "./common/assets.js";
import { conclude } from "./common/statistics.js";

const recipe = parseRecipe({
  name: "million",
  seed: 7,
  count: 1_000_000,
  shapes: [{ folder: join(assetsFolder(), "models") }, { builtin: ["chair", "aeroplane"] }],
  environments: [{ folder: join(assetsFolder(), "hdri") }, { builtin: ["sky"] }],
});
const start = performance.now();
const plan = await makePlan(recipe, { folder: process.cwd() });
const summary = planSummary(plan);
const seconds = (performance.now() - start) / 1000;
const megabytes = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify(summary, null, 1));
const most = Math.max(...summary.categories.map(({ count }) => count));
const fewest = Math.min(...summary.categories.map(({ count }) => count));
conclude([
  { what: `summary of ${summary.count} samples in ≤ 10 s (${seconds.toFixed(2)} s)`, holds: seconds <= 10 },
  { what: `peak memory ≤ 300 MB (${megabytes.toFixed(0)} MB)`, holds: megabytes <= 300 },
  { what: `categories balanced to within one (${fewest}..${most})`, holds: most - fewest <= 1 },
]);
