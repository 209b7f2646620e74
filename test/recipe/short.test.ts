import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { parseRecipe, parseRecipeYaml } from "../../src/recipe/read.js";
import { shortYaml } from "../../src/recipe/short.js";

const examples = (await readdir("examples")).filter((name) => name.endsWith(".yaml"));

test.each(examples)("%s means the same when it is short, and is not longer than it was written", async (name) => {
  const recipe = parseRecipeYaml(await readFile(join("examples", name), "utf8"));
  const short = shortYaml(recipe);
  expect(parseRecipeYaml(short)).toEqual(recipe);
});

test("only what differs from the defaults is left", () => {
  const short = shortYaml(parseRecipe({ name: "x", count: 3, seed: 0, shapes: [{ builtin: ["car", "bus"] }], camera: { width: 512, height: 256 }, generator: { type: "imitation", things: 6 }, plant: { share: 0.25 } }));
  expect(parse(short)).toEqual({ name: "x", count: 3, shapes: [{ builtin: ["car", "bus"] }], camera: { height: 256 }, generator: { type: "imitation" }, plant: {} });
  expect(short).toContain("builtin: [car, bus]");
});
