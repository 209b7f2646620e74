import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { decodeImage } from "../../../src/codecs/image.js";
import { makePlan } from "../../../src/pipeline/plan.js";
import { createProducer } from "../../../src/pipeline/produce.js";
import { parseRecipeYaml } from "../../../src/recipe/read.js";
import type { PreviewedPlan, PreviewedSample, PreviewedSpeed, RecipeCheck, RecipeOptions, RunRecipe } from "../../../src/studio/preview/preview.js";
import { type Answered, workbenchStudio, type WorkbenchStudio } from "../workbench-studio.js";

let studio: WorkbenchStudio;
let readOnly: WorkbenchStudio;
beforeAll(async () => {
  [studio, readOnly] = await Promise.all([workbenchStudio(), workbenchStudio({ write: false })]);
});

const RECIPE = "name: cars\nseed: 3\ncount: 8\nshapes:\n  - builtin: [car]\ncamera: { width: 128, height: 96, focalLengthPixels: 150, principalPoint: [60, 50] }\n";

interface Refused {
  code: string;
  message: string;
  hint: string | null;
}

const check = (text: string): Promise<Answered<RecipeCheck>> => studio.ask("POST", "recipes/check", { text, run: null });
const plan = (text: string): Promise<Answered<PreviewedPlan>> => studio.ask("POST", "recipes/plan", { text, run: null });
const preview = (text: string, more: object = {}): Promise<Answered<PreviewedSample>> => studio.ask("POST", "recipes/preview", { text, run: null, index: 0, side: 64, outputs: ["image"], ...more });
const bytesOf = (address: string | undefined): Uint8Array => Buffer.from(address!.slice("data:image/png;base64,".length), "base64");

test("the options come with their descriptions, and with the built-in shapes", async () => {
  const { body } = await studio.ask<RecipeOptions>("GET", "recipes/options");
  expect(body.root.properties?.["count"]).toMatchObject({ type: "integer", minimum: 1 });
  expect(body.suggestions["shapes.N.builtin"]).toContain("car");
});

describe("checking", () => {
  test("names every problem with its place and line", async () => {
    const { body } = await check("name: x\ncount: 0\nshapes:\n  - builtin: [cart]\ncamera: { widht: 3 }\n");
    expect(body.recipe).toBeNull();
    expect(body.problems.map(({ path, line }) => [path.join("."), line])).toEqual([["count", 2], ["shapes.0.builtin.0", 4], ["camera.widht", 5]]);
    expect(body.problems[2]!.hint).toContain("width");
  });

  test("of a text that is no YAML says where", async () => {
    const { body } = await check("name: x\ncount: [3\n");
    expect(body.problems).toHaveLength(1);
    expect(body.problems[0]).toMatchObject({ path: [], line: expect.any(Number) as number });
  });

  test("rules between options count, too", async () => {
    const { body } = await check(`${RECIPE}scene: { objects: { minimum: 3, maximum: 2 } }\n`);
    expect(body.problems.map(({ path, line }) => [path.join("."), line])).toEqual([["scene.objects.minimum", 7]]);
  });

  test("of a valid one tells its name and count", async () => {
    expect((await check(RECIPE)).body).toEqual({ problems: [], recipe: { name: "cars", count: 8 } });
  });

  test("an empty text lacks what is needed", async () => {
    expect((await check("")).body.problems.map(({ path }) => path.join("."))).toEqual(expect.arrayContaining(["name", "count"]) as string[]);
  });
});

