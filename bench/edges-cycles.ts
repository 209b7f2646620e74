/**
 * Edges beside the original's: 1-px-tolerant F1 of our control against Canny (100/200, black background) of Cycles
 * renders with the original's settings, same views. The ceiling is Cycles against itself with another seed. Needs Blender
 * (3.4 was used). Usage: node bench/run.mjs edges-cycles [views per model] [folder for pictures]
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeImage, encodePng } from "../src/codecs/image.js";
import { cannyControl, cannyOptions } from "../src/controls/canny.js";
import { objectEdges } from "../src/controls/object-edges.js";
import { canonicalJson } from "../src/dataset/canonical-json.js";
import { makePlan } from "../src/pipeline/plan.js";
import { createProducer } from "../src/pipeline/produce.js";
import { hashAssets } from "../src/pipeline/stage-hashes.js";
import { parseRecipe } from "../src/recipe/read.js";
import { ORIGINAL_AREA_RADIANCE } from "../src/render/area-light.js";
import { assetsFolder } from "./common/assets.js";
import { talkToBlender } from "./common/blender.js";
import type { Talk } from "./common/talk.js";
import { edgeF1 } from "./common/edges.js";
import { printTable } from "./common/statistics.js";

const models = join(assetsFolder(), "models");
const MODELS = [
  { name: "flight-helmet", file: "flight-helmet/FlightHelmet.gltf" },
  { name: "Cop_SUV", file: "car/RealisticCarPack2018_Cop_SUV.glb" },
  { name: "SportsCar (dark)", file: "car/RealisticCarPack2018_SportsCar.glb" },
  { name: "firetruck", file: "kenney/firetruck.glb" },
  { name: "Tank2", file: "tank/TankPack2019_Tank2.glb" },
  { name: "Bicycle", file: "bicycle/PublicTransportPack2017_Bicycle.glb" },
  { name: "Sofa_individual (dark)", file: "sofa/FurniturePack2019_Sofa_individual.glb" },
  { name: "CargoTrain", file: "train/TrainPack2019_CargoTrain_Front.glb" },
];
/** The original's light, and what recipes have unless they say otherwise. */
const LIGHTS = { "original's light": { light: { areaRadiance: ORIGINAL_AREA_RADIANCE, environmentStrength: 0 } }, "environments": { environments: [{ folder: join(assetsFolder(), "hdri") }] } };
const SOURCES = ["original", "object"] as const;

const views = Number(process.argv[2] ?? 5);
const pictures = process.argv[3] ?? null;
const context = { signal: new AbortController().signal, warn: () => {} };
const settings = cannyOptions.parse({ source: "original" });
const folder = mkdtempSync(join(tmpdir(), "dst3d-edges-"));

async function cyclesEdges(blender: Talk, record: string, seed: number): Promise<Uint8Array> {
  await blender.ask({ record, seed });
  return objectEdges(await decodeImage(readFileSync(join(folder, "view.png"))), "original", settings);
}

const count = (edges: Uint8Array) => edges.reduce((sum, value) => sum + (value === 255 ? 1 : 0), 0);
const columns = Object.keys(LIGHTS).flatMap((light) => SOURCES.map((source) => ({ light: light as keyof typeof LIGHTS, source })));
const rows: (string | number)[][] = [["F1 against Canny of Cycles", "edge px", "Cycles, other seed", ...columns.map(({ light, source }) => `${light}, ${source}`)]];
const totals = new Array<number>(columns.length + 2).fill(0);
try {
  const blender = await talkToBlender("views.py");
  for (const { name, file } of MODELS) {
    await blender.ask({ model: join(models, file), front: "+Z", engine: "cycles", hdr: null, files: folder });
    const sums = new Array<number>(columns.length + 2).fill(0);
    const makers = await Promise.all(
      Object.entries(LIGHTS).map(async ([light, options]) => {
        const plan = await makePlan(parseRecipe({ name: "edges", seed: 8, count: views, shapes: [{ file: join(models, file), category: "thing", front: "+Z" }], outputs: ["image"], ...options }), { folder: process.cwd() });
        return { light, producer: createProducer(plan, await hashAssets(plan)) };
      }),
    );
    for (let index = 0; index < views; index++) {
      const path = join(folder, "record.json");
      writeFileSync(path, canonicalJson((await makers[0]!.producer.produce(index, context)).record));
      const reference = await cyclesEdges(blender, path, 0);
      const repeated = await cyclesEdges(blender, path, 1);
      sums[0]! += count(reference);
      sums[1]! += edgeF1(repeated, reference, 512);
      for (const { light, producer } of makers) {
        const sample = await producer.render(index, context);
        for (const source of SOURCES) {
          const { image } = cannyControl(cannyOptions.parse({ source }))(sample);
          const column = columns.findIndex((one) => one.light === light && one.source === source);
          sums[column + 2]! += edgeF1(image.data, reference, 512);
          if (pictures !== null) await draw(join(pictures, `${name}-${index}-${light}-${source}.png`), reference, image.data);
        }
      }
    }
    for (const { producer } of makers) await producer.close();
    rows.push([name, ...sums.map((sum, at) => (at === 0 ? Math.round(sum / views) : (sum / views).toFixed(3)))]);
    for (let at = 0; at < sums.length; at++) totals[at]! += sums[at]! / views / MODELS.length;
  }
  await blender.close();
  rows.push(["mean", ...totals.map((total, at) => (at === 0 ? Math.round(total) : total.toFixed(3)))]);
  printTable(rows);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Red: only Cycles; green: only we; yellow: both. */
async function draw(path: string, theirs: Uint8Array, ours: Uint8Array): Promise<void> {
  mkdirSync(pictures!, { recursive: true });
  const data = new Uint8Array(theirs.length * 3);
  for (let pixel = 0; pixel < theirs.length; pixel++) {
    data[pixel * 3] = theirs[pixel]!;
    data[pixel * 3 + 1] = ours[pixel]!;
  }
  writeFileSync(path, await encodePng({ width: 512, height: 512, channels: 3, data }));
}
