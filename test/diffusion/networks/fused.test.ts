import { expect, it } from "vitest";
import { loadFused } from "../../../src/diffusion/fused.js";
import { loadControlNet, loadUnet, type StepFeeds } from "../../../src/diffusion/load.js";
import type { FloatTensor } from "../../../src/nn/graph/float-tensor.js";
import { difference, expectClose, expected, fixtureFolder, map, numbers, TOLERANCE } from "./fixture.js";

const feeds: StepFeeds = { sample: numbers(1, 2, 4, 8, 8), timesteps: [999, 41], prompt: numbers(2, 2, 7, 10) };
const image = map(numbers(6, 2, 3, 64, 64), (value) => Math.fround(value / 3) + 0.5);
const scales = { data: new Float32Array(10).fill(0.8), shape: [1, 10] };
const mask: FloatTensor = { data: Float32Array.from({ length: 64 }, (_, index) => (index % 8 < 4 ? 1 : 0.25)), shape: [1, 1, 8, 8] };
const UNET = fixtureFolder("unet/sd15");
const CONTROL = fixtureFolder("controlnet/sd15");

it("one graph of UNet and ControlNet computes what diffusers and separate sessions do, switched on and off", async () => {
  const fused = await loadFused(UNET, [CONTROL]);
  expectClose("fused on", await fused.run({ ...feeds, controls: [{ image, scales }] }), expected("controlnet/sd15").get("controlled"));
  expectClose("fused off", await fused.run({ ...feeds, controls: [null] }), expected("unet/sd15").get("out"));
  await fused.release();
});

it("two ControlNets with soft masks are added up in either form", async () => {
  const fused = await loadFused(UNET, [CONTROL, CONTROL], { mask: true });
  const unet = await loadUnet(UNET, { control: true });
  const control = await loadControlNet(CONTROL, { mask: true });
  const controls = [{ image, scales, mask }, { image: map(image, (value) => 1 - value), scales }];
  const [first, second] = [await control.run({ ...feeds, ...controls[0]! }), await control.run({ ...feeds, ...controls[1]! })];
  const residuals = first.map(({ data, shape }, index) => ({ data: data.map((value, place) => value + second[index]!.data[place]!), shape }));
  const separate = await unet.run({ ...feeds, residuals });
  expectClose("two fused", await fused.run({ ...feeds, controls }), separate);
  const unmasked = await fused.run({ ...feeds, controls: controls.map((one) => ({ image: one.image, scales })) });
  expect(difference(unmasked, separate)).toBeGreaterThan(100 * TOLERANCE);
  await Promise.all([fused.release(), unet.release(), control.release()]);
});

it("refuses a ControlNet of another family, saying in what they differ", async () => {
  await expect(loadFused(UNET, [fixtureFolder("controlnet/sd21")])).rejects.toThrow(/controlnet\/sd21 does not fit.*prompts of 14 numbers, the model .* and 10/);
});
