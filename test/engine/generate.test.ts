import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { RunEvent } from "../../src/core/events.js";
import { generate, type GenerateOptions } from "../../src/engine/generate.js";
import type { RecipeInput } from "../../src/recipe/schema.js";
import { fileHashes } from "../file-hashes.js";
import { smallRecipe } from "../pipeline/small-recipe.js";

const folder = mkdtempSync(join(tmpdir(), "dst3d-generate-"));
afterAll(() => rmSync(folder, { recursive: true }));
let runs = 0;
const newRun = () => join(folder, `run-${runs++}`);
const make = (out: string, changes: Partial<RecipeInput> = {}, options: Partial<GenerateOptions> = {}) => generate({ recipe: smallRecipe(changes), recipeFolder: folder, out, ...options });

/** A folder with one good model and one that is empty. */
function halfBroken(): string {
  const at = join(folder, "models");
  mkdirSync(at, { recursive: true });
  cpSync("../shared/assets/models/bed/FurniturePack2017_Bed.glb", join(at, "bed.glb"));
  writeFileSync(join(at, "sofa.glb"), "");
  writeFileSync(join(at, "manifest.json"), JSON.stringify([{ id: "bed", category: "bed", file: "bed.glb" }, { id: "sofa", category: "sofa", file: "sofa.glb" }]));
  return at;
}

describe("generate", () => {
  it("tells what it does, and does nothing a second time", async () => {
    const out = newRun();
    const events: RunEvent[] = [];
    const onEvent = (event: RunEvent) => void events.push(event);
    expect(await make(out, { count: 2 }, { onEvent })).toEqual({ done: 2, failed: 0, total: 2, interrupted: false });
    expect(events.map((event) => event.type).filter((type) => type !== "warning")).toEqual(["run-start", "sample-start", "sample-end", "sample-start", "sample-end", "run-end"]);
    const before = fileHashes(out);
    events.length = 0;
    expect(await make(out, { count: 2 }, { onEvent })).toEqual({ done: 2, failed: 0, total: 2, interrupted: false });
    expect(events.map((event) => event.type)).toEqual(["run-start", "run-end"]);
    expect(fileHashes(out)).toEqual(before);
  });

  it.each(["folder", "tar"] as const)("%s: stopped, resumed, extended and in parts, it is the same dataset", async (storage) => {
    const changes = { count: 6, storage, shardSize: 2 };
    const [whole, stopped, extended, parts] = [newRun(), newRun(), newRun(), newRun()];
    await make(whole, changes);
    const stop = new AbortController();
    const onEvent = (event: RunEvent) => event.type === "sample-end" && event.index === 2 && stop.abort();
    expect(await make(stopped, changes, { signal: stop.signal, onEvent })).toEqual({ done: 3, failed: 0, total: 6, interrupted: true });
    expect(await make(stopped, changes)).toEqual({ done: 6, failed: 0, total: 6, interrupted: false });
    await make(extended, { ...changes, count: 3 });
    await make(extended, changes);
    for (const index of [3, 1, 2]) await make(parts, changes, { shard: { index, count: 3 } });
    for (const run of [stopped, extended, parts]) expect(fileHashes(run)).toEqual(fileHashes(whole));
  });

  it.each(["folder", "tar"] as const)("%s: an update ends as a new run of the changed recipe", async (storage) => {
    const changes = { count: 3, storage, shardSize: 2 };
    const changed = { ...changes, controls: { canny: { low: 7 } } };
    const [updated, fresh] = [newRun(), newRun()];
    await make(updated, changes);
    await make(updated, changed, { update: true });
    await make(fresh, changed);
    expect(fileHashes(updated)).toEqual(fileHashes(fresh));
  });

  it("an aborted signal from the start makes nothing", async () => {
    expect(await make(newRun(), {}, { signal: AbortSignal.abort() })).toEqual({ done: 0, failed: 0, total: 4, interrupted: true });
  });

  it("writes the end of a tar that a killed process left open, though no sample is missing", async () => {
    const out = newRun();
    await make(out, { count: 2, storage: "tar" });
    const before = fileHashes(out);
    const tar = join(out, "shard-00000.tar");
    truncateSync(tar, readFileSync(tar).length - 1024);
    await make(out, { count: 2, storage: "tar" });
    expect(fileHashes(out)).toEqual(before);
  });

  it("records a failed sample, goes on, and tries it again", async () => {
    const out = newRun();
    const at = halfBroken();
    const changes = { count: 4, shapes: [{ folder: at }] };
    const result = await make(out, changes);
    expect(result).toEqual({ done: 2, failed: 2, total: 4, interrupted: false });
    const [first] = readdirSync(join(out, "failed"));
    expect(JSON.parse(readFileSync(join(out, "failed", first!), "utf8"))).toMatchObject({
      code: "E_SHAPE_FILE",
      message: expect.stringContaining("sofa.glb is empty"),
      hint: expect.any(String),
      tried: { shapes: [`folder ${at}/sofa`], environment: "studio", generator: "render" },
    });
    cpSync("../shared/assets/models/bed/FurniturePack2017_Bed.glb", join(at, "sofa.glb"));
    expect(await make(out, changes)).toEqual({ done: 4, failed: 0, total: 4, interrupted: false });
    expect(readdirSync(join(out, "failed"))).toEqual([]);
    // As if the process had been killed between the sample and its failure's removal.
    writeFileSync(join(out, "failed", first!), JSON.stringify({ code: "E_SHAPE_FILE", message: "", hint: null, subject: null, tried: {} }));
    await make(out, changes);
    expect(readdirSync(join(out, "failed"))).toEqual([]);
  });

  it("stops when the disk cannot be written, and blames no sample", async () => {
    const out = newRun();
    mkdirSync(join(out, "shard-00000", "00000001.image.png.partial"), { recursive: true }); // a folder where a file should be
    await expect(make(out)).rejects.toMatchObject({ code: "E_STORAGE", subject: join(out, "shard-00000") });
    expect(existsSync(join(out, "failed"))).toBe(false);
    expect(existsSync(join(out, "run.lock"))).toBe(false);
    expect(readdirSync(join(out, "shard-00000")).filter((name) => name.endsWith(".json"))).toEqual(["00000000.json"]);
    rmSync(join(out, "shard-00000", "00000001.image.png.partial"), { recursive: true });
    expect(await make(out)).toMatchObject({ done: 4 });
  });
});
