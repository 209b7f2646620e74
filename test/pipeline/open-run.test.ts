import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { DatasetError } from "../../src/core/errors.js";
import { readRun, writeRun } from "../../src/dataset/run-file.js";
import { generate } from "../../src/engine/generate.js";
import { openRun, type OpenRunOptions } from "../../src/pipeline/open-run.js";
import { makePlan } from "../../src/pipeline/plan.js";
import { STAGE_VERSIONS } from "../../src/pipeline/stage-hashes.js";
import type { RecipeInput } from "../../src/recipe/schema.js";
import { smallRecipe } from "./small-recipe.js";

const folder = mkdtempSync(join(tmpdir(), "dst3d-open-run-"));
afterAll(() => rmSync(folder, { recursive: true }));
let runs = 0;
const newRun = () => join(folder, `run-${runs++}`);

const make = (out: string, changes: Partial<RecipeInput> = {}, options: { update?: boolean } = {}) => generate({ recipe: smallRecipe(changes), recipeFolder: folder, out, ...options });
const open = async (out: string, changes: Partial<RecipeInput> = {}, options: Partial<OpenRunOptions> = {}) =>
  openRun(out, await makePlan(smallRecipe(changes), { folder }), { update: false, uncleanStop: false, division: { index: 1, count: 1 }, ...options });
const todo = (run: { total: number; todo(index: number): boolean }) => Array.from({ length: run.total }, (_, index) => index).filter((index) => run.todo(index));

async function refusal(attempt: Promise<unknown>): Promise<DatasetError> {
  const error: unknown = await attempt.then(() => null, (reason: unknown) => reason);
  if (!DatasetError.isInstance(error)) throw new Error("it was not refused");
  return error;
}

/** A run of two samples, made once. */
let finished: Promise<string> | null = null;
async function copyOfFinished(): Promise<string> {
  finished ??= (async () => {
    const out = newRun();
    await make(out, { count: 2 });
    return out;
  })();
  const copy = newRun();
  cpSync(await finished, copy, { recursive: true });
  return copy;
}

/** A folder with one model. */
function models(name: string, file: string, entry: object = {}): string {
  const at = join(folder, name);
  mkdirSync(at, { recursive: true });
  cpSync(join("../shared/assets/models", file), join(at, "model.glb"));
  cpSync("../shared/assets/models/kenney/Textures", join(at, "Textures"), { recursive: true });
  writeFileSync(join(at, "manifest.json"), JSON.stringify([{ id: "model", category: "car", file: "model.glb", front: "+Z", ...entry }]));
  return at;
}

