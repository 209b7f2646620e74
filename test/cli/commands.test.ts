import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EventSink } from "../../src/core/events.js";
import type { Library } from "../../src/cli/library.js";
import type { GenerateOptions, GenerateResult } from "../../src/engine/generate.js";
import { parseRecipeYaml, readRecipe } from "../../src/recipe/read.js";
import { call, fakeTerminal } from "./fake-terminal.js";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "dst3d-cli-"));
  await writeFile(join(folder, "recipe.yaml"), "name: vehicles\ncount: 4\nshapes: [{ builtin: [car] }]\n");
});
afterAll(() => rm(folder, { recursive: true }));

const here = () => fakeTerminal({ folder });

/** A run that tells its events and ends as asked; remembers what it was called with. */
function fakeRun(result: Partial<GenerateResult> = {}): { library: Partial<Library>; calls: GenerateOptions[] } {
  const calls: GenerateOptions[] = [];
  const generate = async (options: GenerateOptions): Promise<GenerateResult> => {
    calls.push(options);
    const ended = { done: 4, failed: 0, total: 4, interrupted: false, ...result };
    const tell: EventSink = options.onEvent ?? (() => {});
    tell({ type: "run-start", name: "vehicles", folder: options.out, total: 4, done: 0, shapes: 1, generator: "render", seed: 0, workers: options.workers ?? 1 });
    tell({ type: "run-end", ...ended, seconds: 2 });
    return ended;
  };
  return { library: { generate, writeSheet: async (_run, { out }) => out }, calls };
}

describe("generate", () => {
  it("hands the recipe, the overrides and the flags to the run", async () => {
    const { library, calls } = fakeRun();
    const { code, out } = await call(["generate", "--count", "9", "--camera.width", "64", "--workers", "3", "--shard", "2/3", "--update", "--out", "here"], { library, terminal: here() });
    expect(code).toBe(0);
    expect(calls[0]).toMatchObject({
      recipe: { name: "vehicles", count: 9, camera: { width: 64 } },
      recipeFolder: folder,
      out: join(folder, "here"),
      workers: 3,
      shard: { index: 2, count: 3 },
      update: true,
    });
    expect(out).toContain("recipe.yaml  1 shape · 4 samples · render · seed 0 · 3 workers · here");
    expect(out).toContain("dst3d sheet here");
  });

  it("takes a recipe from standard input, whose paths start in the current folder", async () => {
    const { library, calls } = fakeRun();
    const input = async (): Promise<string> => "name: piped\ncount: 3\nshapes: [{ builtin: [car] }]\n";
    const { code, out } = await call(["generate", "-", "--count", "5"], { library, terminal: fakeTerminal({ folder, input }) });
    expect(code).toBe(0);
    expect(calls[0]).toMatchObject({ recipe: { name: "piped", count: 5 }, recipeFolder: folder, out: join(folder, "runs", "piped") });
    expect(out).toContain("standard input  1 shape");
    const wrong = await call(["generate", "-"], { library, terminal: fakeTerminal({ folder, input: async () => "name: x\ncount: 0\n" }) });
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain("standard input");
  });

  it("works on all cores, but holds one diffusion model, and queues at servers once", async () => {
    const { library, calls } = fakeRun();
    const [diffusion, comfyui] = ["{ type: diffusion, model: sd15-canny }", "{ type: comfyui, model: sd15 }"];
    for (const flags of [[], ["--generator", diffusion], ["--generator", comfyui], ["--generator", diffusion, "--workers", "2"]]) await call(["generate", ...flags], { library, terminal: here() });
    expect(calls.map(({ workers }) => workers)).toEqual([availableParallelism(), 1, 1, 2]);
  });

  it("takes the device as a flag of its own", async () => {
    const { library, calls } = fakeRun();
    await call(["generate", "--generator", "{ type: diffusion, model: sd15-canny }", "--device", "webgpu"], { library, terminal: here() });
    expect(calls[0]!.recipe.generator).toMatchObject({ type: "diffusion", device: "webgpu" });
  });

  it("an explanation is not pushed out of sight by a long command", async () => {
    const { out } = await call(["generate", "--prompts.suffix", "a very long suffix ".repeat(10), "--out", "here"], { library: fakeRun().library, terminal: here() });
    expect(out).toMatch(/\n {2}look through it[^\n]*\n {4}dst3d studio here\n {2}one picture of it: boxes[^\n]*\n {4}dst3d sheet here\n {2}twice as many[^\n]*\n {4}dst3d generate recipe\.yaml/);
  });

  it("the next step repeats the flags that make the run what it is", async () => {
    const { out } = await call(["generate", "--count", "9", "--prompts.suffix", "a b", "--out", "here", "--workers", "1"], { library: fakeRun().library, terminal: here() });
    expect(out).toContain('dst3d generate recipe.yaml --out here --prompts.suffix "a b" --count 18');
  });

  it("--licence-known reaches every source, and refuses a file that nobody gave a licence", async () => {
    const { library, calls } = fakeRun();
    await writeFile(join(folder, "licences.yaml"), "name: known\ncount: 1\nshapes: [{ folder: a }, { builtin: [car] }, { shapenet: b }]\n");
    await call(["generate", "licences.yaml", "--licence-known"], { library, terminal: here() });
    expect(calls[0]!.recipe.shapes.map((source) => ("licenceKnown" in source ? source.licenceKnown : null))).toEqual([true, null, true]);
    await writeFile(join(folder, "licences.yaml"), "name: known\ncount: 1\nshapes: [{ file: a.glb, category: car }]\n");
    expect(await call(["plan", "licences.yaml", "--licence-known"], { terminal: here() })).toMatchObject({ code: 2, err: expect.stringContaining("which licence a.glb has") });
  });

  it("without a finished sample there is nothing to look at or to extend", async () => {
    const { out } = await call(["generate"], { library: fakeRun({ done: 0, failed: 4 }).library, terminal: here() });
    expect(out).toContain("dst3d status runs/vehicles");
    expect(out).not.toMatch(/dst3d (sheet|generate)/);
  });

  it("writes to runs/<name> unless told otherwise", async () => {
    const { library, calls } = fakeRun();
    await call(["generate", "recipe.yaml"], { library, terminal: here() });
    expect(calls[0]).toMatchObject({ out: join(folder, "runs", "vehicles"), update: false });
    expect(calls[0]!.workers).toBeGreaterThanOrEqual(1);
    expect(calls[0]).not.toHaveProperty("shard");
  });

  it("with --json gives one event per line on standard output, and no other text there", async () => {
    const { out } = await call(["generate", "--json"], { library: fakeRun().library, terminal: here() });
    expect(out.trimEnd().split("\n").map((line) => (JSON.parse(line) as { type: string }).type)).toEqual(["run-start", "run-end"]);
  });

  it.each([
    [{}, 0, "dst3d sheet"],
    [{ done: 3, failed: 1 }, 1, "dst3d status"],
    [{ done: 2, interrupted: true }, 130, "the same command goes on"],
  ])("%j exits with %i", async (result, code, text) => {
    const ended = await call(["generate"], { library: fakeRun(result).library, terminal: here() });
    expect(ended.code).toBe(code);
    expect(ended.out).toContain(text);
  });

  it("refuses a bad recipe before any work", async () => {
    const { code, err } = await call(["generate", "--count", "0"], { terminal: here() });
    expect(code).toBe(2);
    expect(err).toContain("count must be a whole number ≥ 1, got 0: zero samples (--count)");
  });
});

