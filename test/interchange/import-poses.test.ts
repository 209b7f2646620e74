import { cpSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { deflateSync } from "node:zlib";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { encodeNpz } from "../../src/codecs/npy.js";
import { exportRun } from "../../src/engine/export-run.js";
import { importRun } from "../../src/engine/import-run.js";
import type { SampleRecord } from "../../src/sample/record.js";
import { temporaryFolder } from "../temporary-folder.js";
import { agree } from "./import-agreement.js";
import { recordsOf, smallRun } from "./small-run.js";

let run: string;
let before: SampleRecord[];

beforeAll(async () => {
  run = await smallRun({ count: 3, outputs: ["image"], shapes: [{ builtin: ["car", "chair"] }] });
  before = await recordsOf(run);
}, 120_000);

describe.each([
  { format: "pascal3d", ending: ".mat", kept: { box3d: false, scaled: false, image: false, keypoints: "visible" as const } },
  { format: "imagenet3d", ending: ".npz", kept: { box3d: false, scaled: false, image: false } },
  { format: "omni3d", ending: "_train.json", kept: { box3d: true, scaled: true } },
])("$format", ({ format, ending, kept }) => {
  let whole: string | null = null;
  let source: string;
  let out: string;

  beforeEach(async () => {
    if (whole === null) {
      whole = join(temporaryFolder(), "export");
      await exportRun({ folder: run, format, out: whole, placing: "copy" });
    }
    source = join(temporaryFolder(), "source");
    out = join(dirname(source), "imported");
    cpSync(whole, source, { recursive: true });
  }, 60_000);

  const filesOf = (end: string): string[] => readdirSync(source, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(end)).sort().map((path) => join(source, path));
  const images = (): string[] => [...filesOf(".JPEG"), ...filesOf(".png")];

  async function refused(expected: object): Promise<void> {
    await expect(importRun({ source, format, out })).rejects.toMatchObject(expected);
    expect(readdirSync(dirname(out))).toEqual(["source"]);
  }

  test("labels come back", async () => {
    expect(await importRun({ source, format, out })).toMatchObject({ samples: 3, leftOut: {} });
    const from = new Map(images().map((path) => [path.slice(source.length + 1), /(\d{8})\.\w+$/.exec(path)![1]!]));
    agree(before, await recordsOf(out), { from }, { ...kept, amodal: false, masks: false });
    expect((await exportRun({ folder: out, format, out: `${out}-again`, verifySamples: 0 })).samples).toEqual({ train: 3 });
  });

  test("cut-off labels and images are refused", async () => {
    const label = filesOf(ending)[0]!;
    const text = readFileSync(label);
    writeFileSync(label, text.subarray(0, text.length >> 1));
    await refused({ code: expect.stringMatching(/^E_(RECORD|IMPORT)$/) as string, hint: expect.any(String) as string });
    writeFileSync(label, text);
    const image = images()[0]!;
    writeFileSync(image, readFileSync(image).subarray(0, readFileSync(image).length >> 1));
    await refused({ code: "E_IMAGE" });
  });

  test("missing images and links are refused; --skip-missing counts the former", async () => {
    const [first, second] = images();
    rmSync(first!);
    await refused({ code: "E_IMPORT", hint: expect.stringContaining("--skip-missing") as string });
    expect(await importRun({ source, format, out, options: { skipMissing: true } })).toMatchObject({ samples: 2, leftOut: { "no image": 1 } });
    rmSync(out, { recursive: true });
    symlinkSync(second!, first!);
    await refused({ code: "E_IMPORT", message: expect.stringContaining("not followed") as string });
  });

  test("another folder is refused with what is expected", async () => {
    rmSync(source, { recursive: true });
    cpSync(run, source, { recursive: true });
    await refused({ code: "E_IMPORT", hint: expect.stringContaining("Give the folder") as string });
  });

  if (format === "pascal3d") test("compressed .mat files are read; damaged ones are refused", async () => {
    for (const label of filesOf(ending)) {
      const bytes = readFileSync(label);
      const packed = deflateSync(bytes.subarray(128));
      const tag = Buffer.alloc(8);
      tag.writeUInt32LE(15, 0);
      tag.writeUInt32LE(packed.length, 4);
      writeFileSync(label, Buffer.concat([bytes.subarray(0, 128), tag, packed]));
    }
    expect(await importRun({ source, format, out })).toMatchObject({ samples: 3 });
    rmSync(out, { recursive: true });
    const damaged = readFileSync(filesOf(ending)[0]!);
    damaged.fill(7, 150, 170);
    writeFileSync(filesOf(ending)[0]!, damaged);
    await refused({ code: "E_IMPORT" });
  });

  if (format === "imagenet3d") test("NaN is refused; objects without pose or with a camera of their own are left out and counted", async () => {
    const label = filesOf(ending)[0]!;
    const dict = (changes: object) => ({ dict: { azimuth: 1, elevation: 0, theta: 0, distance: 2, focal: 1, viewport: 90, px: 40, py: 30, cad_index: 1, bbox: { shape: [4], type: "f8" as const, values: [1, 2, 30, 40] }, class: "car", ...changes } });
    const write = (...dicts: ReturnType<typeof dict>[]): void => writeFileSync(label, encodeNpz({ annotations: { shape: [dicts.length], type: "object", values: dicts } }));
    write(dict({ azimuth: { float: NaN } }));
    await refused({ code: "E_IMPORT", message: expect.stringContaining("finite numbers as azimuth") as string });
    write(dict({}), dict({ distance: 0 }), dict({ px: 50 }));
    expect(await importRun({ source, format, out })).toMatchObject({ samples: 3, leftOut: { "object without pose": 1, "object with a camera of its own": 1 } });
  });
});
