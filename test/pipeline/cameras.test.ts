/** Cameras from the recipe to the record: framing, lens, image shape. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createProducer } from "../../src/pipeline/produce.js";
import { makePlan } from "../../src/pipeline/plan.js";
import { recipeChanges } from "../../src/pipeline/recipe-changes.js";
import { hashAssets, stageHashes } from "../../src/pipeline/stage-hashes.js";
import type { RecipeInput } from "../../src/recipe/schema.js";
import { moveRecipe } from "../../src/recipe/resolved.js";
import { brokenBounds, checkLabels } from "../render/check-labels.js";
import { smallPlan, smallRecipe } from "./small-recipe.js";

const context = { signal: new AbortController().signal, warn: () => {} };
const FOLDER = { shapes: [{ folder: "../shared/assets/models", categories: ["car", "airplane", "chair"] }], environments: [], outputs: ["image" as const] };

async function records(changes: Partial<RecipeInput>, count: number) {
  const plan = await smallPlan({ ...FOLDER, ...changes });
  const producer = createProducer(plan, await hashAssets(plan));
  const made = [];
  for (let index = 0; index < count; index++) made.push((await producer.produce(index, context)).record);
  return made;
}

const rolled = { sphere: { elevationDegrees: [-20, 70] as [number, number] }, inPlaneDegrees: [-30, 30] as [number, number] };

describe.each([{ width: 96, height: 64 }, { width: 60, height: 90 }])("framing in a $width × $height image", (size) => {
  it("reaches fill within 2 %, inside the image, in the record", async () => {
    const made = await records({ viewpoints: rolled, camera: { ...size, framing: { fill: [0.3, 0.8], offCentre: 1 } } }, 12);
    const plan = await smallPlan({ ...FOLDER, viewpoints: rolled, camera: { ...size, framing: { fill: [0.3, 0.8], offCentre: 1 } } });
    for (const [index, { objects, camera }] of made.entries()) {
      const [x0, y0, x1, y1] = objects[0]!.boxProjectedXYXY!;
      const fill = Math.max(x1 - x0, y1 - y0) / Math.min(size.width, size.height);
      const wanted = plan.sample(index).framing!.fill;
      expect(wanted).toBeGreaterThanOrEqual(0.3);
      expect(Math.abs(fill / wanted - 1)).toBeLessThan(0.02);
      expect([x0 >= -1e-6, y0 >= -1e-6, x1 <= size.width + 1e-6, y1 <= size.height + 1e-6]).toEqual([true, true, true, true]);
      expect(objects[0]!.truncation).toBe(0);
      const t = objects[0]!.translationObjectToCamera;
      expect(objects[0]!.viewpoint.distance).toBeCloseTo(Math.sqrt(t[0] * t[0] + t[1] * t[1] + t[2] * t[2]), 12);
      expect(objects[0]!.viewpoint.azimuthRadians).toBeCloseTo(plan.sample(index).viewpoint.canonical.azimuthRadians, 9);
      expect([camera!.width, camera!.height]).toEqual([size.width, size.height]);
    }
  });

  it("cuts objects off as far as asked", async () => {
    const made = await records({ viewpoints: rolled, camera: { ...size, framing: { fill: [0.5, 0.9], truncated: { share: [0.2, 0.5] } } } }, 12);
    for (const { objects } of made) {
      expect(objects[0]!.truncation).toBeGreaterThanOrEqual(0.2 - 0.015);
      expect(objects[0]!.truncation).toBeLessThanOrEqual(0.5 + 0.015);
    }
    expect(new Set(made.map(({ objects }) => objects[0]!.truncation.toFixed(2))).size).toBeGreaterThan(6);
  });
});

it("framing by focal length keeps the distance along the axis", async () => {
  const made = await records({ viewpoints: { sphere: {}, distance: 2.5 }, camera: { width: 64, height: 64, framing: { fill: [0.3, 0.9], offCentre: 0.5, adjust: "focalLength" } } }, 6);
  expect(new Set(made.map(({ camera }) => camera!.K[0])).size).toBe(6);
  for (const { objects } of made) expect(objects[0]!.translationObjectToCamera[2]).toBeCloseTo(2.5, 12);
});

it("cuts off the share of views that was asked for, at the sides asked for", async () => {
  const plan = await smallPlan({ camera: { framing: { truncated: { chance: 0.3, share: [0.1, 0.2], sides: ["left", "top"] } } } });
  const drawn = Array.from({ length: 2000 }, (_, index) => plan.sample(index).framing!.truncation);
  const cut = drawn.filter((truncation) => truncation !== null);
  expect(Math.abs(cut.length / 2000 - 0.3)).toBeLessThan(0.04);
  expect(new Set(cut.map(({ side }) => side))).toEqual(new Set(["left", "top"]));
  for (const { share } of cut) expect(share >= 0.1 && share <= 0.2).toBe(true);
});

it("the lens varies per view, within its ranges", async () => {
  const plan = await smallPlan({ camera: { width: 64, height: 48, focalLengthPixels: [50, 90], principalPointSpread: [4, 2] } });
  const all = Array.from({ length: 300 }, (_, index) => plan.sample(index).camera.K);
  for (const K of all) {
    expect(K[0]).toBe(K[4]);
    expect(K[0] >= 50 && K[0] <= 90 && Math.abs(K[2] - 32) <= 4 && Math.abs(K[5] - 24) <= 2).toBe(true);
  }
  expect(new Set(all.map((K) => K[0])).size).toBe(300);
  const images = await smallPlan({ scene: { imagesPerView: 2 }, camera: { focalLengthPixels: [50, 90] } });
  expect(images.sample(1).camera).toEqual(images.sample(0).camera);
});

it("labels keep their bounds with off-centre, cut-off, rolled, non-square cameras", async () => {
  const plan = await smallPlan({
    ...FOLDER,
    viewpoints: rolled,
    camera: { width: 150, height: 84, focalLengthPixels: [100, 300], principalPointSpread: [20, 10], framing: { fill: [0.4, 1], offCentre: 1, truncated: { share: [0.1, 0.6], chance: 0.5 } } },
  });
  const producer = createProducer(plan, await hashAssets(plan));
  for (let index = 0; index < 6; index++) {
    const { passes, content } = await producer.render(index, context);
    const report = checkLabels(passes, content);
    expect(report.visiblePixels).toBeGreaterThan(50);
    expect(brokenBounds(report)).toEqual([]);
  }
});

describe("a plan with cameras of all sorts", () => {
  const changes: Partial<RecipeInput> = { viewpoints: { ...rolled, distance: [1, 2] }, camera: { focalLengthPixels: [500, 700], principalPointSpread: [9, 9], framing: { offCentre: 0.5, truncated: { chance: 0.5 } } } };
  it("is a function of the index alone, and a larger count only appends", async () => {
    const [few, many] = [await smallPlan({ ...changes, count: 3 }), await smallPlan({ ...changes, count: 300 })];
    for (const index of [299, 2, 0, 1]) expect(many.sample(index)).toEqual(few.sample(index));
  });
  it("draws the same scenes and angles as one without", async () => {
    const [plain, varied] = [await smallPlan({ viewpoints: { sphere: { elevationDegrees: [-20, 70] } } }), await smallPlan(changes)];
    for (const index of [0, 1, 2]) {
      expect(varied.sample(index).viewpoint.canonical.azimuthRadians).toBe(plain.sample(index).viewpoint.canonical.azimuthRadians);
      expect(varied.sample(index).objects).toEqual(plain.sample(index).objects);
      expect(varied.sample(index).surroundings).toEqual(plain.sample(index).surroundings);
    }
  });
  it("framing is part of what a render is made from", async () => {
    const [plain, framed] = [await smallPlan(), await smallPlan({ camera: { width: 64, height: 64, framing: {} } })];
    const assets = await hashAssets(plain);
    expect(stageHashes(framed, framed.sample(0), assets).render).not.toBe(stageHashes(plain, plain.sample(0), assets).render);
  });
});

describe("a table of viewpoints", () => {
  it("moves with the recipe, and a changed one is a change of the recipe", async () => {
    const folder = await mkdtemp(join(tmpdir(), "cameras-"));
    try {
      await writeFile(join(folder, "h.csv"), "1,2\n3,4\n");
      const recipe = smallRecipe({ viewpoints: { importance: { file: "h.csv" }, of: { histogram: { file: "h.csv" } } } });
      const plan = await makePlan(recipe, { folder });
      const moved = moveRecipe(plan.recipe, folder, join(folder, "runs", "a"));
      expect(moved.viewpoints).toMatchObject({ importance: { file: "../../h.csv" }, of: { histogram: { file: "../../h.csv" } } });
      expect((await makePlan(moved, { folder: join(folder, "runs", "a") })).sample(3)).toEqual(plan.sample(3));
      expect(recipeChanges(plan.recipe, moved)).toEqual([]);
      await writeFile(join(folder, "h.csv"), "1,2\n3,5\n");
      const changed = await makePlan(recipe, { folder });
      expect(recipeChanges(plan.recipe, changed.recipe).map(({ path, effect }) => [path, effect])).toEqual([
        ["viewpoints.importance.sha256", "render"],
        ["viewpoints.of.histogram.sha256", "render"],
      ]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