describe("planning", () => {
  test("counts, and gives the cameras of the first samples", async () => {
    const { body } = await plan(RECIPE);
    expect(body).toMatchObject({ lookedAt: 8, generator: "render", isImageExact: true, summary: { count: 8, shapes: { available: 1 } } });
    const planned = await makePlan(parseRecipeYaml(RECIPE), { folder: studio.folder });
    expect(body.viewpoints).toHaveLength(8);
    expect(body.viewpoints[5]).toMatchObject({ index: 5, azimuthRadians: planned.sample(5).viewpoint.canonical.azimuthRadians });
  });

  test("looks at the first samples of a large dataset, and counts all", async () => {
    const { body } = await plan(RECIPE.replace("count: 8", "count: 1000000"));
    expect(body.lookedAt).toBe(20_000);
    expect(body.summary.count).toBe(1_000_000);
    expect(body.summary.files).toBe(4_000_000);
    expect(body.viewpoints).toHaveLength(300);
  });

  test("says that a model paints, and shows what it is shown", async () => {
    const { body } = await plan(`${RECIPE}generator: { type: comfyui, model: sd15 }\n`);
    expect(body).toMatchObject({ isImageExact: false, generator: "comfyui" });
    expect(body.outputs.slice(0, 2)).toEqual(["image", "canny"]);
    const sample = await preview(`${RECIPE}generator: { type: comfyui, model: sd15 }\n`, { outputs: ["image", "canny"] });
    expect(Object.keys(sample.body.pictures)).toEqual(["image", "canny"]);
  });

  test("a source that is not there is told with its hint", async () => {
    const { status, body } = await studio.ask<Refused>("POST", "recipes/plan", { text: "name: x\ncount: 1\nshapes: [{ folder: nowhere }]\n", run: null });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(body.hint).not.toBeNull();
  });
});

describe("previewing", () => {
  test("makes exactly the picture that the run would have", async () => {
    const { body } = await preview(RECIPE, { index: 2, side: 128, outputs: ["image", "depth"] });
    const planned = await makePlan({ ...parseRecipeYaml(RECIPE), outputs: ["image", "depth"] }, { folder: studio.folder });
    const { files } = await createProducer(planned, { shapes: {}, environments: {}, weights: [] }).produce(2, { signal: new AbortController().signal, warn: () => {} });
    for (const { extension, bytes } of files) expect(Buffer.compare(bytesOf(body.pictures[extension.slice(1, -4)]), bytes)).toBe(0);
  });

  test("in a smaller picture the lens is as it was", async () => {
    const [large, small] = [await preview(RECIPE, { side: 128 }), await preview(RECIPE, { side: 64 })];
    const { width, height } = await decodeImage(bytesOf(small.body.pictures["image"]));
    expect([width, height]).toEqual([64, 48]);
    expect(small.body.labels.camera!.K.map((each) => each)).toEqual(large.body.labels.camera!.K.map((each, at) => (at === 8 ? each : each / 2)));
    const [one, other] = [large, small].map(({ body }) => body.labels.objects[0]!.boxAmodalXYXY!);
    other!.forEach((edge, at) => expect(Math.abs(edge - one![at]! / 2)).toBeLessThan(1.5));
  });

  test("what one preview has loaded changes no other", async () => {
    const pictures: string[] = [];
    for (const seed of [3, 4, 3]) pictures.push((await preview(RECIPE.replace("seed: 3", `seed: ${seed}`))).body.pictures["image"]!);
    expect(pictures[0]).toBe(pictures[2]);
    expect(pictures[0]).not.toBe(pictures[1]);
  });

  test("a threshold changes the edges and nothing else", async () => {
    const outputs = ["image", "canny"];
    const [few, many] = [await preview(`${RECIPE}controls: { canny: { low: 400, high: 800 } }\n`, { outputs }), await preview(`${RECIPE}controls: { canny: { low: 20, high: 40 } }\n`, { outputs })];
    expect(few.body.pictures["image"]).toBe(many.body.pictures["image"]);
    expect(few.body.pictures["canny"]).not.toBe(many.body.pictures["canny"]);
  });

  test("planted mistakes are shown as such", async () => {
    const recipe = `${RECIPE}generator: { type: imitation }\nplant: { share: 1, kinds: [swapped-front] }\n`;
    expect((await preview(recipe)).body.planted).toBe("swapped-front");
  });

  test.each([{ index: -1 }, { side: 5000 }, { side: 1 }, { outputs: [] }, { outputs: ["secrets"] }, { text: 3 }])("refuses %j", async (wrong) => {
    expect((await preview(RECIPE, wrong)).status).toBe(400);
  });

  test("a recipe with problems is refused with all of them", async () => {
    const { status, body } = await studio.ask<Refused>("POST", "recipes/preview", { text: "name: .x\nstorage: disk\n", run: null, index: 0, side: 64, outputs: ["image"] });
    expect(status).toBe(400);
    for (const option of ["name", "count", "storage"]) expect(body.message).toContain(option);
  });

  test("how long a sample takes is measured; nobody knows it of a model", async () => {
    const measured = await studio.ask<PreviewedSpeed>("POST", "recipes/speed", { text: RECIPE, run: null });
    expect(measured.body.secondsPerSample).toBeGreaterThan(0);
    const unknown = await studio.ask<PreviewedSpeed>("POST", "recipes/speed", { text: `${RECIPE}generator: { type: comfyui, model: sd15 }\n`, run: null });
    expect(unknown.body.secondsPerSample).toBeNull();
  });
});

