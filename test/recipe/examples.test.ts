import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { QUICKSTART_RECIPE } from "../../src/cli/starter.js";
import { parseRecipe, readRecipe } from "../../src/recipe/read.js";

const FOLDER = fileURLToPath(new URL("../../examples/", import.meta.url));
const files = readdirSync(FOLDER).filter((file) => file.endsWith(".yaml"));

describe("the examples", () => {
  it.each(files)("%s is a recipe of that name that needs no files", async (file) => {
    const { recipe } = await readRecipe(join(FOLDER, file));
    expect(`${recipe.name}.yaml`).toBe(file);
    for (const source of [...recipe.shapes, ...recipe.environments]) expect(source).toHaveProperty("builtin");
  });

  it("quickstart.yaml is what the command quickstart makes", async () => {
    expect((await readRecipe(join(FOLDER, "quickstart.yaml"))).recipe).toEqual(parseRecipe(QUICKSTART_RECIPE));
  });
});
