import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { RunEvent } from "../../src/core/events.js";
import { openDataset } from "../../src/dataset/open-dataset.js";
import { verifySample } from "../../src/dataset/verify-sample.js";
import { generate, type GenerateOptions } from "../../src/engine/generate.js";
import { replay } from "../../src/pipeline/replay.js";
import { runStatus } from "../../src/pipeline/status.js";
import type { RecipeInput } from "../../src/recipe/schema.js";
import { sheetOfRun } from "../../src/sheet/sheet-of-run.js";
import { fileHashes } from "../file-hashes.js";
import { smallRecipe } from "../pipeline/small-recipe.js";

const folder = mkdtempSync(join(tmpdir(), "dst3d-views-"));
afterAll(() => rmSync(folder, { recursive: true }));
let runs = 0;
const newRun = () => join(folder, `run-${runs++}`);

/** Three views of three images each, of which the last is cut off; every image has another background. */
const VIEWS: Partial<RecipeInput> = { count: 8, scene: { imagesPerView: 3 }, generator: { arm: "bg2d" }, outputs: ["image", "canny", "depth", "nocs"] };
const make = (out: string, changes: Partial<RecipeInput> = {}, options: Partial<GenerateOptions> = {}) => generate({ recipe: smallRecipe({ ...VIEWS, ...changes }), recipeFolder: folder, out, ...options });
const filesIn = (out: string) => readdirSync(join(out, "shard-00000")).sort();

async function damaged(out: string): Promise<(string | null)[]> {
  const reader = await openDataset(out);
  const found: (string | null)[] = [];
  for (const index of await reader.committed()) found.push(await verifySample(reader, index));
  return found;
}

describe("several images per view", () => {
  it("are painted over one render, whose passes are stored once", async () => {
    const out = newRun();
    const rendered: number[] = [];
    const onEvent = (event: RunEvent) => event.type === "sample-end" && event.stageSeconds["render"] !== undefined && rendered.push(event.index);
    await make(out, {}, { onEvent });
    expect(rendered).toEqual([0, 3, 6]);
    expect(filesIn(out).filter((name) => name.endsWith(".depth.png"))).toEqual(["00000000.depth.png", "00000003.depth.png", "00000006.depth.png"]);
    expect(filesIn(out).filter((name) => name.endsWith(".image.png"))).toHaveLength(8);
    const reader = await openDataset(out);
    const [first, second] = [await reader.readRecord(3), await reader.readRecord(4)];
    expect(second.files["nocs"]).toEqual(first.files["nocs"]);
    expect(second.files["image"]!.name).toBe("00000004.image.png");
    expect(second.files["image"]!.sha256).not.toBe(first.files["image"]!.sha256);
    expect(second.objects).toEqual(first.objects);
    expect(await damaged(out)).toEqual(new Array(8).fill(null));
    expect(await runStatus(out)).toMatchObject({ done: 8, total: 8, failed: [] });
    expect((await sheetOfRun(out)).width).toBeGreaterThan(100);
  });

  it.each(["folder", "tar"] as const)("%s: stopped within a view, extended and in parts, they are the same dataset", async (storage) => {
    const changes = { storage, shardSize: 3 * 2 };
    const [whole, stopped, extended, parts] = [newRun(), newRun(), newRun(), newRun()];
    await make(whole, changes);
    const stop = new AbortController();
    const onEvent = (event: RunEvent) => event.type === "sample-end" && event.index === 3 && stop.abort();
    expect(await make(stopped, changes, { signal: stop.signal, onEvent })).toMatchObject({ done: 4, interrupted: true });
    await make(stopped, changes);
    await make(extended, { ...changes, count: 5 });
    await make(extended, changes);
    for (const index of [2, 1]) await make(parts, changes, { shard: { index, count: 2 } });
    for (const run of [stopped, extended, parts]) expect(fileHashes(run)).toEqual(fileHashes(whole));
    expect(await damaged(whole)).toEqual(new Array(8).fill(null));
  });

  it.each(["folder", "tar"] as const)("%s: pairs, too, and updates end as new runs", async (storage) => {
    const changes: Partial<RecipeInput> = { storage, count: 12, scene: { imagesPerView: 2, pairs: { factor: "viewpoint" } } };
    const changed: Partial<RecipeInput> = { ...changes, outputs: ["image", "mask"], camera: { width: 64, height: 48 } };
    const [updated, fresh] = [newRun(), newRun()];
    await make(updated, changes);
    await make(updated, changed, { update: true });
    await make(fresh, changed);
    expect(fileHashes(updated)).toEqual(fileHashes(fresh));
    expect(await damaged(updated)).toEqual(new Array(12).fill(null));
  });

  it("a view in two shards stores its passes with every image", async () => {
    const out = newRun();
    await make(out, { shardSize: 4, storage: "tar" });
    const reader = await openDataset(out);
    expect((await reader.readRecord(2)).files["depth"]!.name).toBe("00000000.depth.png");
    expect((await reader.readRecord(5)).files["depth"]!.name).toBe("00000005.depth.png");
    expect(await damaged(out)).toEqual(new Array(8).fill(null));
  });

  it("a damaged pass is made again with all images that name it, once resume looks at them", async () => {
    const [whole, broken] = [newRun(), newRun()];
    await make(whole);
    await make(broken);
    writeFileSync(join(broken, "shard-00000", "00000000.depth.png"), "");
    writeFileSync(join(broken, "run.lock"), readFileSync("package.json")); // left by a process that was killed
    await make(broken);
    expect(fileHashes(broken)).toEqual(fileHashes(whole));
  });

  it("replay writes all files of a later image", async () => {
    const out = newRun();
    await make(out);
    const to = join(folder, "replayed");
    await replay(out, 4, { passes: ["image", "depth"], out: to });
    expect(readFileSync(join(to, "00000004.depth.png"))).toEqual(readFileSync(join(out, "shard-00000", "00000003.depth.png")));
    expect(readFileSync(join(to, "00000004.image.png"))).toEqual(readFileSync(join(out, "shard-00000", "00000004.image.png")));
  });
});