describe("quickstart", () => {
  it("makes a dataset from built-in parts, its sheet, and says what to do next", async () => {
    const { library, calls } = fakeRun();
    const { code, out } = await call(["quickstart"], { library, terminal: here() });
    expect(code).toBe(0);
    expect(calls[0]).toMatchObject({ recipe: { name: "quickstart", count: 12 }, out: join(folder, "runs", "quickstart") });
    expect(calls[0]!.recipe.shapes.every((source) => "builtin" in source)).toBe(true);
    for (const part of ["runs/quickstart", "runs/quickstart/sheet.png", "dst3d init my-dataset", "dst3d replay runs/quickstart 0", "dst3d quickstart --count 100"]) expect(out).toContain(part);
  });

  it("takes recipe options and tells the sheet as an event", async () => {
    const { library, calls } = fakeRun();
    const { out } = await call(["quickstart", "--count", "3", "--seed", "5", "--out", "q", "--json"], { library, terminal: here() });
    expect(calls[0]).toMatchObject({ recipe: { count: 3, seed: 5 }, out: join(folder, "q") });
    expect(JSON.parse(out.trimEnd().split("\n").at(-1)!)).toEqual({ type: "sheet", file: join(folder, "q", "sheet.png") });
  });
});

describe("init", () => {
  it("writes a recipe that is valid at once and never overwrites one", async () => {
    const { code, out } = await call(["init", "My Set"], { terminal: here() });
    const file = join(folder, "My Set", "recipe.yaml");
    expect(code).toBe(0);
    expect(out).toContain('dst3d generate "My Set/recipe.yaml"');
    const { recipe } = await readRecipe(file);
    expect(recipe).toMatchObject({ name: "My-Set", count: 30 });
    const again = await call(["init", "My Set"], { terminal: here() });
    expect(again.code).toBe(2);
    expect(again.err).toContain("is there already");
  });

  it("names the schema where an editor finds it", async () => {
    await call(["init", "schema"], { terminal: here() });
    const file = join(folder, "schema", "recipe.yaml");
    const line = (await readFile(file, "utf8")).split("\n")[0]!;
    const path = /^# yaml-language-server: \$schema=(.+)$/.exec(line)![1]!;
    expect(existsSync(resolve(dirname(file), path))).toBe(true);
  });

  it("--from: writes a recipe that paints a run, with what that run has", async () => {
    const asked: string[] = [];
    const runRenders = (from: string) => {
      asked.push(from);
      return Promise.resolve({ count: 12, passes: new Set(["depth", "masks"] as const), files: ["image", "depth"] });
    };
    expect((await call(["init", "again", "--from", "runs/bop"], { terminal: here(), library: { runRenders } })).code).toBe(0);
    expect(asked).toEqual([join(folder, "runs", "bop")]);
    const { recipe } = await readRecipe(join(folder, "again", "recipe.yaml"));
    expect(recipe).toMatchObject({ name: "again", count: 12, renders: { run: "../runs/bop", keepPrompts: false }, outputs: ["image", "depth-control", "depth"], generator: { type: "imitation" } });
  });
});

