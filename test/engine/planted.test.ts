import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { RunEvent } from "../../src/core/events.js";
import { openDataset } from "../../src/dataset/open-dataset.js";
import { generate, type GenerateOptions } from "../../src/engine/generate.js";
import { replay } from "../../src/pipeline/replay.js";
import type { RecipeInput } from "../../src/recipe/schema.js";
import { fileHashes } from "../file-hashes.js";
import { smallRecipe } from "../pipeline/small-recipe.js";

const folder = mkdtempSync(join(tmpdir(), "dst3d-planted-"));
afterAll(() => rmSync(folder, { recursive: true }));
let runs = 0;
const newRun = () => join(folder, `run-${runs++}`);

/** Views of two images each, of which some are wrong. */
const PLANTED: Partial<RecipeInput> = { count: 8, scene: { imagesPerView: 2 }, shapes: [{ builtin: ["chair", "bottle"] }], plant: { share: 0.5 }, outputs: ["image", "canny", "depth"] };
const make = (out: string, changes: Partial<RecipeInput> = {}, options: Partial<GenerateOptions> = {}) => generate({ recipe: smallRecipe({ ...PLANTED, ...changes }), recipeFolder: folder, out, ...options });

async function recordsOf(out: string) {
  const reader = await openDataset(out);
  const records = [];
  for (const index of await reader.committed()) records.push(await reader.readRecord(index));
  return records;
}

describe("a run that plants defects", () => {
  it("says so, and shows in each image what its own record says: images of one view do not mix", async () => {
    const [planted, honest] = [newRun(), newRun()];
    const notes: string[] = [];
    await make(planted, {}, { onEvent: (event: RunEvent) => void (event.type === "note" && notes.push(event.message)) });
    await make(honest, { plant: null });
    expect(notes).toEqual([expect.stringMatching(/^50 % of the images are wrong on purpose/)]);
    const [wrong, right] = [await recordsOf(planted), await recordsOf(honest)];
    expect(wrong.filter((record) => record.planted !== null).length).toBeGreaterThan(1);
    expect(wrong.filter((record) => record.planted === null).length).toBeGreaterThan(1);
    wrong.forEach((record, index) => {
      const own = right[index]!;
      expect(record.files["image"]!.sha256 === own.files["image"]!.sha256).toBe(record.planted === null);
      expect(record.files["depth"]).toEqual(own.files["depth"]);
      expect(record.objects).toEqual(own.objects);
    });
  });

  it.each(["folder", "tar"] as const)("%s: is the same however it is made: at once, extended, in parts", async (storage) => {
    const changes: Partial<RecipeInput> = { storage, shardSize: 4 };
    const [whole, extended, parts] = [newRun(), newRun(), newRun()];
    await make(whole, changes);
    await make(extended, { ...changes, count: 3 });
    await make(extended, changes);
    for (const index of [2, 1]) await make(parts, changes, { shard: { index, count: 2 } });
    for (const run of [extended, parts]) expect(fileHashes(run)).toEqual(fileHashes(whole));
  });

  it("can be replayed, image by image", async () => {
    const out = newRun();
    await make(out);
    for (const record of await recordsOf(out)) {
      const again = join(folder, `again-${record.index}`);
      await replay(out, record.index, { passes: ["image"], out: again });
      const name = readdirSync(again).find((file) => file.endsWith(".image.png"))!;
      expect(readFileSync(join(again, name)).equals(readFileSync(join(out, "shard-00000", name)))).toBe(true);
    }
  });

  it("cannot be replayed from another file of the shape that it shows instead", async () => {
    const models = join(folder, "models");
    mkdirSync(models);
    for (const id of ["a", "b"]) cpSync("../shared/assets/models/bed/FurniturePack2017_Bed.glb", join(models, `${id}.glb`));
    writeFileSync(join(models, "manifest.json"), JSON.stringify(["a", "b"].map((id) => ({ id, category: "bed", file: `${id}.glb` }))));
    const out = newRun();
    const changes: Partial<RecipeInput> = { count: 1, shapes: [{ folder: models }], plant: { share: 1, kinds: ["wrong-shape", "shifted"] } };
    await make(out, changes);
    const [record] = await recordsOf(out);
    const other = record!.objects[0]!.shape.id === "a" ? "b" : "a";
    appendFileSync(join(models, `${other}.glb`), "    ");
    await expect(replay(out, 0, { passes: ["image"], out: join(folder, "never") })).rejects.toMatchObject({ code: "E_RUN_MISMATCH", message: expect.stringMatching(new RegExp(`^${other} is not`)) });
    await expect(make(out, changes)).rejects.toMatchObject({ code: "E_RUN_MISMATCH" });
  });

  it("makes only those images again that another plan changes, and ends as a new run of it", async () => {
    const [updated, fresh] = [newRun(), newRun()];
    const changes: Partial<RecipeInput> = { scene: { imagesPerView: 1 }, plant: { share: 0.7 } };
    await make(updated, { scene: { imagesPerView: 1 } });
    const kept = (await recordsOf(updated)).filter(({ planted }) => planted !== null).map(({ index }) => index);
    await expect(make(updated, changes)).rejects.toMatchObject({ code: "E_RUN_CHANGED" });
    const made: number[] = [];
    await make(updated, changes, { update: true, onEvent: (event) => void (event.type === "sample-end" && made.push(event.index)) });
    await make(fresh, changes);
    expect(fileHashes(updated)).toEqual(fileHashes(fresh));
    expect(made.filter((index) => kept.includes(index))).toEqual([]);
    expect(made.length).toBeLessThan(8 - kept.length + 1);
  });
});
