import { cpSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { exportRun } from "../../src/engine/export-run.js";
import { importRun } from "../../src/engine/import-run.js";
import { temporaryFolder } from "../temporary-folder.js";
import { agree } from "./import-agreement.js";
import { recordsOf, smallRun } from "./small-run.js";

interface Coco {
  images: { id: number; file_name: string; camera?: unknown }[];
  annotations: { id: number; image_id: number; category_id: number; segmentation: unknown; bbox: (number | null)[]; pose3d?: { translation_object_to_camera: (number | null)[] } }[];
  categories: { id: number }[];
}

let run: string;
let whole: string;
let source: string;
let out: string;

beforeAll(async () => {
  run = await smallRun({ count: 4, outputs: ["image"], shapes: [{ builtin: ["car", "chair"] }] });
  whole = join(temporaryFolder(), "export");
  await exportRun({ folder: run, format: "coco", out: whole, placing: "copy" });
}, 120_000);

beforeEach(() => {
  source = join(temporaryFolder(), "source");
  out = join(dirname(source), "imported");
  cpSync(whole, source, { recursive: true });
});

const file = (): string => join(source, "annotations", "instances_train.json");
const imported = (options = {}) => importRun({ source, format: "coco", out, options });

function change(by: (value: Coco) => void): void {
  const value = JSON.parse(readFileSync(file(), "utf8")) as Coco;
  by(value);
  writeFileSync(file(), JSON.stringify(value));
}

async function refused(expected: object): Promise<void> {
  await expect(imported()).rejects.toMatchObject(expected);
  expect(readdirSync(dirname(out))).toEqual(["source"]);
}

test.each(["rle", "polygon"] as const)("labels come back, masks from %s", async (segmentation) => {
  rmSync(source, { recursive: true });
  await exportRun({ folder: run, format: "coco", out: source, options: { segmentation } });
  // Lists may come in any order.
  change((all) => {
    all.annotations.reverse();
    all.images.reverse();
  });
  await imported();
  const before = await recordsOf(run);
  agree(before, await recordsOf(out), { from: new Map(before.map(({ id }) => [`train/${id}.png`, id])) }, { box3d: true, amodal: false, scaled: false });
  expect(readdirSync(out).sort()).toEqual(["run.json", "shard-00000"]);
  expect((await exportRun({ folder: out, format: "coco", out: `${out}-again`, verifySamples: 0 })).samples).toEqual({ train: 4 });
});

test("a plain COCO file has no poses: its images come without label", async () => {
  change((all) => {
    for (const annotation of all.annotations) delete annotation.pose3d;
    for (const image of all.images) delete image.camera;
  });
  expect(await imported()).toMatchObject({ samples: 4, unknown: { objects: 4, camera: 4 } });
  expect((await recordsOf(out)).every(({ labelStatus, objects, camera }) => labelStatus === "none" && objects.length === 0 && camera === null)).toBe(true);
});

test.each<[string, (all: Coco) => void, string]>([
  ["ids that are there twice", (all) => (all.images[1]!.id = all.images[0]!.id), "twice"],
  ["annotation ids that are there twice", (all) => (all.annotations[1]!.id = all.annotations[0]!.id), "twice"],
  ["annotations of no image", (all) => (all.annotations[0]!.image_id = 999), "which is not there"],
  ["unknown categories", (all) => (all.annotations[0]!.category_id = 999), "which is not there"],
  ["paths that lead out", (all) => (all.images[0]!.file_name = "../../elsewhere.png"), "not followed"],
  ["absolute paths", (all) => (all.images[0]!.file_name = "/etc/passwd"), "not followed"],
  ["missing images", (all) => (all.images[0]!.file_name = "gone.png"), "is missing"],
  ["poses that are no numbers", (all) => (all.annotations[0]!.pose3d!.translation_object_to_camera[1] = null), "finite numbers"],
  ["masks of another size", (all) => (all.annotations[0]!.segmentation = { size: [3, 3], counts: "9" }), "a mask of 3"],
  ["masks that are damaged", (all) => (all.annotations[0]!.segmentation = { size: [64, 96], counts: "9" }), "cannot be"],
])("%s are refused", async (_, by, message) => {
  change(by);
  await refused({ code: "E_IMPORT", message: expect.stringContaining(message) as string, hint: expect.any(String) as string });
});

test("a cut-off file and NaN are refused", async () => {
  const text = readFileSync(file(), "utf8");
  truncateSync(file(), text.length - 30);
  await refused({ code: "E_IMPORT", message: expect.stringContaining("no whole JSON") as string });
  writeFileSync(file(), text.replace('"bbox":[', '"bbox":[NaN,'));
  await refused({ code: "E_IMPORT" });
});
