/**
 * What is published beside the code follows from the schemas. After a change:
 * `npx vitest run test/recipe/published.test.ts -u` writes the files anew.
 */
import * as z from "zod";
import { describe, expect, it } from "vitest";
import { recipePage } from "../../scripts/recipe-page.js";
import { explainOptions, recipeJsonSchema } from "../../src/recipe/options.js";
import { recordSchema } from "../../src/sample/record.js";

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

describe("published files are up to date", () => {
  it("schema/recipe.json", async () => {
    await expect(json({ title: "dst3d recipe", ...recipeJsonSchema() })).toMatchFileSnapshot("../../schema/recipe.json");
  });

  it("schema/record.json", async () => {
    await expect(json({ title: "dst3d record", ...z.toJSONSchema(recordSchema) })).toMatchFileSnapshot("../../schema/record.json");
  });

  it("docs/recipe.md", async () => {
    await expect(recipePage(explainOptions())).toMatchFileSnapshot("../../docs/recipe.md");
  });
});

describe("the recipe's options", () => {
  it("all have a meaning in words, apart from entries of lists", () => {
    const silent = explainOptions().filter((option) => option.description === "" && !option.path.endsWith(".N"));
    expect(silent.map((option) => option.path)).toEqual([]);
  });

  it("of lists say to which entries they belong, and a group's default reaches its options", () => {
    const options = explainOptions();
    expect(options.filter((option) => option.path === "shapes.N.front").map((option) => option.entry)).toEqual(["folder", "file", "folders", "shapenet", "objaverse", "omniobject3d", "toys4k"]);
    expect(options.find((option) => option.path === "viewpoints.preset")).toMatchObject({ default: "3", required: false });
    expect(options.find((option) => option.path === "shapes.N.licence")).toMatchObject({ type: "text or null" });
  });

  it("are listed with type and default", () => {
    expect(explainOptions().find((option) => option.path === "camera.width")).toEqual({
      path: "camera.width",
      type: "a whole number ≥ 16 and ≤ 8192",
      default: "512",
      required: false,
      description: "image width in pixels",
      entry: null,
    });
  });
});
