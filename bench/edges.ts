/**
 * Edges: how much of the true geometry's outline and creases the control `canny` shows, on every model of the shared
 * assets in the given panoramas, for both sources, dark objects apart. Truth comes from the passes: outline = a pixel of
 * an object beside one of none; crease = neighbours of one object whose normals differ by more than an angle on a
 * continuous surface; step = neighbours of one object whose depths jump. Found = an edge pixel in the 3 × 3
 * neighbourhood. Precise = the share of the control's edges beside any of these: the rest are texture, paint, shadow.
 * Usage: node bench/run.mjs edges [views per shape] [folder for pictures: red and blue truth, green control]
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodePng } from "../src/codecs/image.js";
import { cannyControl, cannyOptions } from "../src/controls/canny.js";
import { makePlan } from "../src/pipeline/plan.js";
import { createProducer } from "../src/pipeline/produce.js";
import { hashAssets } from "../src/pipeline/stage-hashes.js";
import { parseRecipe } from "../src/recipe/read.js";
import { objectImage } from "../src/render/display-transform.js";
import type { Image, Passes } from "../src/sample/passes.js";
import { assetsFolder } from "./common/assets.js";
import { shareFound } from "./common/edges.js";
import { viewsOfEveryShape } from "./common/every-shape.js";
import { conclude, median, printTable, quantile } from "./common/statistics.js";

/** Angles between normals from which on a crease counts, in degrees; the second one decides. */
const CREASE_DEGREES = [30, 45, 60];
/** Objects whose mean luma (0..255) is below this are dark. */
const DARK = 70;
/** Relative departure from the depth foretold by a surface's own slope. */
const DEPTH_JUMP = 0.01;
/** A crease must be long enough to be seen: samples with fewer pixels of a kind say nothing about it. */
const LEAST_PIXELS = 40;

const OUTLINE = 1;
const STEP = 2;
/** Creases wider than the first, second … of CREASE_DEGREES. */
const CREASE = 3;
const KINDS = [
  { name: "outline", is: (kind: number) => kind === OUTLINE },
  { name: "step", is: (kind: number) => kind === STEP },
  ...CREASE_DEGREES.map((degrees, at) => ({ name: `crease > ${degrees}°`, is: (kind: number) => kind >= CREASE + at })),
];
const DECIDING_CREASE = KINDS[3]!.name;

/** The kind of true edge at each pixel; 0 = none. */
function trueEdges({ width, height, depth, normal, instanceId }: Passes): Uint8Array {
  const cosines = CREASE_DEGREES.map((degrees) => Math.cos((degrees * Math.PI) / 180));
  const kinds = new Uint8Array(width * height);
  for (let y = 2; y < height - 2; y++) {
    for (let x = 2; x < width - 2; x++) {
      const pixel = y * width + x;
      if (instanceId[pixel] === 0) continue;
      const steps = [-1, 1, -width, width];
      if (steps.some((step) => instanceId[pixel + step] === 0)) kinds[pixel] = OUTLINE;
      else if (steps.some((step) => isHidden(depth, pixel, step))) kinds[pixel] = STEP;
      else {
        const least = Math.min(...steps.filter((step) => !isHidden(depth, pixel + step, -step)).map((step) => cosine(normal, pixel, pixel + step)));
        const angles = cosines.filter((limit) => least < limit).length;
        if (angles > 0) kinds[pixel] = CREASE - 1 + angles;
      }
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
function recall(kinds: Uint8Array, is: (kind: number) => boolean, edges: Uint8Array, width: number): number | null {
  const wanted = kinds.map((kind) => (is(kind) ? 255 : 0));
  return wanted.reduce((sum, value) => sum + (value === 255 ? 1 : 0), 0) < LEAST_PIXELS ? null : shareFound(wanted, edges, width);
}

/** Mean luma of the object's pixels. */
function meanLuma({ data }: Image): number {
  let sum = 0;
  let count = 0;
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3]! < 128) continue;
    sum += 0.2126 * data[at]! + 0.7152 * data[at + 1]! + 0.0722 * data[at + 2]!;
    count++;
  }
  return count === 0 ? 255 : sum / count;
}

