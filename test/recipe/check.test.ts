import { expect, test } from "vitest";
import { checkRecipeYaml, parseRecipeYaml } from "../../src/recipe/read.js";
import { recipePaths } from "../../src/recipe/resolved.js";

test("a recipe without problems comes as it is read otherwise", () => {
  const text = "name: x\ncount: 3\nshapes: [{ builtin: car }]\n";
  expect(checkRecipeYaml(text)).toEqual({ recipe: parseRecipeYaml(text), problems: [] });
});

test.each([
  ["count: [3", 1], ["name: a\nname: b\n", 2], ["name: a\n\tcount: 3\n", 2], ["a: !x 3\n", 1], ["a: 1\n---\nb: 2\n", 2],
])("broken text %j is told with its line, and without a file's name", (text, line) => {
  const { recipe, problems } = checkRecipeYaml(text);
  expect(recipe).toBeNull();
  expect(problems).toHaveLength(1);
  expect(problems[0]!.line).toBe(line);
  expect(problems[0]!.message).not.toMatch(/^recipe|line \d/);
});

test("a text that is too deep or too long is a problem without a line", () => {
  expect(checkRecipeYaml("[".repeat(100)).problems[0]).toMatchObject({ path: [], line: null });
  expect(checkRecipeYaml(" ".repeat(2 ** 20 + 1)).problems[0]!.message).toContain("MiB");
});

test("all paths that samples are made from are named", () => {
  const recipe = parseRecipeYaml(`name: x
count: 3
shapes: [{ folder: a }, { file: b.glb, category: car }, { csv: c.csv, shapenet: d }, { builtin: car }, { objaverse: e, lvis: f.json }]
environments: [{ folder: g }, { builtin: sky }]
viewpoints: { importance: { file: h.json }, of: { preset: 1 } }
prompts: { type: file, file: i.jsonl }
generator: { type: render, arm: bg2d, photos: j }
`);
  expect(recipePaths(recipe).sort()).toEqual(["a", "b.glb", "c.csv", "d", "e", "f.json", "g", "h.json", "i.jsonl", "j"]);
});
