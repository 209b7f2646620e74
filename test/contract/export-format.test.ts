/** What every export format promises: it proves itself, finds mistakes, and writes the same bytes each time, into its folder alone. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { failures } from "../../src/interchange/proof/proof.js";
import { EXPORT_FORMATS, exportFormat } from "../../src/interchange/registry.js";
import { exportRun } from "../../src/engine/export-run.js";
import { FORMAT_CASES, LEVEL } from "../interchange/formats-under-test.js";
import { recordsOf, smallRun, writeAndProve } from "../interchange/small-run.js";
import { temporaryFolder } from "../temporary-folder.js";

let tilted: string;
let level: string;

beforeAll(async () => {
  tilted = await smallRun();
  level = await smallRun({ viewpoints: LEVEL });
}, 120_000);

/** Every file below a folder with its bytes. */
function filesOf(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(files.map((entry) => join(entry.parentPath, entry.name)).sort().map((path) => [relative(folder, path), readFileSync(path).toString("base64")]));
}

it("every format is in this contract, and every file in formats/ is a format", () => {
  const names = EXPORT_FORMATS.map(({ name }) => name);
  expect([...new Set(FORMAT_CASES.map(({ format }) => format))].sort()).toEqual([...names].sort());
  const files = readdirSync("src/interchange/formats").filter((name) => name.endsWith(".ts")).map((name) => name.slice(0, -3));
  expect(files.sort()).toEqual([...names].sort());
});

describe.each(FORMAT_CASES.map((each) => ({ ...each, title: `${each.format} ${JSON.stringify(each.options)}` })))("$title", ({ format: name, options, mistakes, isLevel }) => {
  let run: string;

  beforeAll(() => {
    run = isLevel === true ? level : tilted;
  });

  const format = exportFormat(name);

  it("passes its own proof, compares what it carries, and says what it is", async () => {
    const exported = await exportRun({ folder: run, format: name, out: join(temporaryFolder(), "export"), options });
    expect(failures(exported.proof!)).toEqual([]);
    expect(Object.values(exported.samples)).toEqual([6]);
    const points = exported.proof!.find(({ what }) => what.startsWith("surface points"));
    if (format.convention.cameraAxes !== null) expect(points!.compared).toBeGreaterThanOrEqual(600);
    expect(readFileSync(join(exported.folder, "ATTRIBUTION.md"), "utf8")).toContain("CC0-1.0");
    expect(JSON.parse(readFileSync(join(exported.folder, "dst3d-export.json"), "utf8"))).toMatchObject({ format: name, run: "small" });
  });

  it.each(Object.keys(mistakes))("its proof finds a wrong writer: %s", async (mistake) => {
    const { proof } = await writeAndProve(run, format, { told: mistakes[mistake]!, options });
    expect(failures(proof)).not.toEqual([]);
  });

  it("writes the same bytes each time, and no file elsewhere", async () => {
    const folder = temporaryFolder();
    const first = await exportRun({ folder: run, format: name, out: join(folder, "a"), options, placing: "copy" });
    const second = await exportRun({ folder: run, format: name, out: join(folder, "b"), options });
    expect(filesOf(second.folder)).toEqual(filesOf(first.folder));
    expect(readdirSync(folder).sort()).toEqual(["a", "b"]);
  });

  it("keeps names with slashes, dots and other scripts inside its folder, apart from each other", async () => {
    const names = ["../../evil", "a/b", "a_b", "名前.x", "CON", "."];
    const records = (await recordsOf(run)).map((record, index) => ({
      ...record,
      objects: record.objects.map((object) => ({ ...object, category: names[index]!, categoryNames: { ...object.categoryNames, pascal3d: null, objectnet3d: null, omni3d: null, coco: null }, shape: { ...object.shape, id: `../${names[index]!}` } })),
    }));
    const { root, proof } = await writeAndProve(run, format, { records, options });
    expect(failures(proof)).toEqual([]);
    expect(readdirSync(join(root, "..")).sort()).toEqual(["export"]);
    for (const path of filesOf(root).keys()) expect(path).toMatch(/^[\w./-]+$/);
  });

  it("with splits, every sample is in one of them", async () => {
    const { samples } = await exportRun({ folder: run, format: name, out: join(temporaryFolder(), "export"), options: { ...options, split: [0.5, 0.3, 0.2], splitBy: "image" } });
    expect(Object.keys(samples)).toEqual(["train", "val", "test"]);
    expect(Object.values(samples).reduce((sum, each) => sum + each, 0)).toBe(6);
  });

  it("is stopped at any time and leaves nothing", async () => {
    const folder = temporaryFolder();
    const controller = new AbortController();
    const work = exportRun({ folder: run, format: name, out: join(folder, "export"), options, signal: controller.signal, onEvent: (event) => void (event.type === "step-progress" && event.step === "export" && event.done === 3 && controller.abort()) });
    await expect(work).rejects.toThrow();
    expect(readdirSync(folder)).toEqual([]);
  });
});

it("images are the run's own files by default, copies where that is asked for", async () => {
  const run = tilted;
  const folder = temporaryFolder();
  const image = join("train", "00000000.png");
  const source = statSync(join(run, "shard-00000", "00000000.image.png")).ino;
  await exportRun({ folder: run, format: "coco", out: join(folder, "hard") });
  await exportRun({ folder: run, format: "coco", out: join(folder, "copy"), placing: "copy" });
  await exportRun({ folder: run, format: "coco", out: join(folder, "link"), placing: "symlink" });
  expect(statSync(join(folder, "hard", image)).ino).toBe(source);
  expect(statSync(join(folder, "copy", image)).ino).not.toBe(source);
  expect(statSync(join(folder, "link", image)).ino).toBe(source);
});
