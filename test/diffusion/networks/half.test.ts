import { expect, it } from "vitest";
import { AutoencoderKL } from "../../../src/diffusion/autoencoder-kl.js";
import { loadClipText, loadControlNet, loadUnet, type StepFeeds } from "../../../src/diffusion/load.js";
import { difference, expected, fixtureFolder, map, numbers } from "./fixture.js";

/** Half precision has eleven bits; some hundred layers add their errors up. */
const HALF_TOLERANCE = 0.02;

const feeds: StepFeeds = { sample: numbers(1, 3, 4, 6, 10), timesteps: [999, 41, 500.5], prompt: numbers(2, 3, 5, 14) };

it("networks in half precision stay near diffusers in single precision, and every number is one", async () => {
  const unet = await loadUnet(fixtureFolder("unet/sd21"), { compute: "float16", control: true });
  const control = await loadControlNet(fixtureFolder("controlnet/sd21"), { compute: "float16" });
  const reference = expected("controlnet/sd21");
  const image = map(numbers(6, 3, 3, 12, 20), (value) => Math.fround(value / 3) + 0.5);
  const residuals = await control.run({ ...feeds, image, scales: { data: new Float32Array(7).fill(0.8), shape: [1, 7] } });
  const out = await unet.run({ ...feeds, residuals });
  expect(out.data.every(Number.isFinite)).toBe(true);
  expect(difference(out, reference.get("controlled")!)).toBeLessThan(HALF_TOLERANCE);
  await Promise.all([unet.release(), control.release()]);
});

it("text encoders, too", async () => {
  const encoder = await loadClipText(fixtureFolder("clip-text/bigg"), { hidden: "penultimate", pooled: "projected" }, { compute: "float16", part: "text_encoder_2" });
  const tokens = [0, 1, 2].map((row) => [58, ...Array.from({ length: 3 + 5 * row }, (_, index) => (row * 7 + index * 13) % 50), ...new Array<number>(20).fill(59)].slice(0, 20));
  const { hidden, pooled } = await encoder.run({ tokens });
  expect(difference(hidden, expected("clip-text/bigg").get("penultimate")!)).toBeLessThan(HALF_TOLERANCE);
  expect(difference(pooled!, expected("clip-text/bigg").get("pooled")!)).toBeLessThan(HALF_TOLERANCE);
});

it("latents far beyond the usual do not overflow where the autoencoder asks for single precision", async () => {
  const wide = await AutoencoderKL.fromFolder(fixtureFolder("autoencoder-kl/wide"), { compute: "float16" });
  const { data } = await wide.decode(map(numbers(8, 1, 6, 4, 6), (value) => 1e6 * value));
  expect(wide.config.force_upcast).toBe(true);
  expect(data.every(Number.isFinite)).toBe(true);
});