describe("opening a run folder", () => {
  it("a new one has everything to do", async () => {
    const out = newRun();
    const run = await open(out);
    expect(todo(run)).toEqual([0, 1, 2, 3]);
    expect(await readRun(out)).toMatchObject({ count: 4, seed: 1, stages: { versions: STAGE_VERSIONS, updating: false }, shapes: [{ id: "chair", kind: "builtin", licence: "CC0-1.0" }], environments: [{ id: "studio", licence: "CC0-1.0" }] });
  });

  it("one that was killed before run.json was there is new", async () => {
    const out = newRun();
    mkdirSync(out);
    writeFileSync(join(out, "recipe.yaml"), "name: of an attempt long ago\n");
    expect(todo(await open(out))).toEqual([0, 1, 2, 3]);
  });

  it("a finished one has nothing to do and is left as it is", async () => {
    const out = await copyOfFinished();
    const before = readFileSync(join(out, "run.json"), "utf8");
    expect(todo(await open(out, { count: 2 }))).toEqual([]);
    expect(readFileSync(join(out, "run.json"), "utf8")).toBe(before);
  });

  it("a larger count extends it; a smaller one deletes nothing", async () => {
    const out = await copyOfFinished();
    expect(todo(await open(out, { count: 5 }))).toEqual([2, 3, 4]);
    const smaller = await open(out, { count: 1 });
    expect(smaller.total).toBe(5);
    expect(smaller.notes.join()).toContain("the run has 5 samples; a smaller count deletes nothing");
    expect((await readRun(out))!.count).toBe(5);
  });

  it.each<[string, Partial<RecipeInput>, RegExp]>([
    ["another seed", { seed: 2 }, /holds another dataset:\n {2}seed: 1 → 2/],
    ["other built-in shapes", { shapes: [{ builtin: "aeroplane" }] }, /shapes: .*chair.* → .*aeroplane/s],
    ["another way of storing", { storage: "tar" }, /storage: "folder" → "tar"/],
  ])("%s is refused, with what differs, and --update does not help", async (_what, changes, text) => {
    const out = await copyOfFinished();
    const before = readFileSync(join(out, "run.json"), "utf8");
    for (const update of [false, true]) {
      const error = await refusal(open(out, changes, { update }));
      expect(error.code).toBe("E_RUN_MISMATCH");
      expect(error.message).toMatch(text);
      expect(error.hint).toContain("--out");
    }
    expect(readFileSync(join(out, "run.json"), "utf8")).toBe(before);
  });

  it.each<[string, Partial<RecipeInput>, RegExp]>([
    ["an edge threshold", { controls: { canny: { low: 7 } } }, /controls\.canny\.low: .*This would run again: controls, prompt, generate, outputs$/s],
    ["what is kept", { outputs: ["image"] }, /This would run again: outputs$/],
    ["the light", { light: { areaRadiance: 2 } }, /light\.areaRadiance: "auto" → 2\n.*again: render/s],
    ["other environments", { environments: [{ builtin: "sky" }] }, /studio is gone, sky is new/],
  ])("a change of %s needs --update, which makes it again", async (_what, changes, text) => {
    const out = await copyOfFinished();
    const error = await refusal(open(out, { count: 2, ...changes }));
    expect(error.code).toBe("E_RUN_CHANGED");
    expect(error.message).toMatch(text);
    expect(todo(await open(out, { count: 2, ...changes }, { update: true }))).toEqual([0, 1]);
  });

  it("an interrupted update is finished by a plain run", async () => {
    const changes = { count: 2, outputs: ["image" as const] };
    const out = await copyOfFinished();
    await open(out, changes, { update: true });
    const run = await open(out, changes);
    expect(todo(run)).toEqual([0, 1]);
    await make(out, changes);
    expect(todo(await open(out, changes))).toEqual([]);
    expect((await readRun(out))!.stages.updating).toBe(false);
  });

  it("one that stopped before the new recipe was written goes back by the old recipe", async () => {
    const out = await copyOfFinished();
    const text = readFileSync(join(out, "recipe.yaml"));
    await open(out, { count: 2, outputs: ["image"] }, { update: true });
    writeFileSync(join(out, "recipe.yaml"), text);
    expect(todo(await open(out, { count: 2 }))).toEqual([]);
    expect((await refusal(open(out, { count: 2, outputs: ["image"] }))).code).toBe("E_RUN_CHANGED");
  });

  it("parts of a run end an update together", async () => {
    const changes = { count: 2, outputs: ["image" as const] };
    const out = await copyOfFinished();
    const part = (index: number) => generate({ recipe: smallRecipe(changes), recipeFolder: folder, out, update: true, shard: { index, count: 2 } });
    await part(1);
    expect((await readRun(out))!.stages.updating).toBe(true);
    await part(2);
    expect((await readRun(out))!.stages.updating).toBe(false);
  });

  it("samples of older code count as changed", async () => {
    const out = await copyOfFinished();
    const run = (await readRun(out))!;
    await writeRun(out, { ...run, stages: { ...run.stages, versions: { ...STAGE_VERSIONS, controls: 0 } } });
    expect((await refusal(open(out, { count: 2 }))).message).toMatch(/dst3d's controls: version 0 → version 1/);
  });

  it("a damaged sample is gone at once, so that no later stop can hide it", async () => {
    const out = await copyOfFinished();
    writeFileSync(join(out, "shard-00000", "00000001.image.png"), "power cut");
    const run = await open(out, { count: 2 }, { uncleanStop: true });
    expect(todo(run)).toEqual([1]);
    expect(run.notes.join()).toContain("sample 1 was damaged");
    expect(todo(await open(out, { count: 2 }))).toEqual([1]);
  });

  it("leaves other parts' samples alone when it looks for damage", async () => {
    const out = await copyOfFinished();
    writeFileSync(join(out, "shard-00000", "00000001.image.png"), "being written");
    expect(todo(await open(out, { count: 2 }, { uncleanStop: true, division: { index: 1, count: 2 } }))).toEqual([]);
  });
});

describe("the shapes of a run", () => {
  const recipe = (at: string) => ({ count: 1, shapes: [{ folder: at }] });

  it("may lie elsewhere, but not change", async () => {
    const out = newRun();
    await make(out, recipe(models("a", "kenney/taxi.glb")));
    expect(todo(await open(out, recipe(models("b", "kenney/taxi.glb"))))).toEqual([]);
    const error = await refusal(open(out, recipe(models("c", "kenney/police.glb")), { update: true }));
    expect(error).toMatchObject({ code: "E_RUN_MISMATCH", message: expect.stringMatching(/made from other shapes: the files of model changed since/) });
  });

  it("a manifest that says otherwise is another dataset", async () => {
    const out = newRun();
    await make(out, recipe(models("d", "kenney/taxi.glb")));
    const error = await refusal(open(out, recipe(models("e", "kenney/taxi.glb", { front: "-Z" }))));
    expect(error).toMatchObject({ code: "E_RUN_MISMATCH", message: expect.stringContaining("manifest.json") });
    const list = await refusal(open(out, recipe(models("f", "kenney/taxi.glb", { id: "other" }))));
    expect(list.message).toContain("model is gone, other is new");
  });

  it("a mistyped folder of photographs leaves no run that would refuse the right one", async () => {
    const out = newRun();
    const error = await refusal(open(out, { generator: { type: "render", arm: "bg2d", photos: "nowhere" } }));
    expect(error).toMatchObject({ code: "E_NOT_FOUND", message: expect.stringContaining("nowhere cannot be read") });
    expect(await readRun(out)).toBeNull();
  });

  it("one that could not be read may be repaired", async () => {
    const out = newRun();
    const at = models("g", "kenney/taxi.glb");
    for (const broken of [Buffer.alloc(0), readFileSync(join(at, "model.glb")).subarray(0, 900)]) {
      const whole = readFileSync(join("../shared/assets/models", "kenney/taxi.glb"));
      writeFileSync(join(at, "model.glb"), broken);
      expect(await make(out, recipe(at))).toMatchObject({ done: 0, failed: 1 });
      writeFileSync(join(at, "model.glb"), whole);
    }
    expect(await make(out, recipe(at))).toMatchObject({ done: 1, failed: 0 });
    expect((await readRun(out))!.shapes[0]!.sha256).toMatch(/^[0-9a-f]{64}$/);
  });
});
