/**
 * Labels against Blender, on every opaque model of the shared assets: camera and pose are built there from the written
 * record alone (bench/blender/scene.py shares no code with dst3d), Cycles renders planar depth at the pixel centres, and
 * silhouettes and depths are compared. Each model is also rendered mirrored left to right: models that differ from their
 * mirror image must then disagree, which shows that the check would see a mirrored convention. Needs Blender (3.4 was
 * used). Usage: node bench/run.mjs blender-agreement [views per model and camera] [model id ...]
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { random } from "../src/core/random.js";
import { decodePng16 } from "../src/codecs/image.js";
import { decodeMask } from "../src/codecs/rle.js";
import { canonicalJson } from "../src/dataset/canonical-json.js";
import { makePlan } from "../src/pipeline/plan.js";
import { createProducer } from "../src/pipeline/produce.js";
import { hashAssets } from "../src/pipeline/stage-hashes.js";
import { parseRecipe } from "../src/recipe/read.js";
import { folderCatalogue } from "../src/shapes/folder.js";
import { assetsFolder } from "./common/assets.js";
import { runBlender } from "./common/blender.js";
import { conclude, median, printTable, quantile } from "./common/statistics.js";

/** Cameras: the original's, and one whose every number differs from its neighbour's. */
const CAMERAS = [{}, { width: 480, height: 360, focalLengthPixels: 493, principalPoint: [221.5, 197.25] as [number, number] }];
/** Neighbours whose depths differ by more than this share lie on both sides of a discontinuity. */
const DISCONTINUITY = 0.01;
/** A pixel disagrees where only one side sees the object or depths differ by more than this (world units). */
const DISAGREEMENT = 1e-3;
/** A mirror image that disagrees at more than this share of the object's pixels is told apart. */
const ASYMMETRIC = 0.01;

interface View {
  model: string;
  record: string;
  out: string;
  mirrored: boolean;
  width: number;
  height: number;
  mask: Uint8Array;
  depth: Float32Array;
  storedDepth: Float32Array;
  groundHeight: number | null;
}

const models = join(assetsFolder(), "models");
const context = { signal: new AbortController().signal, warn: () => {} };

async function makeViews(model: string, count: number, folder: string): Promise<View[]> {
  const views: View[] = [];
  for (const [cameraIndex, camera] of CAMERAS.entries()) {
    const recipe = { name: "agreement", seed: 100 + cameraIndex, count, shapes: [{ folder: models, ids: [model] }], viewpoints: { preset: 3 }, camera, outputs: ["image", "nocs", "depth"] };
    const plan = await makePlan(parseRecipe(recipe), { folder: process.cwd() });
    const producer = createProducer(plan, await hashAssets(plan));
    for (let index = 0; index < count; index++) {
      const { files, record } = await producer.produce(index, context);
      const { passes } = await producer.render(index, context);
      const stored = await decodePng16(files.find((file) => file.extension === ".depth.png")!.bytes);
      const path = join(folder, `${model}-${cameraIndex}-${record.id}`);
      writeFileSync(`${path}.json`, canonicalJson(record));
      const common = {
        model,
        record: `${path}.json`,
        width: passes.width,
        height: passes.height,
        mask: decodeMask(record.objects[0]!.maskVisible),
        depth: passes.depth.slice(),
        storedDepth: Float32Array.from(stored.data, (value) => value * record.depth!.unitsPerStep),
        groundHeight: record.ground?.height ?? null,
      };
      views.push({ ...common, out: `${path}.depth`, mirrored: false });
      if (index === 0 && cameraIndex === 0) views.push({ ...common, out: `${path}.mirrored`, mirrored: true });
    }
    await producer.close();
  }
  // Blender loads a model anew for each change of `mirrored`.
  return views.sort((a, b) => Number(a.mirrored) - Number(b.mirrored));
}

interface Difference {
  pixels: number;
  silhouette: number;
  /** Pixels that disagree in silhouette or depth. */
  disagreeing: number;
  /** Absolute differences away from discontinuities, in world units. */
  depth: number[];
  depthEverywhere: number[];
  storedDepth: number[];
  ground: number;
}

function compare(view: View): Difference {
  const bytes = readFileSync(view.out);
  const theirs = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const { lowest } = JSON.parse(readFileSync(`${view.out}.json`, "utf8")) as { lowest: number };
  const result: Difference = { pixels: 0, silhouette: 0, disagreeing: 0, depth: [], depthEverywhere: [], storedDepth: [], ground: view.groundHeight === null ? 0 : Math.abs(lowest - view.groundHeight) };
  for (let y = 0, pixel = 0; y < view.height; y++) {
    for (let x = 0; x < view.width; x++, pixel++) {
      const inside = view.mask[pixel] === 1;
      if (inside) result.pixels++;
      if (inside !== theirs[pixel]! > 0) result.silhouette++;
      const difference = Math.abs(view.depth[pixel]! - theirs[pixel]!);
      if (difference > DISAGREEMENT) result.disagreeing++;
      if (!inside || theirs[pixel] === 0) continue;
      result.depthEverywhere.push(difference);
      if (!isSmooth(view.depth, x, y, view) || !isSmooth(theirs, x, y, view)) continue;
      result.depth.push(difference);
      result.storedDepth.push(Math.abs(view.storedDepth[pixel]! - theirs[pixel]!));
    }
  }
  return result;
}