describe("without --write", () => {
  const ask = (text: string, run: string | null = null): Promise<Answered<Refused>> => readOnly.ask("POST", "recipes/preview", { text, run, index: 0, side: 64, outputs: ["image"] });
  const of = (shapes: string, more = ""): string => `name: x\ncount: 1\nshapes: [${shapes}]\n${more}`;

  test("built-in shapes are previewed", async () => {
    expect((await ask(RECIPE)).status).toBe(200);
  });

  test.each([
    ["a folder above", "{ folder: ../models }", ""],
    ["a folder elsewhere", "{ folder: /etc }", ""],
    ["a file elsewhere", "{ file: /etc/passwd, category: car }", ""],
    ["models that refer to what they like", "{ folder: models, allowExternal: true }", ""],
    ["panoramas elsewhere", "{ builtin: car }", "environments: [{ folder: ../../hdri }]\n"],
    ["prompts elsewhere", "{ builtin: car }", "prompts: { type: file, file: /etc/hostname }\n"],
    ["photographs elsewhere", "{ builtin: car }", "generator: { type: render, arm: bg2d, photos: .. }\n"],
    ["viewpoints elsewhere", "{ builtin: car }", "viewpoints: { histogram: { file: /etc/hosts } }\n"],
  ])("%s is refused", async (_name, shapes, more) => {
    const { status, body } = await ask(of(shapes, more));
    expect([status, body.code]).toEqual([403, "E_ACCESS"]);
    expect(body.hint).toContain("--write");
  });

  test("a link that leads out is refused, a folder inside is read", async () => {
    await symlink("/etc", join(readOnly.folder, "link"));
    expect((await ask(of("{ folder: link }"))).status).toBe(403);
    await mkdir(join(readOnly.folder, "models"));
    await writeFile(join(readOnly.folder, "models", "manifest.json"), "[]");
    expect((await ask(of("{ folder: models }"))).status).not.toBe(403);
  });

  test("what a run was made from may be read for it", async () => {
    const root = join(readOnly.folder, "runs", "made");
    await mkdir(join(root, "shard-00000"), { recursive: true });
    await writeFile(join(root, "recipe.yaml"), of("{ folder: /nowhere/models }"));
    expect((await ask(of("{ folder: /nowhere/models }"), "made")).status).not.toBe(403);
    expect((await ask(of("{ folder: /nowhere/other }"), "made")).status).toBe(403);
  });

  test("nothing is started", async () => {
    const { status, body } = await readOnly.ask<Refused>("POST", "jobs", { kind: "verify", run: "made" });
    expect([status, body.code]).toEqual([403, "E_ACCESS"]);
  });
});

test("a run's recipe is shown without its defaults, and with them", async () => {
  const root = join(studio.folder, "runs", "there");
  await mkdir(join(root, "shard-00000"), { recursive: true });
  await writeFile(join(root, "recipe.yaml"), `${RECIPE}storage: folder\nlight: { exposure: auto }\n`);
  const { body } = await studio.ask<RunRecipe>("GET", "runs/there/recipe");
  expect(body.full).toContain("storage: folder");
  expect(body.short).not.toContain("storage");
  expect(parseRecipeYaml(body.short)).toEqual(parseRecipeYaml(RECIPE));
  expect((await studio.ask("GET", "runs/nothing/recipe")).status).toBe(404);
  expect((await studio.ask("GET", "runs/..%2F..%2Fetc/recipe")).status).toBe(404);
});
