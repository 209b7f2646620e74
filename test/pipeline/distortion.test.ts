/** Lens distortion from the recipe to the record. */
import { describe, expect, it } from "vitest";
import { decodeMask } from "../../src/codecs/rle.js";
import { projectPoints } from "../../src/geometry/camera.js";
import type { Matrix3 } from "../../src/geometry/vector.js";
import { createProducer } from "../../src/pipeline/produce.js";
import { hashAssets, stageHashes } from "../../src/pipeline/stage-hashes.js";
import type { RecipeInput } from "../../src/recipe/schema.js";
import { recordSchema } from "../../src/sample/record.js";
import { brokenBounds, checkLabels } from "../render/check-labels.js";
import { smallPlan } from "./small-recipe.js";

const context = { signal: new AbortController().signal, warn: () => {} };
const FOLDER = { shapes: [{ folder: "../shared/assets/models", categories: ["car", "airplane", "chair"] }], environments: [], outputs: ["image" as const] };
const SIZE = { width: 120, height: 90, focalLengthPixels: 80 };
const BARREL = { k1: -0.3, k2: 0.06, p1: 0.004 };
const rolled = { sphere: { elevationDegrees: [-20, 70] as [number, number] }, inPlaneDegrees: [-30, 30] as [number, number] };

async function made(changes: Partial<RecipeInput>, count: number) {
  const plan = await smallPlan({ ...FOLDER, ...changes });
  const producer = createProducer(plan, await hashAssets(plan));
  const samples = [];
  for (let index = 0; index < count; index++) {
    const { passes, content } = await producer.render(index, context);
    const report = checkLabels(passes, content);
    expect(brokenBounds(report)).toEqual([]);
    expect(report.visiblePixels).toBeGreaterThan(50);
    samples.push({ record: (await producer.produce(index, context)).record, planned: plan.sample(index) });
  }
  return samples;
}

describe.each([["barrel", BARREL], ["pincushion", { k1: 0.4, k2: 0.1 }]])("a %s", (_name, distortion) => {
  it("keeps every label's bounds, reaches fill and place, and is in the record", async () => {
    for (const { record, planned } of await made({ viewpoints: rolled, camera: { ...SIZE, distortion, framing: { fill: [0.4, 0.9], offCentre: 1 } } }, 8)) {
      const camera = record.camera!;
      expect(camera.distortion).toEqual({ model: "brown-conrady", p1: 0, p2: 0, k3: 0, k4: 0, k5: 0, k6: 0, ...distortion });
      expect(recordSchema.parse(JSON.parse(JSON.stringify(record)))).toEqual(record);
      const [object] = record.objects;
      const [x0, y0, x1, y1] = object!.boxProjectedXYXY!;
      expect(Math.abs(Math.max(x1 - x0, y1 - y0) / 90 / planned.framing!.fill - 1)).toBeLessThan(0.02);
      expect(Math.min(x0, y0, 120 - x1, 90 - y1)).toBeGreaterThan(-0.1);
      // The outline of the box holds its projected corners and the whole object.
      const pose = { rotation: object!.rotationObjectToCamera as unknown as Matrix3, translation: object!.translationObjectToCamera };
      for (const { x, y } of projectPoints(object!.box3d.corners, pose, camera.K as unknown as Matrix3, camera.distortion)) expect(x > x0 - 1e-9 && x < x1 + 1e-9 && y > y0 - 1e-9 && y < y1 + 1e-9).toBe(true);
      const [left, top, right, bottom] = object!.boxAmodalXYXY!;
      expect(Math.min(left - x0, top - y0, x1 - right, y1 - bottom)).toBeGreaterThan(-1);
      expect(object!.truncation).toBe(0);
      expect(decodeMask(object!.maskAmodal)).toEqual(decodeMask(object!.maskVisible));
    }
  });
  it("cuts objects off as far as asked", async () => {
    for (const { record } of await made({ viewpoints: rolled, camera: { ...SIZE, distortion, framing: { fill: [0.5, 0.9], truncated: { share: [0.2, 0.5] } } } }, 6)) {
      expect(record.objects[0]!.truncation).toBeGreaterThanOrEqual(0.2 - 0.015);
      expect(record.objects[0]!.truncation).toBeLessThanOrEqual(0.5 + 0.015);
    }
  });
});

describe("coefficients", () => {
  it("are null in the record of a pinhole, and not in what its stages are made from", async () => {
    const [{ record, planned }] = (await made({}, 1)) as [Awaited<ReturnType<typeof made>>[number]];
    expect(record.camera!.distortion).toBeNull();
    expect("distortion" in planned.camera).toBe(false);
    const [plain, bent] = [await smallPlan(), await smallPlan({ camera: { width: 64, height: 64, distortion: BARREL } })];
    const assets = await hashAssets(plain);
    expect(stageHashes(bent, bent.sample(0), assets).render).not.toBe(stageHashes(plain, plain.sample(0), assets).render);
  });
  it("given as ranges are drawn per view and change nothing else that is drawn", async () => {
    const lens = { width: 64, height: 64, focalLengthPixels: [80, 90] as [number, number], framing: { offCentre: 1 } };
    const [plain, varied] = [await smallPlan({ camera: lens }), await smallPlan({ camera: { ...lens, distortion: { k1: [-0.2, 0.1], p2: [0, 0.01], k2: 0.02 } } })];
    const drawn = Array.from({ length: 100 }, (_, index) => varied.sample(index));
    for (const [index, { camera, framing, viewpoint }] of drawn.entries()) {
      const { k1, k2, p1, p2 } = camera.distortion!;
      expect(k1 >= -0.2 && k1 <= 0.1 && p2 >= 0 && p2 <= 0.01 && p1 === 0 && k2 === 0.02).toBe(true);
      expect([camera.K, framing, viewpoint]).toEqual([plain.sample(index).camera.K, plain.sample(index).framing, plain.sample(index).viewpoint]);
    }
    expect(new Set(drawn.map(({ camera }) => camera.distortion!.k1)).size).toBe(100);
  });
  it("that fold within the image are refused before anything is rendered, at the ends of ranges and with the shortest lens", async () => {
    for (const camera of [{ distortion: { k1: -1.5 } }, { distortion: { k1: [-1.5, 0] as [number, number] } }, { focalLengthPixels: [200, 900] as [number, number], distortion: { k1: -0.4 } }]) {
      await expect(smallPlan({ camera })).rejects.toThrow(expect.objectContaining({ code: "E_CAMERA" }));
    }
    await expect(smallPlan({ camera: { focalLengthPixels: 900, distortion: { k1: -0.4 } } })).resolves.toBeDefined();
  });
  it("that are not numbers, or of another model, are refused", async () => {
    for (const distortion of [{ k1: Number.NaN }, { k1: Infinity }, { k1: [0.2, 0.1] }, { k7: 1 }, { model: "fisheye" }]) {
      await expect((async () => smallPlan({ camera: { distortion: distortion as never } }))()).rejects.toThrow(expect.objectContaining({ code: "E_RECIPE" }));
    }
  });
});
