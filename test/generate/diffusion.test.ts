import { cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { generate, type GenerateOptions } from "../../src/engine/generate.js";
import type { RunEvent } from "../../src/core/events.js";
import type { RunFile } from "../../src/dataset/run-file.js";
import { parseRecipe } from "../../src/recipe/read.js";
import type { SampleRecord } from "../../src/sample/record.js";
import { fixtureFolder } from "../diffusion/networks/fixture.js";
import { temporaryFolder } from "../temporary-folder.js";

const models = fixtureFolder("pipeline");

async function run(generator: Record<string, unknown>, more: Record<string, unknown> = {}, { signal, onEvent = () => {} }: Pick<GenerateOptions, "signal" | "onEvent"> = {}) {
  const out = join(temporaryFolder(), "run");
  const recipe = parseRecipe({
    name: "painted",
    count: 2,
    shapes: [{ builtin: ["chair"] }],
    environments: [{ builtin: "studio" }],
    camera: { width: 64, height: 64 },
    generator: { type: "diffusion", model: "./sd15", steps: 2, ...generator },
    ...more,
  });
  const notes: string[] = [];
  const result = await generate({
    recipe,
    recipeFolder: models,
    out,
    onEvent: (event) => {
      if (event.type === "note") notes.push(event.message);
      onEvent(event);
    },
    ...(signal === undefined ? {} : { signal }),
  });
  const file = (name: string): Buffer => readFileSync(join(out, "shard-00000", name));
  const record = (index: number): SampleRecord => JSON.parse(file(`0000000${index}.json`).toString()) as SampleRecord;
  return { result, file, record, out, notes };
}

const steered = { controlnets: [{ model: "./sd15-control-0", control: "canny" }] };

describe("generator diffusion", () => {
  it("paints a recipe's samples over their edges, and records what it did", async () => {
    const { result, record, file } = await run(steered);
    expect(result).toMatchObject({ done: 2, failed: 0 });
    const { arm, labelStatus, generation, passesValidInside, prompt } = record(0);
    expect({ arm, labelStatus, passesValidInside }).toEqual({ arm: "diffusion", labelStatus: "intended", passesValidInside: "mask" });
    expect(generation).toMatchObject({ generator: "diffusion", model: "sd15", settings: { scheduler: "DDIMScheduler", steps: 2, guidance: 9, eta: 1, controls: ["canny"] } });
    expect(Object.keys(generation.hashes)).toEqual(expect.arrayContaining(["sd15/unet/diffusion_pytorch_model.safetensors", "sd15-control-0/diffusion_pytorch_model.safetensors"]));
    const image = file("00000000.image.png").toString("latin1");
    expect(image).toContain(prompt!.text);
    expect(image).not.toContain(models);
    expect(JSON.stringify(record(0))).not.toContain(models);
  });

  it("keeps paths of the machine out of record and picture", async () => {
    const { record, file } = await run({ model: join(models, "sd15"), controlnets: [{ model: join(models, "sd15-control-0"), control: "canny" }], vae: join(models, "sd15", "vae") });
    expect(record(0).generation.settings).toMatchObject({ parts: [{ role: "base", name: "sd15" }, { role: "controlnet", name: "sd15-control-0" }, { role: "vae", name: "vae" }] });
    expect(JSON.stringify(record(0))).not.toContain(models);
    expect(file("00000000.image.png").toString("latin1")).not.toContain(models);
  });

  it("paints the same again, and something else without control or with another seed", async () => {
    const [first, second] = [await run(steered), await run(steered)];
    expect(second.file("00000001.image.png")).toEqual(first.file("00000001.image.png"));
    const other = await run(steered, { seed: 5 });
    expect(other.file("00000001.image.png")).not.toEqual(first.file("00000001.image.png"));
    const free = await run({ arm: "text2image" });
    expect(free.record(1)).toMatchObject({ arm: "text2image", labelStatus: "none" });
    expect(free.file("00000001.image.png")).not.toEqual(first.file("00000001.image.png"));
  });

  it("says before the first sample what to expect, and paints as many together as memory allows", async () => {
    const [roomy, tight] = [await run({ ...steered, batchSize: 2 }), await run({ ...steered, batchSize: 2, memoryGB: 0.001 })];
    const expectation = /^loaded in [\d.]+s; expect [\d.]+s per image \(2 steps of [\d.]+s, [\d.]+s to decode\), (2 together|one at a time), in [\d.]+ [MG]B of memory$/;
    expect(roomy.notes.map((note) => expectation.exec(note)?.[1])).toEqual(["2 together"]);
    expect(tight.notes).toContainEqual(expect.stringContaining("generator.optimize: false"));
    expect(tight.notes.slice(1).map((note) => expectation.exec(note)?.[1])).toEqual(["one at a time"]);
    for (const name of ["00000000.image.png", "00000001.image.png", "00000001.json"]) expect(roomy.file(name)).toEqual(tight.file(name));
  });

  it("tells how far each image is, step by step", async () => {
    const shares: number[] = [];
    await run({ ...steered, steps: 4, batchSize: 1 }, { count: 1 }, { onEvent: (event) => event.type === "sample-progress" && shares.push(event.share) });
    expect(shares).toEqual([0, 0.25, 0.5, 0.75, 1]);
  });

  it("gives up what it paints when it is stopped; the same call goes on", async () => {
    const stop = new AbortController();
    const onEvent = (event: RunEvent) => event.type === "sample-start" && event.index === 1 && stop.abort();
    const { result, out } = await run({ ...steered, batchSize: 1 }, {}, { signal: stop.signal, onEvent });
    expect(result).toMatchObject({ done: 1, failed: 0, interrupted: true });
    expect(existsSync(join(out, "failed"))).toBe(false);
  });

  it("starts from the render, follows several controls, and a soft mask", async () => {
    const { record } = await run({ controlnets: [...steered.controlnets, { model: "./sd15-control-1", control: "depth" }], strength: 0.6, steps: 4, scheduler: "EulerDiscreteScheduler" }, { controls: { canny: { softMask: {} } } });
    expect(record(0).generation.settings).toMatchObject({ controls: ["canny", "depth"], strength: 0.6, scheduler: "EulerDiscreteScheduler", eta: null });
  });

  it("lists its weights in run.json; other weights under the same names make the images stale", async () => {
    const folder = join(temporaryFolder(), "models");
    cpSync(models, folder, { recursive: true });
    const recipe = parseRecipe({ name: "x", count: 1, shapes: [{ builtin: ["chair"] }], camera: { width: 64, height: 64 }, generator: { type: "diffusion", model: "./sd15", steps: 1, ...steered } });
    const out = join(temporaryFolder(), "run");
    const make = (update = false) => generate({ recipe, recipeFolder: folder, out, update });
    await make();
    const { weights } = JSON.parse(readFileSync(join(out, "run.json"), "utf8")) as RunFile;
    expect(weights).toContainEqual({ id: "sd15/unet/diffusion_pytorch_model.safetensors", kind: "weights", source: "sd15", licence: null, author: null, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const before = readFileSync(join(out, "shard-00000", "00000000.image.png"));
    expect(await make()).toMatchObject({ done: 1 });

    cpSync(join(models, "sd15-control-1"), join(folder, "sd15-control-0"), { recursive: true });
    await expect(make()).rejects.toMatchObject({ code: "E_RUN_CHANGED", message: expect.stringContaining("sd15-control-0/diffusion_pytorch_model.safetensors is another file") });
    await make(true);
    expect(readFileSync(join(out, "shard-00000", "00000000.image.png"))).not.toEqual(before);

    rmSync(folder, { recursive: true });
    expect(await make()).toMatchObject({ done: 1, failed: 0 });
  });

  it("leaves no run behind when its model is not there", async () => {
    const recipe = parseRecipe({ name: "x", count: 1, shapes: [{ builtin: ["chair"] }], generator: { type: "diffusion", model: "./nothing" } });
    const out = join(temporaryFolder(), "run");
    await expect(generate({ recipe, recipeFolder: models, out })).rejects.toMatchObject({ code: "E_NOT_FOUND" });
    expect(existsSync(join(out, "run.json"))).toBe(false);
  });

  it("says before the first sample what is missing", async () => {
    await expect(run({})).rejects.toMatchObject({ code: "E_OPTION", message: expect.stringContaining("no ControlNet") });
    await expect(run({ ...steered, model: "./nothing" })).rejects.toMatchObject({ code: "E_NOT_FOUND" });
    await expect(run({ ...steered, model: "sd15-canny" })).rejects.toMatchObject({ code: "E_NOT_FOUND", hint: expect.stringContaining("dst3d models pull sd15-canny") });
    expect(() => parseRecipe({ name: "x", count: 1, shapes: [{ builtin: ["chair"] }], generator: { type: "diffusion", model: "sd15-canny", stpes: 3 } })).toThrow(
      expect.objectContaining({ message: expect.stringContaining("unknown option generator.stpes"), hint: "Did you mean steps?" }),
    );
  });
});
