/** Painting the renders of a run that is there: labels stay, controls are those of the run. */
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { decodeImage, encodePng } from "../../src/codecs/image.js";
import { openDataset } from "../../src/dataset/open-dataset.js";
import { readNamedFile } from "../../src/dataset/read-named-file.js";
import { readRun } from "../../src/dataset/run-file.js";
import { verifySample } from "../../src/dataset/verify-sample.js";
import { exportRun } from "../../src/engine/export-run.js";
import { generate, type GenerateOptions } from "../../src/engine/generate.js";
import { verifyRun } from "../../src/engine/verify-run.js";
import { inspectShapes } from "../../src/pipeline/inspect-shapes.js";
import { makePlan } from "../../src/pipeline/plan.js";
import { replay } from "../../src/pipeline/replay.js";
import { planSummary } from "../../src/pipeline/summary.js";
import { parseRecipe } from "../../src/recipe/read.js";
import type { OutputName, RecipeInput } from "../../src/recipe/schema.js";
import type { SampleRecord } from "../../src/sample/record.js";
import { sha256Hex } from "../../src/storage/sha256.js";
import { fileHashes } from "../file-hashes.js";
import { recordsOf, smallRun } from "../interchange/small-run.js";
import { temporaryFolder } from "../temporary-folder.js";

const CONTROLS = ["canny", "geometric-edges", "depth-control", "normal-control", "segmentation", "coarse-box"] as const satisfies readonly OutputName[];
const PASSES = ["depth", "normal", "instance", "part"] as const satisfies readonly OutputName[];

let source: string;
beforeAll(async () => {
  source = await smallRun({ count: 4, shapes: [{ builtin: ["car", "chair"] }], scene: { objects: { minimum: 1, maximum: 2 } }, outputs: ["image", "render", ...CONTROLS, ...PASSES] });
}, 120_000);

const folder = temporaryFolder();
let runs = 0;
const newRun = () => join(folder, `run-${runs++}`);
const input = (changes: Partial<RecipeInput> = {}): RecipeInput => ({ name: "painted", seed: 5, count: 4, renders: { run: source }, generator: { type: "imitation" }, ...changes });
const make = (out: string, changes: Partial<RecipeInput> = {}, options: Partial<GenerateOptions> = {}) => generate({ recipe: parseRecipe(input(changes)), recipeFolder: folder, out, ...options });
const label = ({ objects, camera, light, environment, ground, group, scene, view }: SampleRecord) => ({ objects, camera, light, environment, ground, group, scene, view });

async function farthest(one: Uint8Array, other: Uint8Array): Promise<number> {
  const [a, b] = [(await decodeImage(one)).data, (await decodeImage(other)).data];
  return a.reduce((most, value, at) => Math.max(most, Math.abs(value - b[at]!)), 0);
}

async function picture(run: string, record: SampleRecord, output: string): Promise<Uint8Array> {
  return readNamedFile(await openDataset(run), record.files[output]!.name);
}

