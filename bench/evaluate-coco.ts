/**
 * `node bench/run.mjs evaluate-coco [IMAGES]`: COCO's figures of boxes, ours against pycocotools', on 5,000 made-up images with 80 categories.
 * Both begin with parsed files and end with the twelve numbers. Needs a python3 with pycocotools; PYTHON names another one.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { random } from "../src/core/random.js";
import { evaluateCoco } from "../src/evaluate/coco/evaluate-coco.js";
import type { CocoGroundTruth, CocoResult } from "../src/evaluate/coco/form.js";
import { talkTo } from "./common/talk.js";

const images = Number(process.argv[2] ?? 5000);
const CATEGORIES = 80;
const ROUNDS = 3;

function made(): { truth: CocoGroundTruth; results: CocoResult[] } {
  const draw = random(1, "evaluate-coco", "boxes");
  const annotations: CocoGroundTruth["annotations"][number][] = [];
  const results: CocoResult[] = [];
  for (let image = 1; image <= images; image++) {
    for (let object = draw.uniform(1, 14); object > 0; object--) {
      const size = 600 * draw.uniform(0.15, 1) * draw.uniform(0.15, 1);
      const bbox = [draw.uniform(0, 500), draw.uniform(0, 400), size * draw.uniform(0.5, 1), size * draw.uniform(0.5, 1)];
      // A few categories are common, most are rare.
      const category_id = 1 + Math.floor(CATEGORIES * draw.uniform(0, 1) * draw.uniform(0, 1));
      annotations.push({ id: annotations.length + 1, image_id: image, category_id, bbox, area: bbox[2]! * bbox[3]! * 0.7, iscrowd: draw.uniform(0, 1) < 0.01 ? 1 : 0 });
      for (let found = draw.uniform(0, 3); found > 0; found--) {
        const shifted = bbox.map((value) => value + size * draw.uniform(-0.12, 0.12));
        results.push({ image_id: image, category_id: draw.uniform(0, 1) < 0.9 ? category_id : 1 + Math.floor(draw.uniform(0, CATEGORIES)), bbox: [shifted[0]!, shifted[1]!, Math.max(1, shifted[2]!), Math.max(1, shifted[3]!)], score: Math.round(draw.uniform(0, 1) * 1000) / 1000 });
      }
    }
  }
  const list = (count: number) => Array.from({ length: count }, (_, at) => at + 1);
  return { truth: { images: list(images).map((id) => ({ id, width: 640, height: 480 })), categories: list(CATEGORIES).map((id) => ({ id, name: `category ${id}` })), annotations }, results };
}

const folder = mkdtempSync(join(tmpdir(), "evaluate-coco-"));
const data = made();
writeFileSync(join(folder, "truth.json"), JSON.stringify(data.truth));
writeFileSync(join(folder, "results.json"), JSON.stringify(data.results));
const python = await talkTo(process.env.PYTHON ?? "python3", [fileURLToPath(new URL("../../../evaluate-coco.py", import.meta.url)), folder]);
const ours: number[] = [];
const theirs: number[] = [];
let stats: number[] = [];
let figures = evaluateCoco(data.truth, []);
for (let round = 0; round < ROUNDS; round++) {
  const start = performance.now();
  figures = evaluateCoco(data.truth, data.results);
  ours.push((performance.now() - start) / 1000);
  const answer = await python.ask({});
  theirs.push(answer.seconds as number);
  stats = answer.stats as number[];
}
await python.close();
rmSync(folder, { recursive: true });
const best = (values: number[]) => Math.min(...values);
const numbers = [figures.AP, figures.AP50, figures.AP75, figures.APs, figures.APm, figures.APl, figures.AR1, figures.AR10, figures.AR100, figures.ARs, figures.ARm, figures.ARl];
console.log(`${images} images, ${data.truth.annotations.length} objects, ${data.results.length} detections, ${CATEGORIES} categories`);
console.log(`ours        ${best(ours).toFixed(2)} s (${ours.map((each) => each.toFixed(2)).join(", ")})`);
console.log(`pycocotools ${best(theirs).toFixed(2)} s (${theirs.map((each) => each.toFixed(2)).join(", ")}), ${String(python.greeting.version)}`);
console.log(`ratio       ${(best(theirs) / best(ours)).toFixed(1)}`);
console.log(`AP ${figures.AP.toFixed(4)}; most difference of the twelve numbers ${Math.max(...numbers.map((value, at) => Math.abs(value - stats[at]!))).toExponential(1)}`);
