import { describe, expect, it } from "vitest";
import { AutoencoderKL } from "../../../src/diffusion/autoencoder-kl.js";
import { AutoencoderTiny } from "../../../src/diffusion/autoencoder-tiny.js";
import { difference, expectClose, expected, fixtureFolder, map, numbers, TOLERANCE } from "./fixture.js";

/** Batch, height and width of the images; latents are half as high and wide in the fixtures, whatever the factor. */
const KL: Record<string, [number, number, number]> = { sd: [2, 16, 16], wide: [3, 8, 12], plain: [1, 12, 8] };
const TINY: Record<string, [number, number, number]> = { taesd: [3, 16, 8], channels: [1, 8, 8], gelu: [2, 6, 10] };

describe.each(Object.entries(KL))("AutoencoderKL as diffusers computes it: %s", (name, [batch, height, width]) => {
  it("encodes and decodes the same", async () => {
    const autoencoder = await AutoencoderKL.fromFolder(fixtureFolder(`autoencoder-kl/${name}`));
    const reference = expected(`autoencoder-kl/${name}`);
    const channels = autoencoder.config.latent_channels;
    const { mean, logVariance } = await autoencoder.encode(numbers(7, batch, 3, height, width));
    const moments = reference.get("moments")!;
    const size = mean.data.length / batch;
    const joined = new Float32Array(moments.data.length);
    for (let index = 0; index < batch; index++) {
      joined.set(mean.data.subarray(index * size, (index + 1) * size), 2 * index * size);
      joined.set(logVariance.data.subarray(index * size, (index + 1) * size), (2 * index + 1) * size);
    }
    expectClose(`kl ${name} encode`, { data: joined, shape: moments.shape }, moments);
    expectClose(`kl ${name} decode`, await autoencoder.decode(numbers(8, batch, channels, height / 2, width / 2)), reference.get("image"));
    await autoencoder.release();
  });
});

describe.each(Object.entries(TINY))("AutoencoderTiny as diffusers computes it: %s", (name, [batch, height, width]) => {
  it("encodes and decodes the same", async () => {
    const autoencoder = await AutoencoderTiny.fromFolder(fixtureFolder(`autoencoder-tiny/${name}`));
    const reference = expected(`autoencoder-tiny/${name}`);
    const latent = map(numbers(8, batch, autoencoder.config.latent_channels, height / 2, width / 2), (value) => 3 * value);
    expectClose(`tiny ${name} encode`, await autoencoder.encode(numbers(7, batch, 3, height, width)), reference.get("latent"));
    expectClose(`tiny ${name} decode`, await autoencoder.decode(latent), reference.get("image"));
    await autoencoder.release();
  });
});

it("refuses images whose sides cannot be halved as often as the encoder does", async () => {
  const autoencoder = await AutoencoderKL.fromFolder(fixtureFolder("autoencoder-kl/sd"));
  await expect(autoencoder.encode(numbers(1, 1, 3, 16, 18))).rejects.toThrow(/18 × 16 pixels.*multiples of 4/);
});

it("works in tiles as diffusers does, and refuses tiles that do not fit", async () => {
  const folder = fixtureFolder("autoencoder-kl/sd");
  const tiled = await AutoencoderKL.fromFolder(folder, { tile: 32 });
  const whole = await AutoencoderKL.fromFolder(folder);
  const reference = expected("autoencoder-kl/sd", "tiles");
  const latent = numbers(8, 1, 4, 20, 15);
  const image = await tiled.decode(latent);
  expectClose("kl tiles decode", image, reference.get("image"));
  expect(difference(await whole.decode(latent), image)).toBeGreaterThan(100 * TOLERANCE);
  const { mean } = await tiled.encode(numbers(7, 1, 3, 72, 52));
  const moments = reference.get("moments")!;
  expectClose("kl tiles encode", mean, { data: moments.data.subarray(0, mean.data.length), shape: mean.shape });
  await Promise.all([tiled.release(), whole.release()]);
  await expect(AutoencoderKL.fromFolder(folder, { tile: 30 })).rejects.toMatchObject({ code: "E_OPTION", message: expect.stringContaining("30 pixels") });
});