describe("painting the renders of a run", () => {
  it("keeps labels, and makes the controls that the run has made", async () => {
    const out = newRun();
    expect(await make(out, { outputs: ["image", "mask", ...CONTROLS, ...PASSES] })).toEqual({ done: 4, failed: 0, total: 4, interrupted: false });
    const [before, after] = [await recordsOf(source), await recordsOf(out)];
    expect(after.map(label)).toEqual(before.map(label));
    for (const [index, record] of after.entries()) {
      expect(record).toMatchObject({ arm: "imitation", labelStatus: "intended", passesValidInside: "mask", depth: { unitsPerStep: before[index]!.depth!.unitsPerStep, validInside: "mask" } });
      for (const output of [...PASSES, "canny", "segmentation", "coarse-box", "geometric-edges"]) {
        expect(Buffer.compare(await picture(out, record, output), await picture(source, before[index]!, output)), `${output} of ${index}`).toBe(0);
      }
      // Kept depth and normals are rounded to their steps.
      for (const output of ["depth-control", "normal-control"]) expect(await farthest(await picture(out, record, output), await picture(source, before[index]!, output))).toBeLessThanOrEqual(1);
      expect(record.files["image"]!.sha256).not.toBe(before[index]!.files["image"]!.sha256);
      expect(await verifySample(await openDataset(out), index)).toBeNull();
    }
  }, 60_000);

  it("says in every record and in run.json where the renders are from", async () => {
    const out = newRun();
    await make(out, { count: 2 });
    const run = (await readRun(source))!;
    expect(await readRun(out)).toMatchObject({ shapes: run.shapes, environments: run.environments, renders: { run: run.name, planHash: run.planHash } });
    const [, record] = await recordsOf(out);
    expect(record!.generation).toMatchObject({ hashes: { render: sha256Hex(readFileSync(join(source, "shard-00000", "00000001.json"))) }, settings: { render: { run: run.name, planHash: run.planHash, id: "00000001", normals: "kept" } } });
  });

  it.each(["folder", "tar"] as const)("%s: stopped, resumed, extended and in parts, it is the same dataset", async (storage) => {
    const changes = { storage, shardSize: 4, count: 8, scene: { imagesPerView: 2 } };
    const [whole, stopped, extended, parts] = [newRun(), newRun(), newRun(), newRun()];
    await make(whole, changes);
    const stop = new AbortController();
    expect(await make(stopped, changes, { signal: stop.signal, onEvent: (event) => event.type === "sample-end" && event.index === 2 && stop.abort() })).toMatchObject({ interrupted: true });
    await make(stopped, changes);
    await make(extended, { ...changes, count: 3 });
    await make(extended, changes);
    for (const index of [2, 1]) await make(parts, changes, { shard: { index, count: 2 } });
    for (const run of [stopped, extended, parts]) expect(fileHashes(run)).toEqual(fileHashes(whole));
    const [first, second] = await recordsOf(whole);
    expect(second!.files["canny"]!.name).toBe("00000000.canny.png");
    expect(second!.files["image"]!.sha256).not.toBe(first!.files["image"]!.sha256);
    expect(second!.objects).toEqual(first!.objects);
  }, 120_000);

  it("an update of the controls ends as a new run", async () => {
    const changed = { controls: { canny: { low: 20, high: 60 } } };
    const [updated, fresh] = [newRun(), newRun()];
    await make(updated);
    await expect(make(updated, changed)).rejects.toMatchObject({ code: "E_RUN_CHANGED" });
    await make(updated, changed, { update: true });
    await make(fresh, changed);
    expect(fileHashes(updated)).toEqual(fileHashes(fresh));
  }, 60_000);

  it("a run that grew can be painted on; one whose samples changed is another", async () => {
    const grown = join(folder, "grown");
    cpSync(source, grown, { recursive: true });
    const last = readdirSync(join(grown, "shard-00000")).filter((name) => name.startsWith("00000003"));
    for (const name of last) rmSync(join(grown, "shard-00000", name));
    const out = newRun();
    await make(out, { renders: { run: "grown" }, count: 3 });
    for (const name of last) cpSync(join(source, "shard-00000", name), join(grown, "shard-00000", name));
    expect(await make(out, { renders: { run: "grown" }, count: 4 })).toMatchObject({ done: 4, failed: 0 });
    const record = join(grown, "shard-00000", "00000001.json");
    writeFileSync(record, readFileSync(record, "utf8").replace('"arm":"bg3d"', '"arm":"bg2d"'));
    await expect(make(out, { renders: { run: "grown" }, count: 4 })).rejects.toMatchObject({ code: "E_RUN_MISMATCH", message: expect.stringContaining("other renders") as string });
  }, 60_000);

  it("a picture that was changed fails its sample alone", async () => {
    const damaged = join(folder, "damaged");
    cpSync(source, damaged, { recursive: true });
    writeFileSync(join(damaged, "shard-00000", "00000002.render.png"), await encodePng({ width: 96, height: 64, channels: 4, data: new Uint8Array(96 * 64 * 4).fill(9) }));
    const out = newRun();
    expect(await make(out, { renders: { run: "damaged" } })).toMatchObject({ done: 3, failed: 1 });
    expect(JSON.parse(readFileSync(join(out, "failed", readdirSync(join(out, "failed"))[0]!), "utf8"))).toMatchObject({ code: "E_RUN_MISMATCH", message: expect.stringContaining("00000002.render.png") as string, tried: { render: "00000002" } });
  });

  it("replays a sample, unless its render is another one now", async () => {
    const moved = join(folder, "moved");
    cpSync(source, moved, { recursive: true });
    const out = newRun();
    await make(out, { renders: { run: "moved" } });
    const to = join(folder, "replayed");
    await replay(out, 3, { passes: ["all"], out: to });
    for (const ending of [".image.png", ".canny.png", ".json"]) expect(readFileSync(join(to, `00000003${ending}`))).toEqual(readFileSync(join(out, "shard-00000", `00000003${ending}`)));
    const record = join(moved, "shard-00000", "00000003.json");
    writeFileSync(record, readFileSync(record, "utf8").replace('"arm":"bg3d"', '"arm":"bg2d"'));
    await expect(replay(out, 3, { passes: ["canny"], out: to })).rejects.toMatchObject({ code: "E_RUN_MISMATCH", message: expect.stringContaining("render of sample 00000003") as string });
  });

  it("normals are made from depth where the run has none", async () => {
    const bare = await smallRun({ count: 2, shapes: [{ builtin: ["car", "chair"] }], camera: { width: 192, height: 128 }, outputs: ["image", "depth", "normal-control"] });
    const out = newRun();
    await make(out, { renders: { run: bare }, count: 2, outputs: ["image", "normal-control"] });
    for (const [index, record] of (await recordsOf(out)).entries()) {
      expect(record.generation.settings["render"]).toMatchObject({ normals: "from depth" });
      const [made, true_] = await Promise.all([picture(out, record, "normal-control"), picture(bare, (await recordsOf(bare))[index]!, "normal-control")].map(async (bytes) => (await decodeImage(await bytes)).data));
      let [sum, count] = [0, 0];
      for (let at = 0; at < true_!.length; at += 4) {
        if (true_![at] === 128 && true_![at + 1] === 128 && true_![at + 2] === 255) continue;
        const dot = [0, 1, 2].reduce((total, channel) => total + (made![at + channel]! / 127.5 - 1) * (true_![at + channel]! / 127.5 - 1), 0);
        sum += dot;
        count++;
      }
      expect(sum / count).toBeGreaterThan(0.9);
    }
  });

  it("keeps the run's prompts where it is asked to", async () => {
    const out = newRun();
    await make(out, { renders: { run: source, keepPrompts: true } });
    expect((await recordsOf(out)).map(({ prompt }) => prompt)).toEqual((await recordsOf(source)).map(({ prompt }) => prompt));
    const other = newRun();
    await make(other);
    expect((await recordsOf(other)).map(({ prompt }) => prompt)).not.toEqual((await recordsOf(source)).map(({ prompt }) => prompt));
  });

  it("lays renders over photographs", async () => {
    const out = newRun();
    mkdirSync(join(folder, "photos"));
    writeFileSync(join(folder, "photos", "gray.png"), await encodePng({ width: 120, height: 90, channels: 3, data: new Uint8Array(120 * 90 * 3).fill(77) }));
    await make(out, { generator: { type: "render", arm: "bg2d", photos: "photos" }, outputs: ["image"], count: 1 });
    const [record] = await recordsOf(out);
    expect(record).toMatchObject({ arm: "bg2d", labelStatus: "exact", passesValidInside: "image" });
    const [shown, render] = [(await decodeImage(await picture(out, record!, "image"))).data, (await decodeImage(await picture(source, (await recordsOf(source))[0]!, "render"))).data];
    for (let at = 0; at < shown.length; at += 4) {
      if (render[at + 3] === 0) expect(shown[at]).toBe(77);
      else if (render[at + 3] === 255) expect(shown.subarray(at, at + 3)).toEqual(render.subarray(at, at + 3));
    }
  });

  it("is read like any other run: verification, exports with their proof, plan", async () => {
    const out = newRun();
    await make(out);
    const { scores } = await verifyRun({ folder: out });
    expect(scores.length).toBeGreaterThan(0);
    const exported = await exportRun({ folder: out, format: "coco", out: `${out}-coco` });
    expect(exported.samples).toEqual({ train: 4 });
    expect(exported.proof!.every(({ worst, limit }) => worst <= limit)).toBe(true);
    const plan = await makePlan(parseRecipe(input({ count: 3 })), { folder });
    expect(planSummary(plan)).toMatchObject({ scenes: 3, shapes: { available: 0, used: 0 }, renders: { available: 4, used: 3 } });
    await expect(inspectShapes(parseRecipe(input()), folder)).rejects.toMatchObject({ code: "E_NOT_FOUND", message: expect.stringContaining("renders of another run") as string });
  }, 120_000);

  it.each<[string, Partial<RecipeInput>, string, string, string]>([
    ["no run there", { renders: { run: "nowhere" } }, "E_NOT_FOUND", "There is no run nowhere", "relative paths start"],
    ["more samples than views", { count: 5 }, "E_OPTION", "has 4 views to paint", "Use count: 4"],
    ["a painter that needs an environment", { generator: { type: "render" } }, "E_RECIPE", "no environment", "imitation"],
    ["options of scenes", { viewpoints: { preset: 1 } }, "E_RECIPE", "viewpoints", "Leave it out"],
    ["edges of an environment", { controls: { canny: { backgroundEdges: {} } } }, "E_RECIPE", "backgroundEdges", "Leave it out"],
    ["an output that was not kept", { outputs: ["image", "nocs"] }, "E_OPTION", "no picture nocs", "Leave nocs out of outputs: image"],
  ])("%s is refused", async (_what, changes, code, message, hint) => {
    const error = await Promise.resolve().then(() => make(newRun(), changes)).then(() => null, (thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, message: expect.stringContaining(message) as string, hint: expect.stringContaining(hint) as string });
  });

  it.each<[string, string, (text: string) => string, string, string]>([
    ["a run of a later version", "run.json", (text) => text.replace('"formatVersion": 1', '"formatVersion": 2'), "E_RUN_MISMATCH", "not written by this version"],
    ["a record of a later version", join("shard-00000", "00000001.json"), (text) => text.replace('"schemaVersion":1', '"schemaVersion":2'), "E_RECORD", "00000001.json is not a record of this version"],
    ["a record that is cut off", join("shard-00000", "00000001.json"), (text) => text.slice(0, 900), "E_RECORD", "00000001.json is not JSON"],
  ])("%s is refused", async (_what, file, change, code, message) => {
    const newer = join(temporaryFolder(), "newer");
    cpSync(source, newer, { recursive: true });
    const before = readFileSync(join(newer, file), "utf8");
    writeFileSync(join(newer, file), change(before));
    expect(readFileSync(join(newer, file), "utf8")).not.toBe(before);
    await expect(make(newRun(), { renders: { run: newer } })).rejects.toMatchObject({ code, message: expect.stringContaining(message) as string });
  });

  it("images without label, or without what a control is made from, are refused", async () => {
    const painted = await smallRun({ count: 2, shapes: [{ builtin: ["car"] }], generator: { type: "imitation" }, outputs: ["image"] });
    await expect(make(newRun(), { renders: { run: painted }, count: 2, outputs: ["image", "canny"] })).rejects.toMatchObject({ code: "E_OPTION", message: expect.stringContaining("no picture of the objects alone, which the control canny") as string });
    await expect(make(newRun(), { renders: { run: painted }, count: 2, outputs: ["image", "depth-control"] })).rejects.toMatchObject({ code: "E_OPTION", message: expect.stringContaining("no depth, which the control depth") as string });
  });
});
