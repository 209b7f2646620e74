import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DatasetError } from "../../src/core/errors.js";
import { parseRecipe, parseRecipeYaml, readRecipe } from "../../src/recipe/read.js";

const SMALLEST = { name: "vehicles", count: 3, shapes: [{ builtin: ["car"] }] };

function errorOf(text: string): DatasetError {
  try {
    parseRecipeYaml(text, "recipe.yaml");
  } catch (error) {
    if (DatasetError.isInstance(error)) return error;
    throw error;
  }
  throw new Error("the recipe was accepted");
}

/** A valid recipe with further lines. */
const withLines = (...lines: string[]): string => ["name: a", "count: 3", "shapes: [{ builtin: [car] }]", ...lines].join("\n");

describe("a recipe", () => {
  it("starts small and comes out with every default", () => {
    const recipe = parseRecipe(SMALLEST);
    expect(recipe).toMatchObject({
      seed: 0,
      viewpoints: { preset: 3 },
      camera: { width: 512, height: 512, focalLengthPixels: null },
      scene: { objects: { minimum: 1, maximum: 1 }, viewsPerScene: 1, imagesPerView: 1 },
      light: { exposure: "auto" },
      controls: { canny: { low: 100, high: 200 } },
      prompts: { type: "template" },
      generator: { type: "render", arm: "bg3d" },
      outputs: ["image", "canny", "depth"],
      storage: "folder",
      shardSize: 1000,
    });
    expect(recipe.environments).toHaveLength(1);
  });

  it("that is resolved resolves to itself", () => {
    const recipe = parseRecipe(SMALLEST);
    expect(parseRecipe(recipe)).toEqual(recipe);
  });
});