describe("plan", () => {
  const summary = {
    name: "vehicles", count: 4, scenes: 4, categories: [{ id: "car", count: 4 }], shapes: { available: 1, used: 1 }, environments: [{ id: "sky", count: 4 }],
    photos: null, renders: null, prompts: { type: "template" as const, file: null, count: null }, azimuthHistogram: [4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], elevationHistogram: [0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0], estimatedBytes: 1_400_000, files: 16,
  };
  const library = { planSummary: async () => summary };

  it("shows counts and histograms", async () => {
    const { code, out } = await call(["plan"], { library, terminal: here() });
    expect(code).toBe(0);
    expect(out).toContain("vehicles  4 samples · 4 scenes · 1 of 1 shape · about 1.4 MB in 16 files");
    expect(out).toMatch(/car +4 +█+/);
    expect(out).toMatch(/0° to 30° +4 +█+/);
    expect(out).toMatch(/15° to 30° +4 +█+/);
  });

  it("gives programs the same as JSON", async () => {
    const { out } = await call(["plan", "--json"], { library, terminal: here() });
    expect(JSON.parse(out)).toEqual({ type: "plan", ...summary });
  });

  it("prints the resolved recipe", async () => {
    const { out } = await call(["plan", "--resolved", "--count", "7"], { terminal: here() });
    expect(parseRecipeYaml(out)).toMatchObject({ count: 7, storage: "folder" });
  });

  it("knows which samples there are", async () => {
    const { code, err } = await call(["plan", "--sample", "4"], { terminal: here() });
    expect(code).toBe(2);
    expect(err).toContain("the recipe has 4 samples");
  });
});

describe("status, sheet and replay", () => {
  it("status lists what failed, and says once what to do about it", async () => {
    const library = { runStatus: async () => ({ name: "vehicles", total: 10, done: 7, failed: [3, 5].map((index) => ({ index, code: "E_SHAPE_FILE", message: "car.glb is empty", hint: "Export it again." })) }) };
    const { code, out } = await call(["status", "runs/vehicles"], { library });
    expect(code).toBe(0);
    expect(out).toBe("vehicles  7 of 10 samples done · 2 failed · 1 to do\n  failed sample 3  E_SHAPE_FILE  car.glb is empty\n    hint: Export it again.\n  failed sample 5  E_SHAPE_FILE  car.glb is empty\n");
  });

  it("sheet writes into the run unless told otherwise", async () => {
    const asked: unknown[] = [];
    const library: Partial<Library> = { writeSheet: async (run, options) => (asked.push([run, options]), options.out) };
    expect((await call(["sheet", "runs/a"], { library })).out).toBe("wrote runs/a/sheet.png\n");
    await call(["sheet", "runs/a", "--count", "60", "--out", "look.png"], { library });
    expect(asked).toEqual([
      ["/work-folder/runs/a", { count: 24, out: "/work-folder/runs/a/sheet.png" }],
      ["/work-folder/runs/a", { count: 60, out: "/work-folder/look.png" }],
    ]);
  });

  it("replay takes an index or an id, and all passes unless told which", async () => {
    const asked: unknown[] = [];
    const library: Partial<Library> = { replay: async (...call) => (asked.push(call), ["/work-folder/x.png"]) };
    expect((await call(["replay", "runs/a", "00000012", "--passes", "normal, nocs"], { library })).out).toBe("wrote x.png\n");
    await call(["replay", "runs/a", "1", "--out", "o"], { library });
    expect(asked[0]).toEqual(["/work-folder/runs/a", 12, { passes: ["normal", "nocs"], out: "/work-folder/runs/a/replay" }]);
    expect(asked[1]).toMatchObject({ 2: { passes: expect.arrayContaining(["image", "mask"]), out: "/work-folder/o" } });
  });
});

describe("doctor", () => {
  it("is content here, and says how to add what is optional", async () => {
    const { code, out } = await call(["doctor"], { terminal: here() });
    expect(code).toBe(0);
    expect(out).toMatch(/ok +image files +sharp/);
    expect(out).toContain("all that datasets need is here");
  });

  it("gives programs each finding", async () => {
    const { out } = await call(["doctor", "--json"], { terminal: here() });
    const report = JSON.parse(out) as { healthy: boolean; findings: { name: string; state: string }[] };
    expect(report.healthy).toBe(true);
    expect(report.findings.find(({ name }) => name === "node")).toMatchObject({ state: "good" });
  });
});
