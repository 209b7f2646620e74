/** Runs that were imported can be given controls and be painted: labels stay, controls are those of the run that was exported. */
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { decodeImage } from "../../src/codecs/image.js";
import { openDataset } from "../../src/dataset/open-dataset.js";
import { readNamedFile } from "../../src/dataset/read-named-file.js";
import { exportRun } from "../../src/engine/export-run.js";
import { generate } from "../../src/engine/generate.js";
import { importRun, type ImportRunOptions } from "../../src/engine/import-run.js";
import { parseRecipe } from "../../src/recipe/read.js";
import type { OutputName, RecipeInput } from "../../src/recipe/schema.js";
import type { SampleRecord } from "../../src/sample/record.js";
import { temporaryFolder } from "../temporary-folder.js";
import { recordsOf, smallRun } from "./small-run.js";

const CONTROLS = ["canny", "depth-control", "normal-control", "segmentation", "coarse-box", "geometric-edges"] as const satisfies readonly OutputName[];

let run: string;
beforeAll(async () => {
  run = await smallRun({ count: 3, shapes: [{ builtin: ["car", "chair"] }], camera: { width: 160, height: 120, principalPoint: [82.3, 58.8] }, outputs: ["image", "render", "depth", ...CONTROLS] });
}, 120_000);

/** Exports the run, imports it again, and paints what was imported. */
async function painted(format: string, outputs: readonly OutputName[], how: { import?: ImportRunOptions["options"]; recipe?: Partial<RecipeInput> } = {}) {
  const folder = temporaryFolder();
  await exportRun({ folder: run, format, out: join(folder, "export"), placing: "copy" });
  await importRun({ source: join(folder, "export"), format, out: join(folder, "imported"), ...(how.import === undefined ? {} : { options: how.import }) });
  const out = join(folder, "painted");
  const recipe = parseRecipe({ name: "painted", count: 3, renders: { run: "imported" }, generator: { type: "imitation" }, outputs: ["image", ...outputs], ...how.recipe });
  const result = await generate({ recipe, recipeFolder: folder, out });
  expect(result).toMatchObject({ done: 3, failed: 0 });
  return { imported: await recordsOf(join(folder, "imported")), records: await recordsOf(out), out };
}

/** The sample of the run that an imported record was exported from, by its pose. */
async function originalOf(record: SampleRecord): Promise<SampleRecord> {
  const distance = (a: readonly number[], b: readonly number[]): number => Math.max(...a.map((value, index) => Math.abs(value - b[index]!)));
  const found = (await recordsOf(run)).filter((one) => distance(one.objects[0]!.rotationObjectToCamera, record.objects[0]!.rotationObjectToCamera) < 1e-6);
  expect(found).toHaveLength(1);
  return found[0]!;
}

async function picture(folder: string, record: SampleRecord, output: string): Promise<Uint8Array> {
  return (await decodeImage(await readNamedFile(await openDataset(folder), record.files[output]!.name))).data;
}

/** Share of the pixels whose values differ by more than `by`. */
async function difference(out: string, record: SampleRecord, output: string, by = 0): Promise<number> {
  const [made, true_] = [await picture(out, record, output), await picture(run, await originalOf(record), output)];
  expect(made.length).toBe(true_.length);
  return made.filter((value, at) => Math.abs(value - true_[at]!) > by).length / made.length;
}

/** What of a label must stay as it was imported. */
const label = ({ objects, camera, group }: SampleRecord) => ({ objects, camera, group });

test("dst3d: an original tree with renders and depth", async () => {
  const { imported, records, out } = await painted("dst3d", ["canny", "depth-control", "segmentation", "normal-control", "depth"]);
  expect(records.map(label)).toEqual(imported.map(label));
  for (const [index, record] of records.entries()) {
    expect(record.labelStatus).toBe("intended");
    expect(record.generation.settings).toMatchObject({ unknown: imported[index]!.generation.settings["unknown"], render: { id: imported[index]!.id, normals: "from depth" } });
    expect(record.files["depth"]!.sha256).toBe(imported[index]!.files["depth"]!.sha256);
    expect(await difference(out, record, "canny")).toBe(0);
    expect(await difference(out, record, "segmentation")).toBe(0);
    expect(await difference(out, record, "depth-control", 1)).toBe(0);
    expect(await difference(out, record, "normal-control", 40)).toBeLessThan(0.02);
  }
}, 60_000);

test("bop: scenes with masks and depth; models tell categories and boxes", async () => {
  const { imported, records, out } = await painted("bop", ["canny", "depth-control", "segmentation", "coarse-box", "geometric-edges", "mask"], { import: { fronts: true } });
  expect(records.map(label)).toEqual(imported.map(label));
  for (const record of records) {
    expect(await difference(out, record, "segmentation")).toBe(0);
    expect(await difference(out, record, "depth-control", 1)).toBe(0);
    expect(await difference(out, record, "coarse-box", 1)).toBe(0);
    expect((await picture(out, record, "canny")).some((value) => value === 255)).toBe(true);
    // Outlines and steps are the same; creases of normals made from depth come and go.
    expect(await difference(out, record, "geometric-edges")).toBeLessThan(0.03);
  }
}, 60_000);

test("what the dataset does not tell cannot be drawn", async () => {
  await expect(painted("dst3d", ["coarse-box"])).rejects.toMatchObject({ code: "E_OPTION", message: expect.stringContaining("no 3D boxes, which the control coarse-box is made from") as string });
  await expect(painted("dst3d", ["depth-control"], { import: { passes: false } })).rejects.toMatchObject({ code: "E_OPTION", message: expect.stringContaining("no depth") as string });
  await expect(painted("omni3d", ["segmentation"], {})).rejects.toMatchObject({ code: "E_OPTION", message: expect.stringContaining("no masks") as string });
}, 60_000);
