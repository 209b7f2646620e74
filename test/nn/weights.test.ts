import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { encodeSafetensors } from "../../src/codecs/safetensors.js";
import { AutoencoderTiny } from "../../src/diffusion/autoencoder-tiny.js";
import { loadControlNet, loadUnet } from "../../src/diffusion/load.js";
import { Graph } from "../../src/nn/graph/graph.js";
import { Scope } from "../../src/nn/graph/scope.js";
import { linear } from "../../src/nn/layers/linear.js";
import { commonFolder } from "../../src/nn/session/locate.js";
import { openGraph } from "../../src/nn/session/open-graph.js";
import { readWeights } from "../../src/nn/session/read-weights.js";
import { fixtureFolder, numbers } from "../diffusion/networks/fixture.js";
import { temporaryFolder } from "../temporary-folder.js";

const WEIGHTS = "diffusion_pytorch_model.safetensors";

/** A copy of a fixture, its configuration changed. */
function changed(fixture: string, config: Record<string, unknown>): string {
  const folder = join(temporaryFolder(), "model");
  cpSync(fixtureFolder(fixture), folder, { recursive: true });
  const file = join(folder, "config.json");
  writeFileSync(file, JSON.stringify({ ...(JSON.parse(readFileSync(file, "utf8")) as object), ...config }));
  return folder;
}

it("runs weights that lie behind symbolic links, in two folders, as the hub's cache has them", async () => {
  const cache = temporaryFolder();
  for (const name of ["snapshots", "blobs/a", "blobs/b"]) mkdirSync(join(cache, name), { recursive: true });
  writeFileSync(join(cache, "blobs/a/one"), encodeSafetensors({ weight: { type: "F32", shape: [1, 2], data: new Uint8Array(Float32Array.of(3, 4).buffer) } }));
  writeFileSync(join(cache, "blobs/b/two"), encodeSafetensors({ bias: { type: "BF16", shape: [1], data: new Uint8Array(Uint16Array.of(0x3f80).buffer) } }));
  const snapshot = join(cache, "snapshots");
  symlinkSync(join(cache, "blobs/a/one"), join(snapshot, "model-1.safetensors"));
  symlinkSync(join(cache, "blobs/b/two"), join(snapshot, "model-2.safetensors"));
  writeFileSync(join(snapshot, "model.safetensors.index.json"), JSON.stringify({ weight_map: { weight: "model-1.safetensors", bias: "model-2.safetensors" } }));
  const graph = new Graph("line");
  const x = graph.input("x", "float32", ["batch", 2]);
  graph.output("y", linear(new Scope(graph, await readWeights(snapshot)), x, 2, 1));
  const session = await openGraph(graph);
  const { y } = await session.run({ x: { type: "float32", data: Float32Array.of(1, 1, 10, 1), shape: [2, 2] } });
  expect([...y!.data]).toEqual([8, 35]);
});

it("finds the folder above files", () => {
  expect(commonFolder(["/a/b/c/one", "/a/b/d/two"])).toBe("/a/b");
  expect(commonFolder(["/a/bc/one", "/a/b/two"])).toBe("/a");
  expect(commonFolder(["/x/one", "/y/two"])).toBe("/");
  expect(commonFolder([])).toBeNull();
});

it("a tensor that is missing or has another shape is named, with both shapes", async () => {
  await expect(loadUnet(changed("unet/sd15", { block_out_channels: [8, 12, 20] }))).rejects.toThrow(/tensor \S+ is \[.*16.*\], but the configuration asks for \[.*20.*\]/);
  await expect(loadUnet(changed("unet/sd15", { time_cond_proj_dim: 256 }))).rejects.toThrow(/lacks the tensor time_embedding\.cond_proj\.weight \[8, 256\]/);
});

it.each([
  ["unet/sd15", { down_block_types: ["KDownBlock2D", "DownBlock2D", "DownBlock2D"] }, /down_block_types\[0\] is "KDownBlock2D".*"CrossAttnDownBlock2D"/],
  ["unet/sd15", { class_embed_type: "timestep" }, /class_embed_type is "timestep"/],
  ["unet/sd15", { attention_head_dim: [1, 2] }, /attention_head_dim has 2 entries for 3 blocks/],
  ["unet/sd15", { attention_head_dim: 5 }, /block_out_channels\[0\] is 8, which 5 heads/],
  ["unet/sd15", { norm_num_groups: 3 }, /block_out_channels\[0\] is 8, which 3 groups/],
  ["unet/sd15", { act_fn: "snake" }, /act_fn is "snake"/],
  ["unet/sd15", { mid_block_type: null }, /mid_block_type is null/],
])("%s with %j is refused by name", async (fixture, config, message) => {
  await expect(loadUnet(changed(fixture, config))).rejects.toThrow(message);
});

it("a ControlNet's unknown values are named, too", async () => {
  await expect(loadControlNet(changed("controlnet/sd15", { controlnet_conditioning_channel_order: "hsv" }))).rejects.toThrow(/channel_order is "hsv"/);
});

it("files that were not fetched completely are never used", async () => {
  const folder = changed("autoencoder-tiny/taesd", {});
  truncateSync(join(folder, WEIGHTS), 20_000);
  const tiny = await AutoencoderTiny.fromFolder(folder);
  await expect(tiny.decode(numbers(1, 1, 4, 4, 4))).rejects.toThrow(/not fetched completely/);
  const shards = changed("unet/sdxl", {});
  rmSync(join(shards, "diffusion_pytorch_model-00003-of-00008.safetensors"));
  await expect(loadUnet(shards)).rejects.toThrow(/00003-of-00008\.safetensors is missing/);
});

it("other formats of weights are told from missing ones", async () => {
  const folder = changed("autoencoder-tiny/taesd", {});
  rmSync(join(folder, WEIGHTS));
  await expect(readWeights(folder)).rejects.toMatchObject({ code: "E_NOT_FOUND", hint: expect.stringMatching(/fetched completely/) as unknown });
  writeFileSync(join(folder, "diffusion_pytorch_model.bin"), "");
  await expect(readWeights(folder)).rejects.toMatchObject({ hint: expect.stringMatching(/other formats/) as unknown });
});