const views = Number(process.argv[2] ?? 2);
const pictures = process.argv[3] ?? null;
const assets = assetsFolder();
const recipe = { name: "edges", seed: 5, count: 1, shapes: [{ folder: join(assets, "models") }], viewpoints: { preset: 3 }, environments: [{ folder: join(assets, "hdri") }], outputs: ["image"] };
const plan = await makePlan(parseRecipe(recipe), { folder: process.cwd() });
const producer = createProducer(plan, await hashAssets(plan));
const context = { signal: new AbortController().signal, warn: () => {} };

interface Row {
  source: "object" | "original";
  kind: string;
  share: number;
  dark: boolean;
  name: string;
}
const rows: Row[] = [];
let samples = 0;
for (const index of viewsOfEveryShape(plan, views)) {
  samples++;
  const sample = await producer.render(index, context);
  const { width, height } = sample.passes;
  const kinds = trueEdges(sample.passes);
  const truth = kinds.map((kind) => (kind > 0 ? 255 : 0));
  const dark = meanLuma(objectImage(sample.passes, sample.content.lighting.exposure)) < DARK;
  const name = `${index} ${sample.objects[0]!.shape.id}`;
  for (const source of ["object", "original"] as const) {
    const edges = cannyControl(cannyOptions.parse({ source }))(sample).image.data;
    for (const kind of KINDS) {
      const share = recall(kinds, kind.is, edges, width);
      if (share !== null) rows.push({ source, kind: kind.name, share, dark, name });
    }
    rows.push({ source, kind: "precise", share: shareFound(edges, truth, width), dark, name });
    if (pictures !== null && source === "object") await draw(join(pictures, `${index}.png`), kinds, edges, width, height);
  }
}
await producer.close();

const darkSamples = new Set(rows.filter((row) => row.dark).map((row) => row.name)).size;
console.log(`${samples} samples of ${plan.shapes.length} models, ${darkSamples} of them dark (mean luma below ${DARK}); recall per sample`);
const of = (source: string, kind: string) => rows.filter((row) => row.source === source && row.kind === kind);
printTable([
  ["source, kind of true edge", "samples", "mean", "median", "5 %", "worst", "mean of dark", "worst sample"],
  ...["object", "original"].flatMap((source) =>
    [...KINDS.map(({ name }) => name), "precise"].map((kind) => {
      const list = of(source, kind);
      const shares = list.map((row) => row.share);
      const worst = list.reduce((a, b) => (b.share < a.share ? b : a));
      return [`${source}, ${kind}`, list.length, ...[mean(shares), median(shares), quantile(shares, 0.05), worst.share, mean(list.filter((row) => row.dark).map((row) => row.share))].map((value) => value.toFixed(3)), worst.name];
    }),
  ),
]);
const outline = of("object", "outline").map((row) => row.share);
const crease = of("object", DECIDING_CREASE);
const darkCrease = mean(crease.filter((row) => row.dark).map((row) => row.share));
conclude([
  { what: `mean outline recall >= 0.98 (${mean(outline).toFixed(4)}; ${outline.filter((share) => share < 0.98).length} samples below, worst ${Math.min(...outline).toFixed(4)})`, holds: mean(outline) >= 0.98 },
  { what: `mean recall of ${DECIDING_CREASE} >= 0.8 (${mean(crease.map((row) => row.share)).toFixed(3)})`, holds: mean(crease.map((row) => row.share)) >= 0.8 },
  { what: `the same of dark objects alone (${darkCrease.toFixed(3)})`, holds: darkCrease >= 0.8 },
]);

/** Red: creases and steps; blue: outline and steps; green: the control. */
async function draw(path: string, kinds: Uint8Array, edges: Uint8Array, width: number, height: number): Promise<void> {
  mkdirSync(pictures!, { recursive: true });
  const data = new Uint8Array(kinds.length * 3);
  for (let pixel = 0; pixel < kinds.length; pixel++) {
    const kind = kinds[pixel]!;
    data[pixel * 3] = kind > OUTLINE ? 255 : 0;
    data[pixel * 3 + 1] = edges[pixel]!;
    data[pixel * 3 + 2] = kind === OUTLINE || kind === STEP ? 255 : 0;
  }
  writeFileSync(path, await encodePng({ width, height, channels: 3, data }));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
