/** Every recipe on docs/cameras.md is one. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseRecipe, parseRecipeYaml } from "../../src/recipe/read.js";

const page = readFileSync(new URL("../../docs/cameras.md", import.meta.url), "utf8");
const pieces = [...page.matchAll(/```yaml\n([^`]*)```/g)].map((match) => match[1]!);

describe("docs/cameras.md", () => {
  it("shows every kind of viewpoints", () => {
    const kinds = new Set(pieces.flatMap((piece) => Object.keys((parse(piece) as { viewpoints?: object }).viewpoints ?? {})));
    for (const kind of ["preset", "sphere", "normal", "list", "histogram", "importance"]) expect(kinds).toContain(kind);
  });
  it("begins with a whole recipe", () => {
    expect(parseRecipeYaml(pieces[0]!).count).toBe(12);
  });
  it.each(pieces.slice(1))("%s", (piece) => {
    const given = parse(piece) as object;
    const recipe = parseRecipe({ name: "page", count: 1, shapes: [{ builtin: ["chair"] }], ...given });
    expect(recipe).toMatchObject(given);
  });
});
