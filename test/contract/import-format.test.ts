/** What holds for every import format: what comes back, what is refused, and that nothing half-made is left. */
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openDataset } from "../../src/dataset/open-dataset.js";
import { exportRun } from "../../src/engine/export-run.js";
import { importRun, type ImportRunOptions } from "../../src/engine/import-run.js";
import { exportRunReview } from "../../src/engine/review-run.js";
import { IMPORT_FORMATS, importFormat } from "../../src/interchange/import-registry.js";
import type { SampleRecord } from "../../src/sample/record.js";
import { fileHashes } from "../file-hashes.js";
import { recordsOf, smallRun } from "../interchange/small-run.js";
import { temporaryFolder } from "../temporary-folder.js";

let run: string;
beforeAll(async () => {
  run = await smallRun({ count: 3, shapes: [{ builtin: ["car", "chair"] }] });
}, 120_000);

test("names differ, and a wrong one is answered with the nearest", () => {
  expect(new Set(IMPORT_FORMATS.map(({ name }) => name)).size).toBe(IMPORT_FORMATS.length);
  expect(() => importFormat("cocoo")).toThrow(expect.objectContaining({ code: "E_OPTION", hint: "Did you mean coco?" }) as Error);
});

describe.each(IMPORT_FORMATS.map(({ name, summary }) => ({ name, summary })))("$name", ({ name, summary }) => {
  let whole: string | null = null;
  let source: string;
  let out: string;

  beforeEach(async () => {
    if (whole === null) {
      whole = join(temporaryFolder(), "export");
      await exportRun({ folder: run, format: name, out: whole, placing: "copy" });
    }
    source = join(temporaryFolder(), "source");
    out = join(dirname(source), "imported");
    cpSync(whole, source, { recursive: true });
  }, 120_000);

  const images = (): string[] => readdirSync(source, { recursive: true, encoding: "utf8" }).filter((path) => /(^|\/)(train|rgb|images|Images|image_dst|[^/]*_imagenet)\/.*\.(png|jpe?g|JPEG)$/.test(path) && !/mask|depth|render/.test(path)).sort().map((path) => join(source, path));

  async function refused(options: Partial<Parameters<typeof importRun>[0]> = {}): Promise<{ code: string; hint: unknown }> {
    const error = await importRun({ source, format: name, out, ...options }).then(() => null, (thrown: unknown) => thrown as { code: string; hint: unknown });
    expect(error, "it was imported").not.toBeNull();
    expect(readdirSync(dirname(out))).not.toContain("imported");
    expect(readdirSync(dirname(out)).filter((entry) => entry.startsWith("imported"))).toEqual([]);
    return error!;
  }

  test("has one line for the help", () => expect(summary).toMatch(/^[^\n]{10,100}$/));

  test("becomes a run that is read like any other, the same one each time", async () => {
    expect(await importRun({ source, format: name, out })).toMatchObject({ samples: 3, leftOut: {} });
    await importRun({ source, format: name, out: `${out}-again` });
    const [first, again] = [await recordsOf(out), await recordsOf(`${out}-again`)];
    expect(again).toEqual(first);
    const reader = await openDataset(out);
    for (const record of first) {
      const { name: file, sha256 } = record.files["image"]!;
      expect(sha256).toMatch(/^[0-9a-f]{64}$/);
      expect((await reader.readFile(record.index, file.slice(file.indexOf(".")))).length).toBeGreaterThan(100);
    }
  });

  test("says where each sample is from, and what it could not be told", async () => {
    const { unknown } = await importRun({ source, format: name, out });
    const told = (record: SampleRecord): string[] => record.generation.settings["unknown"] as string[];
    const records = await recordsOf(out);
    expect(new Set(records.map((record) => record.generation.settings["from"])).size).toBe(3);
    for (const field of Object.keys(unknown)) expect(records.filter((record) => told(record).includes(field))).toHaveLength(unknown[field]!);
    for (const record of records) expect(record.arm).toBe("imported");
  });

  test("an empty folder, one that is not there, and an output that is not empty are refused", async () => {
    mkdirSync(join(dirname(source), "empty"));
    expect(await refused({ source: join(dirname(source), "empty") })).toMatchObject({ hint: expect.any(String) as string });
    expect(await refused({ source: join(dirname(source), "nowhere") })).toMatchObject({ code: expect.stringMatching(/^E_/) as string });
    mkdirSync(out);
    writeFileSync(join(out, "notes.txt"), "mine");
    await expect(importRun({ source, format: name, out })).rejects.toMatchObject({ code: expect.stringMatching(/^E_/) as string });
    expect(readFileSync(join(out, "notes.txt"), "utf8")).toBe("mine");
  });

  test("an image that is cut off or missing is refused", async () => {
    const [image] = images();
    const bytes = readFileSync(image!);
    writeFileSync(image!, bytes.subarray(0, 40));
    expect((await refused()).code).toMatch(/^E_/);
    rmSync(image!);
    expect((await refused()).code).toMatch(/^E_/);
  });

  test("an image outside the folder is not read, whatever links to it", async () => {
    const [image] = images();
    const outside = join(dirname(source), "outside.png");
    writeFileSync(outside, readFileSync(image!));
    rmSync(image!);
    symlinkSync(outside, image!);
    expect((await refused()).code).toMatch(/^E_/);
  });

  test("stopped in the middle it leaves nothing, and the same command then makes the same run as if it had never been stopped", async () => {
    const whole_ = `${out.slice(0, -"imported".length)}undisturbed`;
    await importRun({ source, format: name, out: whole_ });
    const stop = new AbortController();
    let done = 0;
    const onEvent: ImportRunOptions["onEvent"] = (event) => {
      if (event.type !== "step-progress") return;
      done = event.done;
      stop.abort(new Error("enough"));
    };
    expect(await refused({ signal: stop.signal, onEvent })).toMatchObject({ message: "enough" });
    expect(done).toBe(1);
    // What a command that was killed has left is in nobody's way.
    mkdirSync(`${out}.0000.partial`);
    writeFileSync(join(`${out}.0000.partial`, "run.json"), "{");
    await importRun({ source, format: name, out });
    expect(fileHashes(join(out, "shard-00000"))).toEqual(fileHashes(join(whole_, "shard-00000")));
    expect(readdirSync(out).sort()).toEqual(readdirSync(whole_).sort());
  });

  test("a signal that has come before it begins leaves nothing, too", async () => {
    const stop = new AbortController();
    stop.abort(new Error("enough"));
    expect(await refused({ signal: stop.signal })).toMatchObject({ message: "enough" });
  });

  test("people can be asked about what was imported: a page with its pictures, and answers that are read back", async () => {
    await importRun({ source, format: name, out });
    const review = join(dirname(source), "review");
    const { key, pageFolder, unreadable } = await exportRunReview({ folder: out, out: review, count: 2, gold: 0 });
    expect(unreadable).toEqual([]);
    expect(key.items).toHaveLength(2);
    const pictures = readdirSync(pageFolder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".png"));
    expect(pictures.length).toBeGreaterThanOrEqual(4);
    expect(readdirSync(pageFolder)).toContain("review.html");
    // Pictures have names that say nothing of where they are from.
    for (const record of await recordsOf(out)) expect(pictures.join()).not.toContain(record.id);
  });
});
