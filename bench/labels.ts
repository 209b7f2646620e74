/**
 * Labels: for every visible pixel the *written* object coordinate, sent through the *written* camera and pose, lands
 * on that pixel's own centre, and its depth is the written one; the mask rendered again is the written mask.
 * All models of the shared assets and all built-in shapes. Usage: node bench/run.mjs labels [views per shape]
 */
import { join } from "node:path";
import { decodePng16 } from "../src/codecs/image.js";
import { decodeMask } from "../src/codecs/rle.js";
import { makePlan, type Plan } from "../src/pipeline/plan.js";
import { createProducer } from "../src/pipeline/produce.js";
import { hashAssets } from "../src/pipeline/stage-hashes.js";
import { parseRecipe } from "../src/recipe/read.js";
import { renderPasses } from "../src/render/passes.js";
import { builtinCategories } from "../src/shapes/builtin.js";
import { assetsFolder } from "./common/assets.js";
import { viewsOfEveryShape } from "./common/every-shape.js";
import { conclude, printTable } from "./common/statistics.js";

const views = Number(process.argv[2] ?? 4);
const context = { signal: new AbortController().signal, warn: () => {} };

interface Worst {
  samples: number;
  pixels: number;
  offsetPixels: number;
  depthBeyondRounding: number;
  maskDifference: number;
}

async function check(plan: Plan, viewsPerShape: number): Promise<Worst> {
  const worst: Worst = { samples: 0, pixels: 0, offsetPixels: 0, depthBeyondRounding: 0, maskDifference: 0 };
  const producer = createProducer(plan, await hashAssets(plan));
  for (const index of viewsOfEveryShape(plan, viewsPerShape)) {
    const { files, record } = await producer.produce(index, context);
    const written = (name: string) => files.find((file) => file.extension === `.${name}.png`)!.bytes;
    const nocs = await decodePng16(written("nocs"));
    const depth = await decodePng16(written("depth"));
    const { K, width, height } = record.camera;
    const object = record.objects[0]!;
    const R = object.rotationObjectToCamera;
    const t = object.translationObjectToCamera;
    const mask = decodeMask(object.maskVisible);
    for (let y = 0, pixel = 0; y < height; y++) {
      for (let x = 0; x < width; x++, pixel++) {
        if (mask[pixel] === 0) continue;
        const p = [0, 1, 2].map((axis) => (nocs.data[pixel * 3 + axis]! / 65535 - 0.5) * object.scale);
        const camera = [0, 1, 2].map((row) => R[row * 3]! * p[0]! + R[row * 3 + 1]! * p[1]! + R[row * 3 + 2]! * p[2]! + t[row]!);
        const u = (K[0]! * camera[0]!) / camera[2]! + K[2]!;
        const v = (K[4]! * camera[1]!) / camera[2]! + K[5]!;
        const step = record.depth!.unitsPerStep;
        worst.offsetPixels = Math.max(worst.offsetPixels, Math.abs(u - x - 0.5), Math.abs(v - y - 0.5));
        worst.depthBeyondRounding = Math.max(worst.depthBeyondRounding, Math.abs(depth.data[pixel]! * step - camera[2]!) - step / 2);
        worst.pixels++;
      }
    }
    // Rendered again from the record: its camera, its pose.
    const { content } = await producer.render(index, context);
    const again = renderPasses(
      {
        ...content,
        camera: { K: record.camera.K, rotationWorldToCamera: R, translationWorldToCamera: t, width, height } as unknown as typeof content.camera,
        instances: [{ ...content.instances[0]!, objectToWorld: { rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], translation: [0, 0, 0] } }],
      },
      { color: false },
    );
    for (let pixel = 0; pixel < mask.length; pixel++) if ((again.instanceId[pixel] !== 0) !== (mask[pixel] === 1)) worst.maskDifference++;
    worst.samples++;
  }
  return worst;
}

const outputs = ["image", "nocs", "depth"];
const recipes = {
  models: { shapes: [{ folder: join(assetsFolder(), "models") }], viewsPerShape: views },
  "built-ins": { shapes: [{ builtin: [...builtinCategories] }], viewsPerShape: 4 * views },
};
const kinds = {
  "preset 3": { viewpoints: { preset: 3 } },
  "preset 1": { viewpoints: { preset: 1 } },
  "off centre, cut off, rolled, wide": {
    viewpoints: { sphere: {}, inPlaneDegrees: [-180, 180] },
    camera: { width: 640, height: 360, focalLengthPixels: [300, 1500], principalPointSpread: [80, 45], framing: { fill: [0.3, 1], offCentre: 1, truncated: { share: [0.1, 0.6], chance: 0.5 } } },
  },
};
const rows: (string | number)[][] = [["shapes", "samples", "pixels", "worst offset px", "worst depth error", "mask XOR px"]];
let offset = 0, depthError = 0, maskDifference = 0;
for (const [label, { shapes, viewsPerShape }] of Object.entries(recipes)) {
  for (const [cameras, options] of Object.entries(kinds)) {
    const plan = await makePlan(parseRecipe({ name: "labels", seed: 11, count: 1, outputs, ...options, shapes }), { folder: process.cwd() });
    const worst = await check(plan, viewsPerShape);
    rows.push([`${plan.shapes.length} ${label}, ${cameras}`, worst.samples, worst.pixels, worst.offsetPixels, worst.depthBeyondRounding, worst.maskDifference]);
    offset = Math.max(offset, worst.offsetPixels);
    depthError = Math.max(depthError, worst.depthBeyondRounding);
    maskDifference += worst.maskDifference;
  }
}
printTable(rows);
conclude([
  { what: `object coordinates land ≤ 0.02 px from their pixel (worst ${offset.toFixed(4)})`, holds: offset <= 0.02 },
  { what: `depth agrees ≤ 1e-4 beyond storage rounding (worst ${depthError.toExponential(2)})`, holds: depthError <= 1e-4 },
  { what: `mask rendered again differs in 0 px (${maskDifference})`, holds: maskDifference === 0 },
]);
