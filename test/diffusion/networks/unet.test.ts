import { describe, expect, it } from "vitest";
import { loadControlNet, loadUnet, type StepFeeds } from "../../../src/diffusion/load.js";
import { difference, expectClose, expected, fixtureFolder, map, numbers, TOLERANCE } from "./fixture.js";

interface Case {
  size: [batch: number, height: number, width: number, tokens: number];
  promptSize: number;
  imageFactor: number | null;
}

const CASES: Record<string, Case> = {
  sd15: { size: [2, 8, 8, 7], promptSize: 10, imageFactor: 8 },
  sd21: { size: [3, 6, 10, 5], promptSize: 14, imageFactor: 2 },
  sdxl: { size: [2, 12, 8, 9], promptSize: 20, imageFactor: 4 },
  lcm: { size: [1, 5, 7, 4], promptSize: 6, imageFactor: null },
};

const TIMESTEPS = [999, 41, 500.5];
const SCALE = 0.8;

function feedsOf(name: string): StepFeeds {
  const { size, promptSize } = CASES[name]!;
  const [batch, height, width, tokens] = size;
  return {
    sample: numbers(1, batch, 4, height, width),
    timesteps: TIMESTEPS.slice(0, batch),
    prompt: numbers(2, batch, tokens, promptSize),
    ...(name === "sdxl" ? { pooled: numbers(3, batch, 10), timeIds: map(numbers(4, batch, 6), (value) => 100 * (value + 2)) } : {}),
    ...(name === "lcm" ? { guidance: numbers(5, batch, 18) } : {}),
  };
}

describe.each(Object.keys(CASES))("UNet2DConditionModel as diffusers computes it: %s", (name) => {
  it("predicts the same, with and without inputs for control", async () => {
    for (const control of [false, true]) {
      const unet = await loadUnet(fixtureFolder(`unet/${name}`), { control });
      expectClose(`unet ${name} ${control ? "with unused inputs" : ""}`, await unet.run(feedsOf(name)), expected(`unet/${name}`).get("out"));
      await unet.release();
    }
  });
});

describe.each(Object.keys(CASES).filter((name) => CASES[name]!.imageFactor !== null))("ControlNetModel as diffusers computes it: %s", (name) => {
  const reference = expected(`controlnet/${name}`);
  const { size, imageFactor } = CASES[name]!;
  const [batch, height, width] = size;
  const image = map(numbers(6, batch, 3, height * imageFactor!, width * imageFactor!), (value) => Math.fround(value / 3) + 0.5);

  it("gives the same residuals, and they change the prediction as much", async () => {
    const control = await loadControlNet(fixtureFolder(`controlnet/${name}`));
    const count = [...reference.keys()].filter((key) => key.startsWith("down_")).length + 1; // and the middle
    const scales = { data: new Float32Array(count).fill(SCALE), shape: [1, count] };
    const residuals = await control.run({ ...feedsOf(name), image, scales });
    expect(residuals).toHaveLength(count);
    residuals.forEach((residual, index) => {
      const key = index === count - 1 ? "middle" : `down_${index}`;
      expectClose(`controlnet ${name} ${key}`, residual, reference.get(key));
    });
    // Guess mode is a ladder of scales from a tenth to one; pooled controls do without.
    const ladder = Float32Array.from({ length: count }, (_, index) => (name === "sdxl" ? SCALE : SCALE * 10 ** (index / (count - 1) - 1)));
    const guessed = await control.run({ ...feedsOf(name), image, scales: { data: ladder, shape: [1, count] } });
    expectClose(`guess ${name}`, guessed[0]!, reference.get("guess_down_0"));
    expectClose(`guess ${name}`, guessed.at(-1)!, reference.get("guess_middle"));
    const unet = await loadUnet(fixtureFolder(`unet/${name}`), { control: true });
    const without = await unet.run(feedsOf(name));
    const controlled = reference.get("controlled")!;
    expect(difference(without, controlled), "a control that changes nothing proves nothing").toBeGreaterThan(100 * TOLERANCE);
    expectClose(`controlled ${name}`, await unet.run({ ...feedsOf(name), residuals }), controlled);
    await Promise.all([control.release(), unet.release()]);
  });
});
