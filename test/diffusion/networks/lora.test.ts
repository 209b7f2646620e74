import { describe, expect, it } from "vitest";
import { loadClipText, loadUnet, type StepFeeds } from "../../../src/diffusion/load.js";
import { readLora } from "../../../src/diffusion/lora.js";
import { difference, expectClose, expected, fixtureFolder, numbers, TOLERANCE } from "./fixture.js";

const reference = expected("lora");
const feeds: StepFeeds = { sample: numbers(1, 2, 4, 8, 8), timesteps: [999, 41], prompt: numbers(2, 2, 7, 10) };
const lora = (name: string) => readLora(fixtureFolder(`lora/${name}.safetensors`));

/** The format without alpha has its factor, 3 / 2, in the scale. */
describe.each([["peft", 1], ["kohya", 1], ["sgm", 1], ["diffusers", 1.5]] as const)("an adapter as %s writes it", (format, factor) => {
  it("changes the UNet as peft does, as strongly as its scale says, and not at all at zero", async () => {
    const unet = await loadUnet(fixtureFolder("unet/sd15"), { loras: [await lora(format)] });
    for (const [name, scale] of [["off", 0], ["half", 0.5], ["one", 1]] as const) {
      expectClose(`lora ${format} ${name}`, await unet.run({ ...feeds, loraScales: [factor * scale] }), reference.get(name));
    }
    expect(difference(reference.get("off")!, reference.get("one")!)).toBeGreaterThan(100 * TOLERANCE);
    await unet.release();
  });
});

it("adds several adapters up", async () => {
  const unet = await loadUnet(fixtureFolder("unet/sd15"), { loras: [await lora("peft"), await lora("second")] });
  expectClose("lora two", await unet.run({ ...feeds, loraScales: [0.7, -1.5] }), reference.get("two"));
  await unet.release();
});

it.each([["peft", 1], ["kohya", 1], ["diffusers", 1.5]] as const)("teaches the text encoder, too: %s", async (format, scale) => {
  const encoder = await loadClipText(fixtureFolder("clip-text/sd15"), { hidden: "normalized", pooled: "none" }, { loras: [await lora(format)] });
  const tokens = [0, 1, 2].map((row) => [58, ...Array.from({ length: 3 + 5 * row }, (_, index) => (row * 7 + index * 13) % 50), ...new Array<number>(20).fill(59)].slice(0, 20));
  expectClose(`lora text ${format}`, (await encoder.run({ tokens, loraScales: [scale] })).hidden, reference.get("text"));
  await encoder.release();
});

it("refuses an adapter that was made for another model", async () => {
  await expect(loadUnet(fixtureFolder("unet/sdxl"), { loras: [await lora("peft")] })).rejects.toThrow(/lora.*peft\.safetensors.*(the configuration asks for|belong to no layer)/);
});
