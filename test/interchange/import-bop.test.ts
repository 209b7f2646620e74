import { cpSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { exportRun } from "../../src/engine/export-run.js";
import { importRun } from "../../src/engine/import-run.js";
import { temporaryFolder } from "../temporary-folder.js";
import { agree } from "./import-agreement.js";
import { recordsOf, smallRun } from "./small-run.js";

let run: string;
let whole: string;
let source: string;
let out: string;

beforeAll(async () => {
  run = await smallRun({ count: 4, shapes: [{ builtin: ["car", "chair"] }], camera: { width: 96, height: 64, principalPoint: [50.3, 30.8], framing: { fill: [0.6, 0.9], offCentre: 0.4 } } as never });
  whole = join(temporaryFolder(), "export");
  await exportRun({ folder: run, format: "bop", out: whole, placing: "copy" });
}, 120_000);

beforeEach(() => {
  source = join(temporaryFolder(), "source");
  out = join(dirname(source), "imported");
  cpSync(whole, source, { recursive: true });
});

const scene = (name: string): string => join(source, "train_pbr", "000000", name);
const imported = (options = {}) => importRun({ source, format: "bop", out, options });

async function refused(expected: object): Promise<void> {
  await expect(imported()).rejects.toMatchObject(expected);
  expect(readdirSync(dirname(out))).toEqual(["source"]);
}

/** Changes a JSON file of the scene. */
function change(name: string, by: (value: Record<string, never>) => unknown): void {
  const value = JSON.parse(readFileSync(scene(name), "utf8")) as Record<string, never>;
  writeFileSync(scene(name), JSON.stringify(by(value) ?? value));
}

test("labels come back in metres", async () => {
  expect(await imported({ fronts: true })).toMatchObject({ samples: 4, leftOut: {}, unknown: { keypoints: 4 } });
  const before = await recordsOf(run);
  const from = new Map(before.map(({ id, index }) => [`train_pbr/000000/rgb/${String(index).padStart(6, "0")}.png`, id]));
  const after = await recordsOf(out);
  agree(before, after, { from }, { box3d: true, amodal: true, scaled: true });
  expect(after[0]!.labelStatus).toBe("exact");
  // Depth in metres: the same steps, of another length.
  const metres = before[0]!.objects[0]!.sizeMeters!.longest / before[0]!.objects[0]!.scale;
  expect(after[0]!.depth!.unitsPerStep / (before[0]!.depth!.unitsPerStep * metres)).toBeCloseTo(1, 9);
  expect(after[0]!.files["depth"]!.sha256).toBe(before[0]!.files["depth"]!.sha256);
});

test("an imported set is exported again, with its proof", async () => {
  await imported({ fronts: true });
  for (const format of ["bop", "coco", "omni3d"]) {
    const { samples, proof } = await exportRun({ folder: out, format, out: `${out}-${format}` });
    expect(samples).toEqual({ train: 4 });
    expect(proof!.find(({ what }) => what.includes("points"))!.compared).toBeGreaterThan(100);
  }
});

test("without the user's word fronts are unknown", async () => {
  await imported();
  const [object] = (await recordsOf(out))[0]!.objects;
  expect(object).toMatchObject({ frontKnown: false, viewpoint: { azimuthRadians: null } });
});

test("BlenderProc's sets without masks, infos and world are taken; what is unknown is said", async () => {
  for (const name of ["mask", "mask_visib", "scene_gt_info.json"]) rmSync(scene(name), { recursive: true });
  change("scene_camera.json", (all) => Object.fromEntries(Object.entries(all).map(([key, { cam_K }]) => [key, { cam_K, depth_scale: 1 }])));
  const models = join(dirname(whole), "models_info.json");
  renameSync(join(source, "models", "models_info.json"), models);
  await refused({ code: "E_IMPORT", hint: expect.stringContaining("--models") as string });
  expect(await imported({ models })).toMatchObject({ samples: 4, unknown: { maskVisible: 4, truncation: 4, "camera.rotationWorldToCamera": 4 } });
  const [object] = (await recordsOf(out))[0]!.objects;
  expect(object).toMatchObject({ boxVisibleXYXY: null, visibleFraction: 0 });
});

test.each<[string, (value: Record<string, never>) => unknown]>([
  ["NaN in a pose", (all) => ({ ...all, 1: [{ ...(all["1"]![0] as object), cam_t_m2c: [0, null, 1] }] })],
  ["a matrix that is no rotation", (all) => ({ ...all, 1: [{ ...(all["1"]![0] as object), cam_R_m2c: [2, 0, 0, 0, 1, 0, 0, 0, 1] }] })],
  ["a mirror", (all) => ({ ...all, 1: [{ ...(all["1"]![0] as object), cam_R_m2c: [-1, 0, 0, 0, 1, 0, 0, 0, 1] }] })],
  ["an unknown model", (all) => ({ ...all, 1: [{ ...(all["1"]![0] as object), obj_id: 99 }] })],
  ["an image without camera", (all) => ({ ...all, 77: [] })],
  ["a list that is none", (all) => ({ ...all, 1: {} })],
])("%s is refused", async (_, by) => {
  change("scene_gt.json", by);
  await refused({ code: "E_IMPORT", subject: expect.stringContaining("scene_gt.json") as string });
});

test("cut-off files, missing images, second images and wrong sizes are refused", async () => {
  const json = readFileSync(scene("scene_gt.json"), "utf8");
  writeFileSync(scene("scene_gt.json"), json.slice(0, -20));
  await refused({ code: "E_IMPORT", message: expect.stringContaining("no whole JSON") as string });
  writeFileSync(scene("scene_gt.json"), json);
  const depth = readFileSync(scene("depth/000001.png"));
  writeFileSync(scene("depth/000001.png"), depth.subarray(0, depth.length >> 1));
  await refused({ code: "E_IMAGE" });
  writeFileSync(scene("depth/000001.png"), depth);
  writeFileSync(scene("rgb/000001.jpg"), "");
  await refused({ code: "E_IMPORT", message: expect.stringContaining("second image") as string });
  rmSync(scene("rgb/000001.jpg"));
  rmSync(scene("rgb/000001.png"));
  await refused({ code: "E_IMPORT", hint: expect.stringContaining("--skip-missing") as string });
  symlinkSync(scene("rgb/000002.png"), scene("rgb/000001.png"));
  await refused({ code: "E_IMPORT", message: expect.stringContaining("not followed") as string });
});

test("numbers that are the same are refused", async () => {
  change("scene_camera.json", (all) => ({ ...all, "01": all["1"] }));
  await refused({ code: "E_IMPORT", message: expect.stringContaining("twice") as string });
});
