/**
 * A catalogue of 10,000 shapes: listed and planned within 5 seconds, with memory that stays flat while samples are
 * planned and shapes loaded through a bounded cache. Also says how long the sha256 of all models takes, which a run
 * needs once. The models are tiny, so that what is measured is the number of files.
 * Usage: node bench/run.mjs catalogue [models]
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makePlan } from "../src/pipeline/plan.js";
import { hashAssets } from "../src/pipeline/stage-hashes.js";
import { sceneAssembler } from "../src/pipeline/assemble.js";
import { parseRecipe } from "../src/recipe/read.js";
import type { RecipeInput } from "../src/recipe/schema.js";
import { conclude } from "./common/statistics.js";

const models = Number(process.argv[2] ?? 10_000);
const CATEGORIES = 20;
const LIMIT_SECONDS = (5 * models) / 10_000;
const root = mkdtempSync(join(tmpdir(), "dst3d-catalogue-"));
const megabytes = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
};
const timed = async <T>(work: () => Promise<T>): Promise<[T, number]> => {
  const start = performance.now();
  const result = await work();
  return [result, (performance.now() - start) / 1000];
};

/** The same little box at another size each time. */
function obj(index: number): string {
  const side = 1 + index / models;
  return `v 0 0 0\nv ${side} 0 0\nv 0 1 0\nv 0 0 1\nf 1 3 2\nf 1 2 4\nf 1 4 3\nf 2 3 4\n`;
}

const layouts: Record<string, { shapes: RecipeInput["shapes"]; path: (index: number) => string }> = {
  folders: { shapes: [{ folders: join(root, "folders") }], path: (index) => `category${index % CATEGORIES}/model${index}/model.obj` },
  shapenet: { shapes: [{ shapenet: join(root, "shapenet") }], path: (index) => `${String(2_000_000 + (index % CATEGORIES)).padStart(8, "0")}/${index}/models/model_normalized.obj` },
  objaverse: { shapes: [{ objaverse: join(root, "objaverse") }], path: (index) => `glbs/${String(index % CATEGORIES).padStart(3, "0")}/${String(index).padStart(32, "0")}.glb` },
  csv: { shapes: [{ csv: join(root, "list.csv"), shapenet: join(root, "shapenet") }], path: () => "" },
};

const claims: { what: string; holds: boolean }[] = [];
try {
  for (const [name, { path }] of Object.entries(layouts)) {
    if (name === "csv") continue;
    for (let index = 0; index < models; index++) {
      const file = join(root, name, path(index));
      mkdirSync(join(file, ".."), { recursive: true });
      writeFileSync(file, obj(index));
    }
  }
  const rows = Array.from({ length: models }, (_, index) => `${String(2_000_000 + (index % CATEGORIES)).padStart(8, "0")},${index},1.5,0,0,1,3`);
  writeFileSync(join(root, "list.csv"), ["synset,model,distance,azimuth,elevation,strength,sampling", ...rows].join("\n"));

  for (const [name, { shapes }] of Object.entries(layouts)) {
    const recipe = parseRecipe({ name, count: 1_000_000, shapes, environments: [] });
    const before = megabytes();
    const [plan, seconds] = await timed(() => makePlan(recipe, { folder: root }));
    const listed = megabytes() - before;
    claims.push({ what: `${name}: ${plan.shapes.length} shapes listed and planned in ${seconds.toFixed(2)} s (≤ ${LIMIT_SECONDS} s), ${listed.toFixed(0)} MB`, holds: plan.shapes.length === models && seconds <= LIMIT_SECONDS });
    const start = megabytes();
    for (let index = 0; index < 20_000; index++) plan.sample(index);
    const grown = megabytes() - start;
    claims.push({ what: `${name}: planning 20,000 samples leaves ${grown.toFixed(1)} MB (≤ 5 MB)`, holds: grown <= 5 });
    if (name === "objaverse") continue; // its files are no models here
    const [hashes, hashSeconds] = await timed(() => hashAssets(plan));
    console.log(`${name}: sha256 of ${Object.keys(hashes.shapes).length} models in ${hashSeconds.toFixed(2)} s`);
    const assembler = sceneAssembler(plan);
    const load = async (from: number, to: number): Promise<void> => {
      for (let index = from; index < to; index++) await assembler.assemble(plan.sample(index));
    };
    const loaded: number[] = [];
    const [, loadSeconds] = await timed(async () => {
      for (let part = 0; part < 4; part++) {
        await load(part * 1000, (part + 1) * 1000);
        loaded.push(megabytes());
      }
    });
    console.log(`${name}: 4,000 scenes of different shapes assembled in ${loadSeconds.toFixed(1)} s; heap after each thousand: ${loaded.map((value) => value.toFixed(0)).join(", ")} MB`);
  }
} finally {
  rmSync(root, { recursive: true });
}
conclude(claims);
