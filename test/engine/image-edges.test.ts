import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeImage, encodePng } from "../../src/codecs/image.js";
import { canny } from "../../src/controls/opencv-canny.js";
import type { Image } from "../../src/core/image.js";
import { random } from "../../src/core/random.js";
import { openDataset } from "../../src/dataset/open-dataset.js";
import { verifySample } from "../../src/dataset/verify-sample.js";
import { generate, type GenerateOptions } from "../../src/engine/generate.js";
import { inspectShapes } from "../../src/pipeline/inspect-shapes.js";
import { makePlan } from "../../src/pipeline/plan.js";
import { replay } from "../../src/pipeline/replay.js";
import { runStatus } from "../../src/pipeline/status.js";
import { planSummary } from "../../src/pipeline/summary.js";
import { parseRecipe } from "../../src/recipe/read.js";
import type { RecipeInput } from "../../src/recipe/schema.js";
import { sha256Hex } from "../../src/storage/sha256.js";
import { sheetOfRun } from "../../src/sheet/sheet-of-run.js";
import { fileHashes } from "../file-hashes.js";

const folder = mkdtempSync(join(tmpdir(), "dst3d-image-edges-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A dark rectangle on a light, slightly noisy ground. */
function photo(width: number, height: number): Image {
  const noise = random(width, "photo", "noise");
  const data = Uint8Array.from({ length: width * height * 3 }, (_, at) => {
    const [x, y] = [Math.floor(at / 3) % width, Math.floor(at / 3 / width)];
    const inside = x > width * 0.3 && x < width * 0.7 && y > height * 0.3 && y < height * 0.7;
    return (inside ? 40 : 200) + noise.integer(9);
  });
  return { width, height, channels: 3, data };
}

const FILES = { "aeroplane/a.png": [90, 60], "aeroplane/more/b.png": [50, 50], "sofa/c.png": [48, 96], "sofa/d.png": [200, 40] } as const;
beforeAll(async () => {
  for (const [name, [width, height]] of Object.entries(FILES)) {
    const path = join(folder, "photos", name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, await encodePng(photo(width, height)));
  }
  writeFileSync(join(folder, "photos", "sofa", "notes.txt"), "no picture");
});

const input = (changes: Partial<RecipeInput> = {}): RecipeInput => ({ name: "edges", seed: 3, count: 6, images: { folder: "photos", licence: "CC0-1.0" }, camera: { width: 64, height: 48 }, ...changes });
let runs = 0;
const newRun = () => join(folder, `run-${runs++}`);
const make = (out: string, changes: Partial<RecipeInput> = {}, options: Partial<GenerateOptions> = {}) => generate({ recipe: parseRecipe(input(changes)), recipeFolder: folder, out, ...options });

describe("the arm image-edges", () => {
  it("takes the edges of real images, balanced over the categories, and gives no label", async () => {
    const out = newRun();
    expect(await make(out)).toEqual({ done: 6, failed: 0, total: 6, interrupted: false });
    const reader = await openDataset(out);
    const records = await Promise.all([0, 1, 2, 3, 4, 5].map((index) => reader.readRecord(index)));
    expect(records.filter((record) => record.photo!.category === "sofa")).toHaveLength(3);
    expect(new Set(records.slice(0, 4).map((record) => record.photo!.file))).toEqual(new Set(Object.keys(FILES)));
    for (const record of records) {
      expect(record).toMatchObject({ arm: "image-edges", labelStatus: "none", objects: [], camera: null, light: null, environment: null, depth: null });
      const { file, category, categoryNames, sha256, width, height, cropXYXY } = record.photo!;
      const bytes = readFileSync(join(folder, "photos", file));
      expect(sha256).toBe(sha256Hex(bytes));
      expect([width, height]).toEqual(FILES[file as keyof typeof FILES]);
      expect((cropXYXY[2] - cropXYXY[0]) / (cropXYXY[3] - cropXYXY[1])).toBeCloseTo(64 / 48, 1);
      expect([cropXYXY[0] + cropXYXY[2] - width, cropXYXY[1] + cropXYXY[3] - height].every((shift) => Math.abs(shift) <= 1)).toBe(true);
      expect(category === "airplane" ? categoryNames.pascal3d : category).toBe(category === "airplane" ? "aeroplane" : "sofa");
      expect(record.prompt!.text).toMatch(category === "airplane" ? /plane|aircraft|airliner|jet/ : /sofa|couch/);
      expect(Object.keys(record.files).sort()).toEqual(["canny", "image"]);
      expect(await verifySample(reader, record.index)).toBeNull();
      const image = await decodeImage(await reader.readFile(record.index, ".image.png"));
      expect([image.width, image.height]).toEqual([64, 48]);
      const rgb = Uint8Array.from({ length: 64 * 48 * 3 }, (_, at) => image.data[Math.floor(at / 3) * 4 + (at % 3)]!);
      const edges = await decodeImage(await reader.readFile(record.index, ".canny.png"));
      const expected = canny({ width: 64, height: 48, channels: 3, data: rgb }, { low: 100, high: 200, aperture: 3, l2Gradient: false });
      expect(Buffer.compare(Uint8Array.from(expected, (_, at) => edges.data[at * 4]!), expected)).toBe(0);
      expect(expected.some((value) => value === 255)).toBe(true);
    }
    expect(await runStatus(out)).toMatchObject({ done: 6, failed: [] });
    expect((await sheetOfRun(out)).height).toBeGreaterThan(100);
  });

  it.each(["folder", "tar"] as const)("%s: stopped, resumed, extended and in parts, it is the same dataset", async (storage) => {
    const changes = { storage, shardSize: 4, scene: { imagesPerView: 2 } };
    const [whole, stopped, extended, parts] = [newRun(), newRun(), newRun(), newRun()];
    await make(whole, changes);
    const stop = new AbortController();
    await make(stopped, changes, { signal: stop.signal, onEvent: (event) => event.type === "sample-end" && event.index === 2 && stop.abort() });
    await make(stopped, changes);
    await make(extended, { ...changes, count: 3 });
    await make(extended, changes);
    for (const index of [2, 1]) await make(parts, changes, { shard: { index, count: 2 } });
    for (const run of [stopped, extended, parts]) expect(fileHashes(run)).toEqual(fileHashes(whole));
    const reader = await openDataset(whole);
    expect((await reader.readRecord(1)).files["canny"]!.name).toBe("00000000.canny.png");
  });

  it("an update of the edges ends as a new run", async () => {
    const changed = { controls: { canny: { low: 20, high: 60 } } };
    const [updated, fresh] = [newRun(), newRun()];
    await make(updated);
    await expect(make(updated, changed)).rejects.toMatchObject({ code: "E_RUN_CHANGED" });
    await make(updated, changed, { update: true });
    await make(fresh, changed);
    expect(fileHashes(updated)).toEqual(fileHashes(fresh));
  });

  it("replays a sample, unless its photograph is another one now", async () => {
    const out = newRun();
    await make(out);
    const to = join(folder, "replayed");
    await replay(out, 3, { passes: ["canny"], out: to });
    expect(readFileSync(join(to, "00000003.canny.png"))).toEqual(readFileSync(join(out, "shard-00000", "00000003.canny.png")));
    expect((await replay(out, 3, { passes: ["all"], out: to })).map((path) => basename(path))).toEqual(["00000003.image.png", "00000003.canny.png", "00000003.json"]);
    await expect(replay(out, 3, { passes: ["depth"], out: to })).rejects.toMatchObject({ code: "E_OPTION", hint: expect.stringContaining("image, canny") });
    const { file } = (await (await openDataset(out)).readRecord(3)).photo!;
    const path = join(folder, "photos", file);
    const before = readFileSync(path);
    writeFileSync(path, await encodePng(photo(33, 44)));
    await expect(replay(out, 3, { passes: ["canny"], out: to })).rejects.toMatchObject({ code: "E_RUN_MISMATCH", subject: file });
    writeFileSync(path, before);
  });

  it("goes on past an image that cannot be read, and refuses to mix two sets of images", async () => {
    const out = newRun();
    const path = join(folder, "photos", "sofa", "c.png");
    const before = readFileSync(path);
    writeFileSync(path, "no picture");
    expect(await make(out, { count: 4 })).toEqual({ done: 3, failed: 1, total: 4, interrupted: false });
    const [failure] = readdirSync(join(out, "failed"));
    expect(JSON.parse(readFileSync(join(out, "failed", failure!), "utf8"))).toMatchObject({ code: "E_IMAGE", message: expect.stringContaining("c.png"), tried: { photo: "sofa/c.png" } });
    writeFileSync(path, before);
    expect(await make(out, { count: 4 })).toMatchObject({ done: 4, failed: 0 });
    renameSync(path, `${path}.old`);
    await expect(make(out, { count: 4 })).rejects.toMatchObject({ code: "E_RUN_MISMATCH", message: expect.stringContaining("other images") });
    renameSync(`${path}.old`, path);
  });

  it("has no shapes to look at", async () => {
    await expect(inspectShapes(parseRecipe(input()), folder)).rejects.toMatchObject({ code: "E_NOT_FOUND", message: expect.stringContaining("no shapes") });
  });

  it("says what the plan amounts to", async () => {
    const plan = await makePlan(parseRecipe(input({ images: { folder: "photos", categories: ["couch"] } })), { folder });
    expect(planSummary(plan)).toMatchObject({ scenes: 6, categories: [{ id: "sofa", count: 6 }], shapes: { available: 0, used: 0 }, photos: { available: 2, used: 2 }, files: 18 });
  });

  it.each([
    [{ images: { folder: "nowhere" } }, "E_NOT_FOUND", "There is no folder nowhere", "relative paths start"],
    [{ images: { folder: "photos/sofa" } }, "E_NOT_FOUND", "Found there: c.png, d.png, notes.txt", "folder per category"],
    [{ images: { folder: "photos", categories: ["car"] } }, "E_OPTION", 'no images of category "car"', "airplane, sofa"],
  ])("a wrong folder or category: %j", async (changes, code, message, hint) => {
    await expect(make(newRun(), changes)).rejects.toMatchObject({ code, message: expect.stringContaining(message), hint: expect.stringContaining(hint) });
  });
});
