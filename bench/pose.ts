/**
 * A pose network that has learnt from built-in shapes alone, asked about pictures of models it never saw: the shared
 * ones whose front is known. Half of what it learns from is rendered with every variation, half imitates a painter.
 * One wrong front of the manifest (the bicycle's) is given right.
 * Pictures are kept in bench/out/pose and made once. Needs a build (`npm run build`).
 * Usage: node bench/run.mjs pose [training pictures = 3000] [epochs = 30] [test pictures = 480]
 */
import { mkdirSync } from "node:fs";
import { loadavg } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { degrees } from "../src/core/math.js";
import { openDataset } from "../src/dataset/open-dataset.js";
import { viewpointFromPose } from "../src/geometry/viewpoint.js";
import type * as Library from "../src/index.js";
import { decodeAngle, signedTurn } from "../src/verify/kcf/bins.js";
import { readCrops } from "../src/verify/kcf/crops.js";
import { judge } from "../src/verify/kcf/judge.js";
import { ANGLES } from "../src/verify/kcf/sample-numbers.js";
import { seenRotation } from "../src/verify/kcf/seen-pose.js";
import { kcfTask, type KcfTaskOptions } from "../src/verify/kcf/task.js";
import { readSamples } from "../src/verify/read-samples.js";
import { trainFolds } from "../src/verify/fold-training/train-folds.js";
import type { VerifiedSample } from "../src/verify/verified-sample.js";
import { assetsFolder } from "./common/assets.js";
import { conclude, median, printTable } from "./common/statistics.js";
import { WRONG_IN_MANIFEST } from "./common/wrong-fronts.js";

const [training = 3000, epochs = 30, testing = 480] = process.argv.slice(2).map(Number);
const OUT = "bench/out/pose";
const SIZE = 64;
const MOST_DEGREES = 30;

/** Categories that both sides have, with fronts. */
const CATEGORIES = ["airplane", "boat", "bus", "car", "chair", "sofa", "train"];
const WRONG = "PublicTransportPack2017_Bicycle";
const models = join(assetsFolder(), "models");

const camera = { width: 112, height: 112, framing: { fill: [0.6, 0.85], offCentre: 0.2 } };
const environments = [{ builtin: ["sky", "studio", "interior"] }];
const builtin = [{ builtin: [...CATEGORIES, "bicycle"] }];
const viewpoints = { sphere: { elevationDegrees: [-5, 50] } };
const RECIPES = {
  rendered: { seed: 11, count: training / 2, shapes: builtin, variation: { light: {}, materials: { textureChance: 0.3 }, clutter: { maximum: 3, floatingChance: 0.3 } } },
  imitated: { seed: 12, count: training / 2, shapes: builtin, generator: { type: "imitation" } },
  test: { seed: 13, count: testing, shapes: [...CATEGORIES.map((category) => ({ folder: models, categories: [category] })), { file: join(models, "bicycle", `${WRONG}.glb`), category: "bicycle", front: "-Z" }] },
};

async function pictures(name: keyof typeof RECIPES): Promise<VerifiedSample[]> {
  const { generate, parseRecipe } = (await import(pathToFileURL(resolve("dist/index.js")).href)) as typeof Library;
  const out = join(OUT, `${name}-${RECIPES[name].count}`);
  await generate({ recipe: parseRecipe({ name, camera, viewpoints, environments, outputs: ["image"], ...RECIPES[name] }), recipeFolder: process.cwd(), out, workers: 2 });
  return (await readSamples(await openDataset(out), { prefix: `${name}/` })).samples.filter(({ record }) => record.objects[0]?.viewpoint.azimuthRadians != null);
}

mkdirSync(OUT, { recursive: true });
console.log(`the manifest says of ${WRONG} that its front is ${WRONG_IN_MANIFEST.get(WRONG)}; it is -Z, which is what is used`);
const learnt = [...(await pictures("rendered")), ...(await pictures("imitated"))];
const test = await pictures("test");
const samples = [...learnt, ...test];
const categories = new Map([...CATEGORIES, "bicycle"].sort().map((category, number) => [category, number]));
const layout = { size: SIZE, border: SIZE / 16 };
const options: KcfTaskOptions = { variant: "corrected", categories: categories.size, ...layout, batch: 32, epochs, learningRate: 0.003, network: { kind: "residual", widths: [32, 64, 128, 256] } };
const { signal } = new AbortController();
const start = performance.now();
let told = start;
const trained = await trainFolds(
  {
    task: kcfTask,
    options,
    samples: readCrops({ samples, variant: "corrected", layout, categories, signal, unreadable: (place, problem) => console.log(samples[place]!.key, problem) }),
    jobs: [{ name: "pose", train: learnt.map((_, place) => place), predict: test.map((_, place) => learnt.length + place) }],
  },
  {
    seed: 1, folder: OUT, processes: 1, device: "cpu", signal, step: "pose",
    progress(_, done, total) {
      if (performance.now() - told < 60_000 && done !== total) return;
      told = performance.now();
      console.log(`${done} of ${total} steps, ${((told - start) / 1000).toFixed(0)} s`);
    },
  },
);
const { outputs, losses } = trained.results[0]!;
const width = outputs.length / test.length;
const seen = test.map(({ record }, row) => {
  const object = record.objects[0]!;
  const said = outputs.subarray(row * width, row * width + ANGLES);
  const claimed = viewpointFromPose({ rotation: seenRotation(object), translation: [0, 0, 1] }).azimuthRadians;
  const azimuth = decodeAngle("azimuth", said.subarray(0, ANGLES / 3).map(Math.exp));
  return { category: object.category, azimuthDegrees: degrees(Math.abs(signedTurn(azimuth - claimed))), angleDegrees: judge(said, object).angleDegrees };
});
console.log(`${learnt.length} pictures learnt from, ${epochs} epochs, ${((performance.now() - start) / 1000).toFixed(0)} s with one process, load ${loadavg()[0]!.toFixed(1)}; loss ${losses[0]!.toFixed(2)} to ${losses.at(-1)!.toFixed(2)}`);
const share = (values: readonly number[], holds: (value: number) => boolean): number => values.filter(holds).length / values.length;
const rows = [...categories.keys()].map((category) => {
  const own = seen.filter((one) => one.category === category);
  const azimuths = own.map(({ azimuthDegrees }) => azimuthDegrees);
  return { category, count: own.length, median: median(azimuths), row: [category, own.length, median(azimuths), median(own.map(({ angleDegrees }) => angleDegrees)), share(azimuths, (value) => value <= MOST_DEGREES), share(azimuths, (value) => value > 150)] };
});
printTable([["category", "pictures", "azimuth error, median °", "pose error, median °", `within ${MOST_DEGREES}°`, "turned round (> 150°)"], ...rows.map(({ row }) => row)]);
conclude(rows.map(({ category, median }) => ({ what: `${category}: median azimuth error <= ${MOST_DEGREES}° (${median.toFixed(1)}°)`, holds: median <= MOST_DEGREES })));