describe("what is wrong is said with its line and the way out", () => {
  it.each([
    ["a wrong type", "name: a\ncount: ten\nshapes: [{ builtin: [car] }]", 'count must be a whole number ≥ 1, got "ten" (recipe.yaml, line 2)', ""],
    ["zero samples", "name: a\ncount: 0\nshapes: [{ builtin: [car] }]", "count must be a whole number ≥ 1, got 0: zero samples (recipe.yaml, line 2)", ""],
    ["a missing option", "count: 3\nshapes: [{ builtin: [car] }]", "name is missing", "Add name: to the recipe"],
    ["no shapes", "name: a\ncount: 3\nshapes: []", "shapes needs at least 1 entry, got 0: no shapes (recipe.yaml, line 3)", "or real images as `images`"],
    ["neither shapes nor images", "name: a\ncount: 3", "shapes needs at least 1 entry, got 0: no shapes", "Name 3D shapes"],
    ["shapes and images", "name: a\ncount: 3\nshapes: [{ builtin: [car] }]\nimages: { folder: x }", "shapes and images are both given", "Leave one of them out"],
    ["a viewpoint of images", "name: a\ncount: 3\nimages: { folder: x }\nviewpoints: { preset: 1 }", "viewpoints.preset has no meaning with images: they have no scene in 3D (recipe.yaml, line 4)", "Leave it out"],
    ["a pass of images", "name: a\ncount: 3\nimages: { folder: x }\noutputs: [image, depth]", "outputs: depth is made of a render, and images have none (recipe.yaml, line 4)", "Use image and canny"],
    ["defects for a painter that sees nothing of them", withLines("generator: { type: diffusion, model: x, arm: text2image }", "plant: {}"), "plant has no meaning with generator.arm text2image: it paints from the prompt alone and sees nothing of what is planted (recipe.yaml, line 5)", "such as imitation"],
    ["an unknown key", withLines("sed: 3"), "unknown option sed (recipe.yaml, line 4)", "Did you mean seed?"],
    ["an unknown key in a group", withLines("camera:", "  width: 64", "  heigth: 64"), "unknown option camera.heigth (recipe.yaml, line 6)", "Did you mean height?"],
    ["a key that only other sources have", "name: a\ncount: 3\nshapes: [{ builtin: [car], categories: [car] }]", "unknown option shapes.0.categories (recipe.yaml, line 3)", "Known here: builtin."],
    ["an unknown key in a group that may be something else", withLines("controls: { canny: { softMask: { insde: 1 } } }"), "unknown option controls.canny.softMask.insde", "Did you mean inside?"],
    ["an option in the wrong place", withLines("width: 64"), "unknown option width (recipe.yaml, line 4)", "Did you mean camera.width?"],
    ["an unknown generator", withLines("generator: { type: comfyu }"), 'generator.type must be one of render, imitation, diffusion, comfyui, a1111, got "comfyu"', "Did you mean comfyui?"],
    ["an unknown source", "name: a\ncount: 3\nshapes:\n  - fodler: x", "shapes.0 must have one of folder, builtin, file, folders, csv, shapenet, objaverse, omniobject3d, toys4k, got fodler (recipe.yaml, line 4)", "Did you mean folder"],
    ["two sources in one entry", "name: a\ncount: 3\nshapes:\n  - folder: x\n    builtin: [car]", "shapes.0 has folder and builtin", "an entry of its own"],
    ["an entry that is no group", "name: a\ncount: 3\nshapes: [car]", 'shapes.0 must be a group with one of folder, builtin, file, folders, csv, shapenet, objaverse, omniobject3d, toys4k, got "car"', ""],
    ["a word that is not offered", withLines("outputs: [image, dept]"), "outputs.1 must be one of image, render", "Did you mean depth?"],
    ["an output named twice", withLines("outputs: [image, image]"), "outputs: one output is named twice (recipe.yaml, line 4)", ""],
    ["an impossible range", withLines("scene:", "  objects: { minimum: 3, maximum: 2 }"), "scene.objects.minimum (3) is greater than scene.objects.maximum (2) (recipe.yaml, line 5)", "Raise scene.objects.maximum or lower"],
    ["a number out of bounds", withLines("viewpoints: { preset: 6 }"), "viewpoints.preset must be a whole number ≥ 1 and ≤ 5, got 6", ""],
    ["a number that is too large to be exact", withLines("seed: 99999999999999999999"), "seed must be a whole number", ""],
    ["no number at all", withLines("light: { environmentStrength: .nan }"), "light.environmentStrength must be a number ≥ 0, got NaN", ""],
    ["a name that cannot be a folder", "name: ../a\ncount: 3\nshapes: [{ builtin: [car] }]", 'name must be letters, digits, dots, dashes and underscores, at most 100, got "../a"', ""],
    ["a key that attacks objects", withLines("__proto__: { count: 9 }"), "unknown option __proto__", ""],
    ["an empty text", "# nothing\n", "recipe.yaml is empty", "dst3d init"],
    ["a list", "- 1", "the recipe must be a group of options", ""],
  ])("%s", (_what, text, message, hint) => {
    const error = errorOf(text);
    expect(error.code).toBe("E_RECIPE");
    expect(error.message).toContain(message);
    expect(error.hint).toContain(hint);
  });

  it("all problems at once", () => {
    const error = errorOf("name: a\ncount: ten\ncamra: {}\nshapes: [{ builtin: [car] }]\noutputs: []");
    expect(error.message.split("\n")).toHaveLength(4);
    expect(error.message).toContain("recipe.yaml has 3 problems");
    expect(error.message).toContain("unknown option camra (recipe.yaml, line 3). Did you mean camera?");
  });

  it("programs get no line", () => {
    expect(() => parseRecipe({ ...SMALLEST, count: 1.5 })).toThrow(/^count must be a whole number ≥ 1, got 1.5$/);
  });
});

describe("hostile and broken texts are refused", () => {
  const bomb = ["a: &a [x,x,x,x,x,x,x,x,x]", ..."bcdefghi".split("").map((key, index) => `${key}: &${key} [${Array.from({ length: 9 }, () => `*${"abcdefgh"[index]}`).join(",")}]`)].join("\n");
  it.each([
    ["syntax", "name: a\ncount: [1, 2\nseed: 3", /recipe\.yaml, line 3, column 1/],
    ["a key given twice", "name: a\ncount: 3\ncount: 4", /line 3, column 1: count is given twice/],
    ["a tab", "camera:\n\twidth: 3", /line 2, column 1: Tabs/],
    ["a tag", "name: !!js/function 'x'", /Unresolved tag/],
    ["two documents", "name: a\n---\nname: b", /a second document begins/],
    ["an alias bomb", bomb, /alias count/],
    ["deep brackets", `name: ${"[".repeat(50_000)}`, /nested more than 64 deep/],
    ["deep lists", `${"- ".repeat(5000)}a`, /nested more than 64 deep/],
    ["a huge text", `name: ${"a".repeat(2_000_000)}`, /larger than 1 MiB/],
  ])("%s", (_what, text, message) => {
    expect(errorOf(text).message).toMatch(message);
  });
});