/** True when the 3 × 3 neighbourhood is all object and without a jump. */
function isSmooth(depth: Float32Array, x: number, y: number, { width, height }: View): boolean {
  if (x === 0 || y === 0 || x === width - 1 || y === height - 1) return false;
  const own = depth[y * width + x]!;
  for (let dy = -1; dy <= 1; dy++) for (let dx = -1; dx <= 1; dx++) if (!(Math.abs(depth[(y + dy) * width + x + dx]! - own) <= own * DISCONTINUITY)) return false;
  return true;
}

/** The models whose materials are all opaque: what Cycles shows of the others depends on what lies behind. */
async function opaqueModels(wanted: readonly string[]): Promise<string[]> {
  const catalogue = await folderCatalogue({ folder: models, ...(wanted.length > 0 ? { ids: [...wanted] } : {}) }, process.cwd());
  const names: string[] = [];
  for (const { id } of await catalogue.entries()) {
    const shape = await catalogue.load(id, random(0, id, "shape"));
    if (shape.materials.every((material) => material.alphaMode === "opaque")) names.push(id);
  }
  return names;
}

const count = Number(process.argv[2] ?? 2);
const folder = mkdtempSync(join(tmpdir(), "dst3d-agreement-"));
try {
  const names = await opaqueModels(process.argv.slice(3));
  const views: View[] = [];
  for (const model of names) views.push(...(await makeViews(model, count, folder)));
  writeFileSync(join(folder, "jobs.json"), JSON.stringify({ models, views: views.map(({ record, out, mirrored }) => ({ record, out, mirrored })) }));
  runBlender("agreement.py", [join(folder, "jobs.json")]);

  const rows: (string | number)[][] = [["model (worst view)", "views", "object px", "XOR px", "XOR %", "mirrored %", "depth median", "p99", "p99 everywhere", "stored p99", "ground"]];
  const all: Difference[] = [];
  let asymmetric = 0;
  for (const model of names) {
    const own = views.filter((view) => view.model === model);
    const differences = own.filter((view) => !view.mirrored).map(compare);
    const mirrored = compare(own.find((view) => view.mirrored)!);
    const worst = (measure: (one: Difference) => number) => Math.max(...differences.map(measure));
    if (mirrored.disagreeing > ASYMMETRIC * mirrored.pixels) asymmetric++;
    all.push(...differences);
    rows.push([
      model, differences.length, sum(differences.map((one) => one.pixels)), sum(differences.map((one) => one.silhouette)), worst(silhouetteShare) * 100, (mirrored.disagreeing / mirrored.pixels) * 100,
      worst((one) => median(one.depth)), worst((one) => quantile(one.depth, 0.99)), worst((one) => quantile(one.depthEverywhere, 0.99)), worst((one) => quantile(one.storedDepth, 0.99)), worst((one) => one.ground),
    ]);
  }
  console.log("Depths: absolute differences in world units. Mirrored: pixels that disagree in silhouette or depth when the model is mirrored.");
  printTable(rows);
  const worst = (measure: (one: Difference) => number) => Math.max(...all.map(measure));
  const silhouette = worst(silhouetteShare);
  const medianDepth = worst((one) => median(one.depth));
  const p99 = worst((one) => quantile(one.depth, 0.99));
  const ground = worst((one) => one.ground);
  console.log(`${names.length} models, ${all.length} views: ${sum(all.map((one) => one.silhouette))} of ${sum(all.map((one) => one.pixels))} object pixels differ in silhouette`);
  conclude([
    { what: `silhouettes differ in <= 0.1 % of object pixels in every view (worst ${(silhouette * 100).toFixed(3)} %)`, holds: silhouette <= 1e-3 },
    { what: `depth median <= 1e-5 in every view (worst ${medianDepth.toExponential(1)})`, holds: medianDepth <= 1e-5 },
    { what: `depth p99 <= 1e-3 away from discontinuities in every view (worst ${p99.toExponential(1)})`, holds: p99 <= 1e-3 },
    { what: `the ground touches the lowest vertex (worst ${ground.toExponential(1)})`, holds: ground <= 1e-5 },
    { what: `at least 5 of the models would show a mirrored convention (${asymmetric})`, holds: asymmetric >= 5 },
  ]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function silhouetteShare(one: Difference): number {
  return one.silhouette / one.pixels;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
