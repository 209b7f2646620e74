import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { generate } from "../../src/engine/generate.js";
import { replay } from "../../src/pipeline/replay.js";
import { runStatus } from "../../src/pipeline/status.js";
import { OUTPUT_NAMES } from "../../src/recipe/schema.js";
import { smallRecipe } from "./small-recipe.js";

const folder = mkdtempSync(join(tmpdir(), "dst3d-replay-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A folder with one model that needs nothing else. */
function models(): string {
  const at = join(folder, "models");
  mkdirSync(at, { recursive: true });
  cpSync("../shared/assets/models/bed/FurniturePack2017_Bed.glb", join(at, "bed.glb"));
  writeFileSync(join(at, "manifest.json"), JSON.stringify([{ id: "bed", category: "bed", file: "bed.glb" }]));
  return at;
}

describe("replay", () => {
  it("gives the run's own files, byte for byte", async () => {
    const out = join(folder, "run");
    await generate({ recipe: smallRecipe({ count: 3, shapes: [{ builtin: "chair" }, { folder: "models" }], outputs: [...OUTPUT_NAMES] }), recipeFolder: (models(), folder), out });
    for (const index of [2, 0]) {
      const again = join(folder, `again-${index}`);
      const files = await replay(out, index, { passes: ["all"], out: again });
      expect(files).toHaveLength(OUTPUT_NAMES.length + 1);
      for (const name of readdirSync(again)) expect(readFileSync(join(again, name)).equals(readFileSync(join(out, "shard-00000", name)))).toBe(true);
    }
  });

  it("makes passes that the run does not keep, and only those asked for", async () => {
    const out = join(folder, "few");
    await generate({ recipe: smallRecipe({ count: 1, outputs: ["image"] }), recipeFolder: folder, out });
    const files = await replay(out, 0, { passes: ["normal", "nocs"], out: join(folder, "passes") });
    expect(files.map((file) => file.slice(folder.length + 1))).toEqual(["passes/00000000.normal.png", "passes/00000000.nocs.png", "passes/00000000.json"]);
  });

  it("refuses what it cannot do", async () => {
    const out = join(folder, "few");
    await expect(replay(out, 1, { passes: ["all"], out })).rejects.toMatchObject({ code: "E_NOT_FOUND", hint: "Samples go from 0 to 0." });
    await expect(replay(out, 0.5, { passes: ["all"], out })).rejects.toMatchObject({ code: "E_NOT_FOUND" });
    await expect(replay(out, 0, { passes: ["normals"], out })).rejects.toMatchObject({ code: "E_OPTION" });
    await expect(replay(folder, 0, { passes: ["all"], out })).rejects.toMatchObject({ code: "E_NOT_FOUND" });
  });

  it("refuses to make a sample from files that have changed", async () => {
    const out = join(folder, "changed");
    await generate({ recipe: smallRecipe({ count: 1, shapes: [{ folder: models() }] }), recipeFolder: folder, out });
    appendFileSync(join(folder, "models", "bed.glb"), "    ");
    await expect(replay(out, 0, { passes: ["image"], out: join(folder, "never") })).rejects.toMatchObject({ code: "E_RUN_MISMATCH", message: expect.stringMatching(/^bed is not the one/) });
  });
});

describe("status", () => {
  it("counts what is there and names what failed", async () => {
    const out = join(folder, "status");
    const at = models();
    writeFileSync(join(at, "bed.glb"), "");
    const recipe = smallRecipe({ count: 4, name: "mixed", shapes: [{ builtin: "chair" }, { folder: at }] });
    await generate({ recipe, recipeFolder: folder, out });
    const status = await runStatus(out);
    expect(status).toMatchObject({ name: "mixed", total: 4, done: 2 });
    expect(status.failed.map(({ code }) => code)).toEqual(["E_SHAPE_FILE", "E_SHAPE_FILE"]);
    models();
    await generate({ recipe, recipeFolder: folder, out });
    expect(await runStatus(out)).toEqual({ name: "mixed", total: 4, done: 4, failed: [] });
  });

  it("knows a folder without a run", async () => {
    await expect(runStatus(folder)).rejects.toMatchObject({ code: "E_NOT_FOUND" });
  });
});
