import { cpSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { decodePng16 } from "../../src/codecs/image.js";
import { encodeNpy } from "../../src/codecs/npy.js";
import type { PickleValue } from "../../src/codecs/pickle.js";
import { decodeExr } from "../../src/codecs/read-exr.js";
import { decodeNpy } from "../../src/codecs/read-npy.js";
import { readDst3dAnnotation } from "../../src/interchange/formats/dst3d/read-annotation.js";
import { openDataset } from "../../src/dataset/open-dataset.js";
import { verifySample } from "../../src/dataset/verify-sample.js";
import { exportRun } from "../../src/engine/export-run.js";
import { importRun } from "../../src/engine/import-run.js";
import { inflateAtMost } from "../../src/interchange/inflate.js";
import type { SampleRecord } from "../../src/sample/record.js";
import { runStatus } from "../../src/pipeline/status.js";
import { sheetOfRun } from "../../src/sheet/sheet-of-run.js";
import { readSamples } from "../../src/verify/read-samples.js";
import { temporaryFolder } from "../temporary-folder.js";
import { agree } from "./import-agreement.js";
import { recordsOf, smallRun } from "./small-run.js";
import { zippedExr } from "./zipped-exr.js";

let run: string;
let whole: string;
let source: string;
let out: string;

beforeAll(async () => {
  run = await smallRun({ count: 3, shapes: [{ builtin: ["car", "chair"] }] });
  whole = join(temporaryFolder(), "export");
  await exportRun({ folder: run, format: "dst3d", out: whole, placing: "copy" });
}, 120_000);

beforeEach(() => {
  source = join(temporaryFolder(), "source");
  out = join(dirname(source), "imported");
  cpSync(whole, source, { recursive: true });
});

/** Paths of files below the source that end so. */
const filesOf = (ending: string): string[] => readdirSync(source, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(ending)).sort().map((path) => join(source, path));
const imported = (options = {}) => importRun({ source, format: "dst3d", out, options });

/** Nothing was left where the run would be. */
async function refused(expected: object, options = {}): Promise<void> {
  await expect(imported(options)).rejects.toMatchObject(expected);
  expect(readdirSync(dirname(out))).toEqual(["source"]);
}

test("labels come back as they were exported", async () => {
  expect(await imported()).toMatchObject({ samples: 3, leftOut: {}, unknown: { box3d: 3 } });
  agree(await recordsOf(run), await recordsOf(out), { from: exportedPlaces() }, { box3d: false, amodal: false, scaled: false });
});

/** Sample of the run by place in the export. */
function exportedPlaces(): Map<string, string> {
  const lines = readFileSync(join(source, "train", "samples.txt"), "utf8").trim().split("\n").map((line) => line.split(" ") as [string, string]);
  return new Map(lines.map(([id, place]) => [`train/${place.replace(/\/(\d+)$/, "/image_dst/$1_00.png")}`, id]));
}

test("what reads runs reads an imported one: status, verification, sheet, exports with their proof", async () => {
  await imported();
  expect(await runStatus(out)).toMatchObject({ total: 3, done: 3, failed: [] });
  const reader = await openDataset(out);
  for (const index of await reader.committed()) expect(await verifySample(reader, index)).toBeNull();
  const { samples, unreadable } = await readSamples(reader);
  expect(unreadable).toEqual([]);
  expect((await samples[0]!.image()).width).toBe(96);
  expect((await sheetOfRun(out)).width).toBeGreaterThan(100);
  const again = await exportRun({ folder: out, format: "dst3d", out: `${out}-again` });
  expect(again.samples).toEqual({ train: 3 });
  expect(again.proof!.every(({ worst, limit }) => worst <= limit)).toBe(true);
  expect((await exportRun({ folder: out, format: "coco", out: `${out}-coco` })).samples).toEqual({ train: 3 });
});

test("the same dataset and options give the same bytes", async () => {
  await imported();
  await importRun({ source, format: "dst3d", out: `${out}2`, placing: "copy" });
  for (const file of ["00000000.json", "00000002.json", "00000001.image.png", "00000001.depth.png"]) {
    expect(readFileSync(join(`${out}2`, "shard-00000", file))).toEqual(readFileSync(join(out, "shard-00000", file)));
  }
});

test("depth as Blender packs it gives the same records; 16-bit floats the same masks, and depth as exact as they are", async () => {
  await imported();
  const before = await recordsOf(out);
  for (const type of ["float", "half"] as const) {
    for (const file of filesOf(".exr")) {
      const { values, width, height } = decodeExr(readFileSync(join(whole, relative(source, file))), file, inflateAtMost);
      writeFileSync(file, zippedExr(values, width, height, type));
    }
    const again = `${out}-${type}`;
    await importRun({ source, format: "dst3d", out: again });
    const after = await recordsOf(again);
    if (type === "float") expect(after).toEqual(before);
    expect(after.map(({ objects }) => objects)).toEqual(before.map(({ objects }) => objects));
    for (const [index, record] of after.entries()) {
      const metres = async (folder: string, { depth }: SampleRecord) => Float64Array.from((await decodePng16(readFileSync(join(folder, "shard-00000", `0000000${index}.depth.png`)))).data, (steps) => steps * depth!.unitsPerStep);
      const [exact, half] = [await metres(out, before[index]!), await metres(again, record)];
      expect(half.every((value, pixel) => Math.abs(value - exact[pixel]!) <= exact[pixel]! / 1024)).toBe(true);
    }
  }
});

const matrix = (values: number[]): PickleValue => ({ shape: [4, 4], type: "f8", values });
const view = (changes: Record<string, PickleValue>) => ({
  theta: { float: 1 }, phi: { float: 1.2 }, dist: { float: 2 }, camera_rotation: { float: 0 }, principal: { shape: [2], type: "i8" as const, values: [256, 256] },
  source: "objaverse", azimuth: { float: 0 }, elevation: { float: 0 }, focal_length: { float: 35 }, sensor_width: { float: 32 }, ...changes,
});
const read = (changes: Record<string, PickleValue>, offsets: { azimuth: number; elevation: number } | null = null) =>
  readDst3dAnnotation(encodeNpy({ shape: [], type: "object", values: [{ dict: view(changes) }] }), "000.npy", offsets);

test("a model's offsets are taken out of the viewpoint; the camera as drawn is kept beside it", () => {
  const { pose, viewpoint, focalOfWidth } = read({ azimuth: { float: 30 }, elevation: { float: 10 } });
  expect(focalOfWidth * 512).toBe(560);
  expect(viewpoint.raw).toEqual({ azimuthRadians: 1 + Math.PI / 2, elevationRadians: Math.PI / 2 - 1.2, distance: 2 });
  expect(viewpoint.azimuthRadians).toBeCloseTo(1 + Math.PI / 2 - Math.PI / 6, 12);
  expect(viewpoint.elevationRadians).toBeCloseTo(Math.PI / 2 - 1.2 - Math.PI / 18, 12);
  // The object frame is turned by the offset, so that exports by angles have the canonical azimuth.
  expect(Math.atan2(-pose.rotation[6], pose.rotation[7])).toBeCloseTo(1 + Math.PI / 2 - Math.PI / 6, 12);
  expect(read({}).viewpoint).toEqual({});
});

test("elevations beyond the pole are those of a camera on the other side", () => {
  const { viewpoint } = read({ phi: { float: 0.1 }, elevation: { float: -20 } });
  expect(viewpoint.elevationRadians).toBeCloseTo(Math.PI / 2 + 0.1 - Math.PI / 9, 12);
  expect(viewpoint.azimuthRadians).toBeCloseTo(1 + 1.5 * Math.PI, 12);
});

test("values that cannot be are refused", () => {
  for (const changes of [{ theta: { float: NaN } }, { dist: { float: -1 } }, { focal_length: { float: 0 } }, { phi: "a" }, { principal: { shape: [1], type: "f8", values: [1] } }, { modelview_matrix: matrix([2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]) }, { modelview_matrix: matrix([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, -2, 0, 0, 0, 1]) }] as Record<string, PickleValue>[]) {
    expect(() => read(changes), JSON.stringify(changes)).toThrow(expect.objectContaining({ code: "E_IMPORT", subject: "000.npy" }));
  }
});

test("offsets of the CSV hold for dicts without", async () => {
  for (const file of filesOf(".npy")) {
    const dict = decodeNpy(readFileSync(file), file).values[0] as Map<string, number>;
    const values: PickleValue = { dict: view({ theta: { float: dict.get("theta")! }, phi: { float: dict.get("phi")! }, dist: { float: dict.get("dist")! }, principal: { shape: [2], type: "f8", values: [50.3, 30.8] } }) };
    delete (values.dict as Record<string, PickleValue>)["azimuth"];
    writeFileSync(file, encodeNpy({ shape: [], type: "object", values: [values] }));
  }
  const table = join(dirname(source), "source", "models.csv");
  const [synset, model] = filesOf(".npy")[0]!.split("/").slice(-4, -2);
  writeFileSync(table, `synset,model_id,distance,azimuth,elevation,strength,sampling\n${synset!},${model!},1.5,45,0,1,1\n`);
  await imported({ models: table });
  expect((await recordsOf(out)).map(({ objects }) => objects[0]!.viewpoint.raw !== null)).toContain(true);
});

test("a pickle that names what is not numpy's is not run", async () => {
  const whole = Buffer.from(encodeNpy({ shape: [], type: "object", values: [] }));
  const npy = Buffer.concat([whole.subarray(0, whole.indexOf(10) + 1), Buffer.from("\x80\x02cposix\nsystem\nX\x04\x00\x00\x00true\x85R.", "latin1")]);
  writeFileSync(filesOf(".npy")[0]!, npy);
  await refused({ code: "E_RECORD", message: expect.stringContaining("posix") as string });
});

test.each([".npy", "_00.png", ".exr"])("a truncated %s is refused", async (ending) => {
  const file = filesOf(ending)[0]!;
  writeFileSync(file, readFileSync(file).subarray(0, readFileSync(file).length >> 1));
  await refused({ code: expect.stringMatching(/^E_(RECORD|IMAGE)$/) as string, hint: expect.any(String) as string });
});

test("a missing image stops it, or is left out and counted where the user says so", async () => {
  rmSync(filesOf("_00.png")[0]!);
  await refused({ code: "E_IMPORT", hint: expect.stringContaining("--skip-missing") as string });
  expect(await imported({ skipMissing: true })).toMatchObject({ samples: 2, leftOut: { "no image": 1 } });
});

test("an image without annotation, a tree without any, and cut-off prompts are refused", async () => {
  renameSync(filesOf(".npy")[0]!, `${filesOf(".npy")[0]!}.gone`);
  await refused({ code: "E_IMPORT", message: expect.stringContaining("has no annotation") as string });
  writeFileSync(filesOf("prompts.json")[0]!, "{");
  await refused({ code: "E_IMPORT", message: expect.stringContaining("prompts.json") as string });
  rmSync(join(source, "train"), { recursive: true });
  await refused({ code: "E_IMPORT", hint: expect.stringContaining("SPLIT/SYNSET/MODEL") as string });
});

test("symbolic links out of the dataset are refused", async () => {
  const image = filesOf("_00.png")[0]!;
  mkdirSync(join(source, "elsewhere"));
  renameSync(image, join(source, "elsewhere", "a.png"));
  symlinkSync(join(source, "elsewhere", "a.png"), image);
  await refused({ code: "E_IMPORT", message: expect.stringContaining("links and .. are not followed") as string });
  await expect(imported({ images: ".." })).rejects.toMatchObject({ code: "E_OPTION" });
});
