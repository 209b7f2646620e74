/**
 * The networks on a GPU through WebGPU, no operation left to the CPU. Without a GPU, VK_ICD_FILENAMES may name a
 * software adapter (SwiftShader). The fixtures with channels in fours: ONNX Runtime
 * 1.30 computes some strided convolutions of six channels wrongly there, which no published model has.
 */
import { describe, expect, it } from "vitest";
import { AutoencoderKL } from "../../src/diffusion/autoencoder-kl.js";
import { loadFused } from "../../src/diffusion/fused.js";
import { loadControlNet, loadUnet, type StepFeeds } from "../../src/diffusion/load.js";
import { expectClose, expected, fixtureFolder, map, numbers } from "../diffusion/networks/fixture.js";

const feeds: StepFeeds = { sample: numbers(1, 3, 4, 6, 10), timesteps: [999, 41, 500.5], prompt: numbers(2, 3, 5, 14) };
const image = map(numbers(6, 3, 3, 12, 20), (value) => Math.fround(value / 3) + 0.5);
const scales = { data: new Float32Array(7).fill(0.8), shape: [1, 7] };
/** With all sizes known nothing has to be computed about them, which ONNX Runtime does on the CPU. */
const sizes = { batch: 3, height: 6, width: 10, tokens: 5, image_batch: 3, image_height: 12, image_width: 20, scale_batch: 1 };
const strict = { device: "webgpu", forbidFallback: true } as const;

describe("on WebGPU", { timeout: 300_000 }, () => {
  it("UNet and ControlNet compute what diffusers does, in one graph or two", async () => {
    const reference = expected("controlnet/sd21");
    const unet = await loadUnet(fixtureFolder("unet/sd21"), { ...strict, sizes });
    expectClose("webgpu unet", await unet.run(feeds), expected("unet/sd21").get("out"));
    const control = await loadControlNet(fixtureFolder("controlnet/sd21"), { ...strict, sizes });
    const residuals = await control.run({ ...feeds, image, scales });
    expectClose("webgpu control", residuals.at(-1)!, reference.get("middle"));
    const fused = await loadFused(fixtureFolder("unet/sd21"), [fixtureFolder("controlnet/sd21")], { device: "webgpu" });
    expectClose("webgpu fused on", await fused.run({ ...feeds, controls: [{ image, scales }] }), reference.get("controlled"));
    expectClose("webgpu fused off", await fused.run({ ...feeds, controls: [null] }), expected("unet/sd21").get("out"));
    await Promise.all([unet.release(), control.release(), fused.release()]);
  });

  it("the autoencoder, too, and what is left to the CPU is an error", async () => {
    const reference = expected("autoencoder-kl/sd");
    const open = await AutoencoderKL.fromFolder(fixtureFolder("autoencoder-kl/sd"), strict);
    await expect(open.decode(numbers(8, 2, 4, 8, 8))).rejects.toThrow(/fallback to CPU/);
    const fixed = await AutoencoderKL.fromFolder(fixtureFolder("autoencoder-kl/sd"), { ...strict, sizes: { batch: 2, height: 8, width: 8 } });
    expectClose("webgpu decode", await fixed.decode(numbers(8, 2, 4, 8, 8)), reference.get("image"));
    await fixed.release();
  });
});
