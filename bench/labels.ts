/**
 * Labels: for every visible pixel the *written* object coordinate, sent through the *written* camera and pose, lands
 * on that pixel's own centre, and its depth is the written one; the masks rendered again are the written masks.
 * All models of the shared assets and all built-ins; one model in every format; every kind of camera (without lens
 * distortion); models that move; scenes in which shapes hide each other.
 * Usage: node bench/run.mjs labels [views per shape [shapes|formats|cameras|poses|scenes]…]
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makePlan, type Plan } from "../src/pipeline/plan.js";
import { parseRecipe } from "../src/recipe/read.js";
import { builtinCategories } from "../src/shapes/builtin.js";
import { loadShape } from "../src/shapes/load-shape.js";
import { movements } from "../src/shapes/pose-shape.js";
import { assetsFolder } from "./common/assets.js";
import { viewsOfEveryShape } from "./common/every-shape.js";
import { labelErrors, OFFSET_LIMIT, type LabelErrors } from "./common/label-errors.js";
import { movingModels } from "./common/moving-models.js";
import { conclude, printTable } from "./common/statistics.js";
import { WRITTEN_FORMATS, writeModel } from "./common/write-model.js";

const views = Number(process.argv[2] ?? 2);
const asked = process.argv.slice(3);
const folder = mkdtempSync(join(tmpdir(), "dst3d-labels-"));
const models = { folder: join(assetsFolder(), "models") };
const builtins = { builtin: [...builtinCategories] };
const front = { viewpoints: { preset: 3 } };
const free = {
  viewpoints: { sphere: {}, inPlaneDegrees: [-180, 180] },
  camera: { width: 640, height: 360, focalLengthPixels: [300, 1500], principalPointSpread: [80, 45], framing: { fill: [0.3, 1], offCentre: 1, truncated: { share: [0.1, 0.6], chance: 0.5 } } },
};

type Part = Map<string, LabelErrors>;
type Options = Readonly<Record<string, unknown>>;

const planOf = (options: Options): Promise<Plan> =>
  makePlan(parseRecipe({ name: "labels", seed: 11, count: 1, outputs: ["nocs", "depth"], ...options } as unknown as Parameters<typeof parseRecipe>[0]), { folder: process.cwd() });
const first = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

async function shapes(part: Part): Promise<void> {
  for (const [cameras, options] of Object.entries({ "preset 3": front, "preset 1": { viewpoints: { preset: 1 } }, "off centre, cut off, rolled, wide": free })) {
    for (const [label, source, count] of [["models", models, views], ["built-ins", builtins, 4 * views]] as const) {
      const plan = await planOf({ ...options, shapes: [source] });
      part.set(`${plan.shapes.length} ${label}, ${cameras}`, await labelErrors(plan, viewsOfEveryShape(plan, count)));
    }
  }
}

const FORMAT_MODELS = ["kenney/taxi.glb", "chair/FurniturePack2019_Chair.glb", "flight-helmet/FlightHelmet.gltf"];

async function formats(part: Part): Promise<void> {
  const originals = await Promise.all(FORMAT_MODELS.map((file) => loadShape(join(models.folder, file))));
  const sources = new Map<string, Options[]>();
  for (const format of WRITTEN_FORMATS) {
    const isFbx = format === "fbx";
    const files = await Promise.all(originals.map((shape) => writeModel(shape, format, folder)));
    sources.set(format, files.map((file) => ({ file, category: "object", up: isFbx ? "+Y" : "+Z", front: isFbx ? "+Z" : "-Y" })));
  }
  sources.set("fbx of Blender", [{ file: "test/golden/shapes/taxi.fbx", category: "car", front: "+Z" }]);
  sources.set("obj with mtl", [{ file: join(models.folder, "obj/taxi.obj"), category: "car", front: "+Z" }]);
  for (const [format, files] of sources) {
    const plan = await planOf({ ...free, shapes: files });
    part.set(`${files.length} × ${format}`, await labelErrors(plan, viewsOfEveryShape(plan, 2 * views)));
  }
}

async function cameras(part: Part): Promise<void> {
  const sphere = { viewpoints: { sphere: {} } };
  const kinds: Readonly<Record<string, Options>> = {
    "preset 2, distance drawn": { viewpoints: { preset: 2, randomDistance: true } },
    "preset 4": { viewpoints: { preset: 4 } },
    "preset 5": { viewpoints: { preset: 5 } },
    sphere,
    "normal": { viewpoints: { normal: { azimuthDegrees: { mean: 0, deviation: 60 }, elevationDegrees: { mean: 20, deviation: 20, minimum: -30, maximum: 89 } } } },
    "list": { viewpoints: { list: [{ azimuthDegrees: 0, elevationDegrees: 90 }, { azimuthDegrees: 90, elevationDegrees: -90 }, { azimuthDegrees: 180, elevationDegrees: 0, inPlaneDegrees: 90 }] } },
    "histogram": { viewpoints: { histogram: { file: join(folder, "weights.csv") } } },
    "importance": { viewpoints: { importance: { file: join(folder, "weights.csv") }, of: { sphere: {} } } },
    "roll": { viewpoints: { sphere: {}, inPlaneDegrees: [-180, 180] } },
    "near and far": { viewpoints: { sphere: {}, distance: [1.1, 6] } },
    "focal lengths 150 to 3000": { ...sphere, camera: { focalLengthPixels: [150, 3000] } },
    "principal point": { ...sphere, camera: { principalPoint: [100, 420.25], principalPointSpread: [30, 60] } },
    "640 × 360": { ...sphere, camera: { width: 640, height: 360 } },
    "301 × 517": { ...sphere, camera: { width: 301, height: 517 } },
    "filled": { ...sphere, camera: { framing: { fill: [0.2, 1] } } },
    "filled beyond the image": { ...sphere, camera: { framing: { fill: [1, 2] } } },
    "filled by focal length": { ...sphere, camera: { framing: { fill: [0.3, 1], adjust: "focalLength" } } },
    "off centre": { ...sphere, camera: { framing: { fill: [0.3, 0.7], offCentre: 1 } } },
    "cut off": { ...sphere, camera: { framing: { fill: [0.4, 1], truncated: { share: [0.1, 0.8] } } } },
    "2 × 2 samples per pixel": { ...sphere, render: { supersampling: 2 } },
    "all at once": { ...free, render: { supersampling: 2 } },
  };
  writeFileSync(join(folder, "weights.csv"), "1,5,2,0,1,1\n2,2,8,1,1,3\n0,1,1,1,4,1\n");
  for (const [kind, options] of Object.entries(kinds)) {
    const plan = await planOf({ ...options, shapes: [{ ...models, categories: ["car", "chair"] }, { builtin: ["bicycle", "airplane"] }] });
    part.set(kind, await labelErrors(plan, first(6 * views)));
  }
}

async function poses(part: Part): Promise<void> {
  const post = "test/golden/shapes/post.fbx";
  const clip = movements(await loadShape(post)).clips[0]!;
  const ofFbx = [0, 0.4, 1].map((timeSeconds) => ({ clip, timeSeconds, morphWeights: { fat: timeSeconds } }));
  const written = (await movingModels()).map(({ name, bytes, poses: states }) => {
    const file = join(folder, `${name.replaceAll(" ", "-")}.glb`);
    writeFileSync(file, bytes);
    return { name, file, states };
  });
  for (const { name, file, states } of [...written, { name: "skin and blend shape of FBX", file: post, states: ofFbx }]) {
    const plan = await planOf({ ...free, camera: { ...free.camera, framing: { fill: [0.3, 0.8], offCentre: 1 } }, shapes: [{ file, category: "object", front: "+Z" }] });
    // One sample after the other is in the next state.
    const posed: Plan = {
      ...plan,
      sample(index) {
        const planned = plan.sample(index);
        return { ...planned, objects: planned.objects.map((object) => ({ ...object, articulation: states[index % states.length] })) };
      },
    };
    part.set(`${name}, ${states.length} poses`, await labelErrors(posed, first(2 * views * states.length)));
  }
}

async function scenes(part: Part): Promise<void> {
  const clutter = { minimum: 3, maximum: 6, floatingChance: 0.6 };
  const kinds: Readonly<Record<string, Options>> = {
    "3 to 5 objects": { scene: { objects: { minimum: 3, maximum: 5 } } },
    "clutter without labels": { variation: { clutter } },
    "clutter with labels": { variation: { clutter: { ...clutter, labelled: true } } },
    "objects and clutter, cut off, rolled": { ...free, scene: { objects: { minimum: 2, maximum: 4 } }, variation: { clutter } },
    "pairs that differ in clutter": { scene: { pairs: { factor: "clutter" } }, variation: { clutter } },
    "pairs that differ in viewpoint": { scene: { pairs: { factor: "viewpoint" }, objects: { minimum: 2, maximum: 2 } } },
    "4 views of each scene": { scene: { viewsPerScene: 4, objects: { minimum: 2, maximum: 3 } }, variation: { clutter } },
    "2 images of each view": { scene: { imagesPerView: 2, objects: { minimum: 2, maximum: 3 } } },
    "light and materials drawn": { variation: { light: {}, materials: {}, clutter } },
  };
  for (const [kind, options] of Object.entries(kinds)) {
    const plan = await planOf({ ...front, ...options, shapes: [models, builtins] });
    part.set(kind, await labelErrors(plan, first(8 * views)));
  }
}

const parts = { shapes, formats, cameras, poses, scenes };
const all: LabelErrors[] = [];
try {
  for (const [name, measure] of Object.entries(parts)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    const start = performance.now();
    const part: Part = new Map();
    await measure(part);
    const rows = [...part].map(([label, e]) => [label, e.samples, e.objects, e.occluded, e.pixels, e.coarsePixels, e.offsetPixels, e.offsetBeyondRounding, Math.max(0, e.depthBeyondRounding), e.maskDifference]);
    printTable([[name, "samples", "objects", "hidden in part", "pixels", "coarse pixels", "worst offset px", "beyond rounding px", "worst depth error", "mask XOR px"], ...rows]);
    console.log(`(${((performance.now() - start) / 1000).toFixed(0)} s)\n`);
    all.push(...part.values());
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const offset = Math.max(...all.map((errors) => errors.offsetPixels));
const depth = Math.max(0, ...all.map((errors) => errors.depthBeyondRounding));
const different = all.reduce((sum, errors) => sum + errors.maskDifference, 0);
const beyond = Math.max(...all.map((errors) => errors.offsetBeyondRounding));
const coarse = all.reduce((sum, errors) => sum + errors.coarsePixels, 0) / all.reduce((sum, errors) => sum + errors.pixels, 0);
conclude([
  { what: `object coordinates land ≤ ${OFFSET_LIMIT} px from their pixel (worst ${offset.toFixed(4)}), but for ${(100 * coarse).toFixed(2)} % of the pixels, of objects so near that half a step of the 16-bit picture may be 0.018 px and more`, holds: offset <= OFFSET_LIMIT },
  { what: `of all pixels they land ≤ 0.005 px beyond half a step (worst ${beyond.toFixed(4)})`, holds: beyond <= 0.005 },
  { what: `depth agrees ≤ 1e-4 (relative) beyond storage rounding (worst ${depth.toExponential(2)})`, holds: depth <= 1e-4 },
  { what: `masks rendered again differ in 0 px (${different})`, holds: different === 0 },
]);
