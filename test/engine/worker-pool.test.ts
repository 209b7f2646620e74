import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { RunEvent } from "../../src/core/events.js";
import type { generate as Generate } from "../../src/engine/generate.js";
import type { RecipeInput } from "../../src/recipe/schema.js";
import { buildProgram } from "../built-program.js";
import { fileHashes } from "../file-hashes.js";
import type { parseRecipe as ParseRecipe } from "../../src/recipe/read.js";
import { fixtureFolder } from "../diffusion/networks/fixture.js";
import { smallRecipeInput } from "../pipeline/small-recipe.js";

let program = "";
let generate: typeof Generate;
let parseRecipe: typeof ParseRecipe;
const folder = mkdtempSync(join(tmpdir(), "dst3d-workers-"));
beforeAll(async () => {
  program = await buildProgram();
  const load = (file: string): Promise<unknown> => import(pathToFileURL(join(program, "dist", file)).href);
  ({ generate } = (await load("engine/generate.js")) as { generate: typeof Generate });
  ({ parseRecipe } = (await load("recipe/read.js")) as { parseRecipe: typeof ParseRecipe });
}, 60_000);
afterAll(() => {
  rmSync(folder, { recursive: true });
  rmSync(program, { recursive: true });
});

let runs = 0;
const newRun = () => join(folder, `run-${runs++}`);
const make = (out: string, workers: number, changes: Partial<RecipeInput> = {}, onEvent: (event: RunEvent) => void = () => {}, signal?: AbortSignal) =>
  generate({ recipe: parseRecipe(smallRecipeInput(changes)), recipeFolder: folder, out, workers, onEvent, ...(signal === undefined ? {} : { signal }) });

describe("worker threads", () => {
  it.each(["folder", "tar"] as const)("%s: make the same dataset as one thread", async (storage) => {
    const [one, three] = [newRun(), newRun()];
    const changes = { count: 7, storage, shardSize: 4 };
    expect(await make(one, 1, changes)).toEqual(await make(three, 3, changes));
    expect(fileHashes(three)).toEqual(fileHashes(one));
  });

  it("paint in batches of their own what one thread paints one by one, and give up what they paint when stopped", async () => {
    const painted = (batchSize: number): Partial<RecipeInput> => ({
      count: 5,
      camera: { width: 64, height: 64 },
      generator: { type: "diffusion", model: fixtureFolder("pipeline/sd15"), controlnets: [{ model: fixtureFolder("pipeline/sd15-control-0"), control: "canny" }], steps: 2, batchSize },
    });
    const [one, two, stopped] = [newRun(), newRun(), newRun()];
    expect(await make(one, 1, painted(1))).toEqual(await make(two, 2, painted(2)));
    const records = (run: string) => Object.fromEntries(Object.entries(fileHashes(run)).filter(([name]) => name.startsWith("shard-")));
    expect(records(two)).toEqual(records(one));
    const stop = new AbortController();
    expect(await make(stopped, 2, painted(2), (event) => event.type === "sample-start" && stop.abort(), stop.signal)).toMatchObject({ failed: 0, interrupted: true });
    expect(await make(stopped, 2, painted(2))).toEqual({ done: 5, failed: 0, total: 5, interrupted: false });
    expect(records(stopped)).toEqual(records(one));
  }, 60_000);

  it("finish what is in flight when they are stopped; the next call goes on", async () => {
    const out = newRun();
    const stop = new AbortController();
    const started: number[] = [];
    const onEvent = (event: RunEvent) => {
      if (event.type === "sample-start") started.push(event.index);
      if (event.type === "sample-end") stop.abort();
    };
    const result = await make(out, 2, { count: 12 }, onEvent, stop.signal);
    expect(result.interrupted).toBe(true);
    expect(result.done).toBe(started.length);
    expect(await make(out, 2, { count: 12 })).toEqual({ done: 12, failed: 0, total: 12, interrupted: false });
  });

  it("report a failed sample like one thread", async () => {
    writeFileSync(join(folder, "empty.glb"), "");
    const changes = { shapes: [{ builtin: "chair" as const }, { file: "empty.glb", category: "sofa" }] };
    const [one, two] = [newRun(), newRun()];
    expect(await make(one, 1, changes)).toEqual({ done: 2, failed: 2, total: 4, interrupted: false });
    await make(two, 2, changes);
    expect(fileHashes(two)).toEqual(fileHashes(one));
  });

  it("stop the run when the disk cannot be written", async () => {
    const out = newRun();
    mkdirSync(join(out, "shard-00000", "00000001.image.png.partial"), { recursive: true }); // a folder where a file should be
    const started: number[] = [];
    const stopped = make(out, 2, { count: 40 }, (event) => event.type === "sample-start" && started.push(event.index));
    await expect(stopped).rejects.toMatchObject({ code: "E_STORAGE" });
    expect(started.length).toBeLessThan(10);
  });

  describe("that die", () => {
    const entry = () => join(program, "dist", "engine", "worker.js");
    let whole: Buffer;
    beforeAll(() => void (whole = readFileSync(entry())));
    afterEach(() => writeFileSync(entry(), whole));
    /** Workers then run `code` whenever they are told to make a sample. */
    const onOrder = (code: string) => appendFileSync(entry(), `\nport.on("message", ({ make }) => { ${code} });\n`);

    it.each([
      ["ends the thread", "process.exit(7)", "ended"],
      ["no program can catch", 'throw new Error("Worker terminated due to reaching memory limit")', "memory limit"], // as Node reports it
    ])("of a sample which %s: that sample fails and the others are made", async (_, code, reason) => {
      const out = newRun();
      onOrder(`if (make === 5) { ${code} }`);
      const events: RunEvent[] = [];
      expect(await make(out, 2, { count: 8 }, (event) => events.push(event))).toEqual({ done: 7, failed: 1, total: 8, interrupted: false });
      expect(events.filter((event) => event.type === "sample-error")).toMatchObject([{ index: 5, error: { code: "E_WORKER", message: expect.stringContaining(reason), hint: expect.any(String) } }]);
      expect(JSON.parse(readFileSync(join(out, "failed", "00000005.json"), "utf8"))).toMatchObject({ code: "E_WORKER" });
      writeFileSync(entry(), whole);
      expect(await make(out, 2, { count: 8 })).toEqual({ done: 8, failed: 0, total: 8, interrupted: false });
      const fresh = newRun();
      await make(fresh, 1, { count: 8 });
      expect(fileHashes(out)).toEqual(fileHashes(fresh));
    });

    it("once are replaced, and nothing is lost", async () => {
      const out = newRun();
      const mark = join(folder, "died");
      onOrder(`if (make === 3 && !existsSync(${JSON.stringify(mark)})) { writeFileSync(${JSON.stringify(mark)}, ""); process.exit(1); }`);
      appendFileSync(entry(), 'import { existsSync, writeFileSync } from "node:fs";\n');
      expect(await make(out, 3, { count: 6, scene: { imagesPerView: 2 } })).toEqual({ done: 6, failed: 0, total: 6, interrupted: false });
    });

    it("of everything stop the run", async () => {
      onOrder("process.exit(1)");
      await expect(make(newRun(), 2, { count: 40 })).rejects.toMatchObject({ code: "E_WORKER", message: expect.stringContaining("every sample") });
    });
  });
});
