import { readdirSync, truncateSync, utimesSync, cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { loadUnet, type StepFeeds } from "../../src/diffusion/load.js";
import { readLora } from "../../src/diffusion/lora.js";
import { measureSavedGraphs, removeSavedGraphs } from "../../src/nn/session/saved-graph.js";
import { fixtureFolder, numbers } from "../diffusion/networks/fixture.js";
import { temporaryFolder } from "../temporary-folder.js";

const feeds: StepFeeds = { sample: numbers(1, 2, 4, 8, 8), timesteps: [999, 41], prompt: numbers(2, 2, 7, 10) };

async function predict(cacheFolder: string | null, folder = fixtureFolder("unet/sd15"), loras: string[] = []): Promise<Float32Array> {
  const unet = await loadUnet(folder, { ...(cacheFolder === null ? {} : { cacheFolder }), loras: await Promise.all(loras.map(readLora)) });
  const { data } = await unet.run(feeds);
  await unet.release();
  return data;
}

it("a graph that was kept gives the same bits as a new one, and its folder may be deleted", async () => {
  const cache = join(temporaryFolder(), "graphs");
  const fresh = await predict(null);
  expect(await predict(cache)).toEqual(fresh);
  const kept = await measureSavedGraphs(cache);
  expect(kept.graphs).toBe(1);
  expect(kept.bytes).toBeGreaterThan(100_000);
  expect(await predict(cache)).toEqual(fresh);
  expect(await measureSavedGraphs(cache)).toEqual(kept);
  await removeSavedGraphs(cache);
  expect(await measureSavedGraphs(cache)).toEqual({ graphs: 0, bytes: 0 });
  expect(await predict(cache)).toEqual(fresh);
});

it("other weights, or another graph over the same ones, are other entries", async () => {
  const cache = temporaryFolder();
  const folder = join(temporaryFolder(), "unet");
  cpSync(fixtureFolder("unet/sd15"), folder, { recursive: true });
  await predict(cache, folder);
  utimesSync(join(folder, "diffusion_pytorch_model.safetensors"), 1, 1);
  await predict(cache, folder);
  expect((await measureSavedGraphs(cache)).graphs).toBe(2);
  await predict(cache, folder, [fixtureFolder("lora/peft.safetensors")]);
  expect((await measureSavedGraphs(cache)).graphs).toBe(3);
});

it("a damaged entry is made again", async () => {
  const cache = temporaryFolder();
  const fresh = await predict(cache);
  for (const file of readdirSync(join(cache, readdirSync(cache)[0]!))) truncateSync(join(cache, readdirSync(cache)[0]!, file), 50);
  expect(await predict(cache)).toEqual(fresh);
  expect(await predict(cache)).toEqual(fresh);
});

it("where nothing can be kept it runs all the same", async () => {
  const file = join(temporaryFolder(), "no-folder");
  writeFileSync(file, "");
  expect(await predict(join(file, "graphs"))).toEqual(await predict(null));
});
