/**
 * Edges: how much of the true geometry's outline and creases the control `canny` shows, on all models of the shared
 * assets, dark ones included, for both sources. Truth comes from the passes: outline = a pixel of an object beside one
 * of none; crease = neighbours of one object whose normals differ by more than 45° on a continuous surface; step =
 * neighbours of one object whose depths jump. Found = an edge pixel in the 3 × 3 neighbourhood.
 * Usage: node bench/run.mjs edges [views per shape] [folder for pictures of the worst]
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodePng } from "../src/codecs/image.js";
import { cannyControl, cannyOptions } from "../src/controls/canny.js";
import { makePlan } from "../src/pipeline/plan.js";
import { createProducer } from "../src/pipeline/produce.js";
import { hashAssets } from "../src/pipeline/stage-hashes.js";
import { parseRecipe } from "../src/recipe/read.js";
import type { Passes } from "../src/sample/passes.js";
import { assetsFolder } from "./common/assets.js";
import { conclude, median, printTable, quantile } from "./common/statistics.js";

const CREASE_COSINE = Math.SQRT1_2;
/** Relative departure from the depth foretold by a surface's own slope. */
const DEPTH_JUMP = 0.01;
/** A crease must be long enough to be seen: samples with fewer pixels of a kind say nothing about it. */
const LEAST_PIXELS = 40;

const OUTLINE = 1;
const CREASE = 2;
const STEP = 3;
type Kind = typeof OUTLINE | typeof CREASE | typeof STEP;
const KINDS = { outline: OUTLINE, crease: CREASE, step: STEP } as const;

/** The kind of true edge at each pixel; 0 = none. */
function trueEdges({ width, height, depth, normal, instanceId }: Passes): Uint8Array {
  const kinds = new Uint8Array(width * height);
  for (let y = 2; y < height - 2; y++) {
    for (let x = 2; x < width - 2; x++) {
      const pixel = y * width + x;
      if (instanceId[pixel] === 0) continue;
      const steps = [-1, 1, -width, width];
      if (steps.some((step) => instanceId[pixel + step] === 0)) kinds[pixel] = OUTLINE;
      else if (steps.some((step) => isHidden(depth, pixel, step))) kinds[pixel] = STEP;
      else if (steps.some((step) => !isHidden(depth, pixel + step, -step) && cosine(normal, pixel, pixel + step) < CREASE_COSINE)) kinds[pixel] = CREASE;
    }
  }
  return kinds;
}

/** Whether the neighbour lies behind this pixel's surface: 1 / depth is linear along a plane, so either side's slope would foretell the other. */
function isHidden(depth: Float32Array, pixel: number, step: number): boolean {
  const here = 1 / depth[pixel]!;
  const there = 1 / depth[pixel + step]!;
  const fromHere = 2 * here - 1 / depth[pixel - step]!;
  const fromThere = 2 * there - 1 / depth[pixel + 2 * step]!;
  return there < here && Math.abs(fromHere - there) > here * DEPTH_JUMP && Math.abs(fromThere - here) > here * DEPTH_JUMP;
}

function cosine(normal: Float32Array, a: number, b: number): number {
  return normal[a * 3]! * normal[b * 3]! + normal[a * 3 + 1]! * normal[b * 3 + 1]! + normal[a * 3 + 2]! * normal[b * 3 + 2]!;
}

/** Share of the true edges of a kind that are found; null where there are too few. */
function recall(kinds: Uint8Array, kind: Kind, edges: Uint8Array, width: number): number | null {
  let there = 0;
  let found = 0;
  for (let pixel = 0; pixel < kinds.length; pixel++) {
    if (kinds[pixel] !== kind) continue;
    there++;
    if ([-width, 0, width].some((row) => edges[pixel + row - 1] === 255 || edges[pixel + row] === 255 || edges[pixel + row + 1] === 255)) found++;
  }
  return there < LEAST_PIXELS ? null : found / there;
}

const views = Number(process.argv[2] ?? 2);
const pictures = process.argv[3] ?? null;
const assets = assetsFolder();
const shapes = [{ folder: join(assets, "models") }];
const base = { name: "edges", seed: 5, shapes, viewpoints: { preset: 3 }, environments: [{ folder: join(assets, "hdri") }], generator: { type: "render", arm: "bg3d" } };
const count = (await makePlan(parseRecipe({ ...base, count: 1 }), { folder: process.cwd() })).shapes.length * views;
const plan = await makePlan(parseRecipe({ ...base, count }), { folder: process.cwd() });
const producer = createProducer(plan, await hashAssets(plan));
const context = { signal: new AbortController().signal, warn: () => {} };

const rows: { source: string; kind: keyof typeof KINDS; recall: number; name: string }[] = [];
for (let index = 0; index < count; index++) {
  const sample = await producer.render(index, context);
  const kinds = trueEdges(sample.passes);
  for (const source of ["object", "original"] as const) {
    const { image } = cannyControl(cannyOptions.parse({ source }))(sample);
    for (const kind of ["outline", "crease", "step"] as const) {
      const share = recall(kinds, KINDS[kind], image.data, image.width);
      if (share !== null) rows.push({ source, kind, recall: share, name: `${index} ${sample.objects[0]!.shape.id}` });
    }
    if (pictures !== null && source === "object") {
      mkdirSync(pictures, { recursive: true });
      const data = new Uint8Array(kinds.length * 3);
      for (let pixel = 0; pixel < kinds.length; pixel++) {
        data[pixel * 3] = kinds[pixel] === CREASE || kinds[pixel] === STEP ? 255 : 0;
        data[pixel * 3 + 1] = image.data[pixel]!;
        data[pixel * 3 + 2] = kinds[pixel] === OUTLINE || kinds[pixel] === STEP ? 255 : 0;
      }
      writeFileSync(join(pictures, `${index}.png`), await encodePng({ width: image.width, height: image.height, channels: 3, data }));
    }
  }
}
await producer.close();

const of = (source: string, kind: string) => rows.filter((row) => row.source === source && row.kind === kind);
printTable([
  ["source, kind of true edge", "samples", "mean", "median", "5 %", "worst", "which"],
  ...["object", "original"].flatMap((source) =>
    Object.keys(KINDS).map((kind) => {
      const list = of(source, kind);
      const recalls = list.map((row) => row.recall);
      const worst = list.reduce((a, b) => (b.recall < a.recall ? b : a));
      return [`${source}, ${kind}`, list.length, mean(recalls), median(recalls), quantile(recalls, 0.05), worst.recall, worst.name];
    }),
  ),
]);
conclude([
  { what: "outline recall of every sample >= 0.98", holds: of("object", "outline").every((row) => row.recall >= 0.98) },
  { what: "mean crease recall >= 0.8", holds: mean(of("object", "crease").map((row) => row.recall)) >= 0.8 },
]);

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