describe("overrides", () => {
  it("are read the way the option needs it", () => {
    const recipe = parseRecipe(SMALLEST, {
      name: "12",
      count: "20",
      "camera.width": "640",
      "camera.principalPoint": "320.5,256",
      "light.exposure": "2",
      "viewpoints.preset": "1",
      outputs: "image,mask",
      "shapes.0.builtin": "car,chair",
      "shapes.1.folder": "../models",
      "shapes.1.categories": "bus",
    });
    expect(recipe).toMatchObject({
      name: "12",
      count: 20,
      camera: { width: 640, principalPoint: [320.5, 256] },
      light: { exposure: 2 },
      viewpoints: { preset: 1 },
      outputs: ["image", "mask"],
      shapes: [{ builtin: ["car", "chair"] }, { folder: "../models", categories: ["bus"] }],
    });
    expect(parseRecipe(SMALLEST, { "light.exposure": "auto", "camera.focalLengthPixels": "null" })).toMatchObject({ light: { exposure: "auto" }, camera: { focalLengthPixels: null } });
  });

  it("do not change what was given", () => {
    const given = structuredClone(SMALLEST);
    parseRecipe(given, { "shapes.0.builtin": "chair", count: 7 });
    expect(given).toEqual(SMALLEST);
  });

  it.each([
    [{ "camra.width": "3" }, /no option camra.width/, "camera.width"],
    [{ "shapes.2.folder": "x" }, /the list has 1 entries, there is no position 2/, "0 to 1"],
    [{ "__proto__.count": "3" }, /no option/, "help recipe"],
    [{ "camera.width": "wide" }, /camera.width must be a whole number ≥ 16 and ≤ 8192, got "wide" \(--camera.width\)/, "help recipe"],
  ])("%j is refused", (overrides, message, hint) => {
    expect(() => parseRecipe(SMALLEST, overrides)).toThrow(expect.objectContaining({ message: expect.stringMatching(message), hint: expect.stringContaining(hint) }));
  });
});

describe("a recipe file", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "dst3d-recipe-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("is read with the folder that its paths start from", async () => {
    const file = join(folder, "a.yaml");
    await writeFile(file, "name: a\ncount: 3\nshapes: [{ builtin: [car] }]\n");
    const read = await readRecipe(file, { count: "5" });
    expect(read).toMatchObject({ folder, file, recipe: { name: "a", count: 5 } });
  });

  it("may be JSON", async () => {
    const file = join(folder, "a.json");
    await writeFile(file, JSON.stringify(SMALLEST));
    expect((await readRecipe(file)).recipe.name).toBe("vehicles");
  });

  it("that is missing, a folder or not text is said to be so", async () => {
    await expect(readRecipe(join(folder, "no.yaml"))).rejects.toMatchObject({ code: "E_NOT_FOUND" });
    await expect(readRecipe(folder)).rejects.toMatchObject({ code: "E_RECIPE", message: expect.stringContaining("is a folder") });
    await writeFile(join(folder, "bytes.yaml"), Uint8Array.of(0xff, 0xfe, 0x00, 0x80));
    await expect(readRecipe(join(folder, "bytes.yaml"))).rejects.toMatchObject({ code: "E_RECIPE", message: expect.stringContaining("not UTF-8") });
  });
});

describe("the kinds of prompts", () => {
  const read = (prompts: object) => parseRecipe({ name: "a", count: 1, shapes: [{ builtin: "car" }], prompts });
  it("are told apart by their type; without one, templates write them", () => {
    expect(read({ suffix: "x" }).prompts).toMatchObject({ type: "template", suffix: "x", viewWords: false });
    expect(read({ type: "llm", baseUrl: "http://localhost:11434/v1", model: "llama3.1:8b" }).prompts).toMatchObject({ type: "llm", pool: "prompts.jsonl", perCategory: 50, suffix: "best quality, extremely detailed" });
    expect(read({ type: "file", file: "a.jsonl" }).prompts).toMatchObject({ type: "file", file: "a.jsonl" });
    expect(read({ type: "captions", file: "a.csv" }).prompts).toMatchObject({ type: "captions", perCategory: 500 });
  });
  it.each([
    [{ type: "lmm" }, /prompts\.type must be one of template, llm, file, captions, got "lmm"/],
    [{ type: "llm", baseUrl: "http://localhost/v1" }, /prompts\.baseUrl: needs prompts\.model beside it/],
    [{ type: "llm", baseUrl: "localhost:11434", model: "m" }, /prompts\.baseUrl: must be an http or https address/],
    [{ type: "file" }, /prompts\.file is missing/],
    [{ type: "llm", perCategroy: 3 }, /unknown option prompts\.perCategroy/],
  ])("%j is refused", (prompts, message) => {
    expect(() => read(prompts)).toThrow(message);
  });
});
