import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Image } from "../../src/core/image.js";
import type { PaintRequest } from "../../src/diffusion/paint-request.js";
import { DiffusionPipeline } from "../../src/diffusion/pipeline.js";
import { toSignedPlanes } from "../../src/diffusion/pixels.js";
import { loadOnnxRuntime } from "../../src/nn/session/onnx-runtime.js";
import { difference, expected, fixtureFolder } from "./networks/fixture.js";

const WIDTH = 48;
const HEIGHT = 64;
/** Differences to diffusers after ten steps, over the largest number. */
const LOOP_TOLERANCE = 2e-3;

/** The blocks of colour that bench/golden-networks/pipeline.py shows to the ControlNets. */
function picture(seed: number): Image {
  const data = new Uint8Array(WIDTH * HEIGHT * 3);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      for (let c = 0; c < 3; c++) data[(y * WIDTH + x) * 3 + c] = ((x >> 3) * 37 + (y >> 3) * 91 + c * 53 + seed * 29) % 256;
    }
  }
  return { width: WIDTH, height: HEIGHT, channels: 3, data };
}

const request = {
  prompt: "a photo of a red car, best quality",
  negativePrompt: "lowres, cropped",
  seed: 11,
  noise: "torch",
  steps: 10,
  guidance: 9,
  width: WIDTH,
  height: HEIGHT,
} as const satisfies PaintRequest;

/** Counts the sessions of ONNX Runtime that were made and not released. */
async function countSessions() {
  const factory = (await loadOnnxRuntime()).InferenceSession as unknown as { create(...given: unknown[]): Promise<{ release(): Promise<void> }> };
  const create = factory.create.bind(factory);
  let open = 0;
  factory.create = async (...given) => {
    const session = await create(...given);
    const release = session.release.bind(session);
    open++;
    session.release = async () => {
      open--;
      await release();
    };
    return session;
  };
  return { open: () => open, stop: () => void (factory.create = create) };
}

const folder = (name: string): string => fixtureFolder(`pipeline/${name}`);

describe("a tiny Stable Diffusion 1.5 with a ControlNet", () => {
  const reference = expected("pipeline/sd15");
  let pipeline: DiffusionPipeline;
  beforeAll(async () => {
    pipeline = await DiffusionPipeline.fromFolder(folder("sd15"), { controlnets: [folder("sd15-control-0")] });
  });
  afterAll(() => pipeline.release());

  it("paints what diffusers paints", async () => {
    const { latents, image } = await pipeline.generate({ ...request, eta: 1, controls: [picture(1)] });
    expect(difference(latents, reference.get("control")!)).toBeLessThan(LOOP_TOLERANCE);
    const painted = reference.get("image")!;
    const ours = toSignedPlanes(image);
    for (let index = 0; index < painted.data.length; index++) {
      expect(Math.abs(ours.data[index]! - Math.max(-1, Math.min(1, painted.data[index]!)))).toBeLessThan(0.012);
    }
  });

  it("would not pass without its control", async () => {
    const { latents } = await pipeline.generate({ ...request, eta: 1, controls: [{ image: picture(1), weight: 0 }] });
    expect(difference(latents, reference.get("weak")!)).toBeLessThan(LOOP_TOLERANCE);
    expect(difference(latents, reference.get("control")!)).toBeGreaterThan(100 * LOOP_TOLERANCE);
  });

  it("guesses without a control on the unconditional half", async () => {
    const { latents } = await pipeline.generate({ ...request, controls: [picture(1)], guessMode: "diffusers" });
    expect(difference(latents, reference.get("guess")!)).toBeLessThan(LOOP_TOLERANCE);
  });

  it("starts from a picture", async () => {
    const { latents } = await pipeline.generate({ ...request, controls: [picture(1)], start: { image: picture(3), strength: 0.6 } });
    expect(difference(latents, reference.get("again")!)).toBeLessThan(LOOP_TOLERANCE);
  });

  it("limits the control to a mask: nowhere is as without", async () => {
    const mask: Image = { width: WIDTH, height: HEIGHT, channels: 1, data: new Uint8Array(WIDTH * HEIGHT) };
    const { latents } = await pipeline.generate({ ...request, eta: 1, controls: [{ image: picture(1), mask }] });
    expect(difference(latents, reference.get("weak")!)).toBeLessThan(LOOP_TOLERANCE);
  });

  it("gives the same picture for the same seed, another for another", async () => {
    const { noise: _noise, ...ours } = request;
    const short = { ...ours, steps: 2, controls: [picture(1)] };
    const [first, second, other] = [await pipeline.generate(short), await pipeline.generate(short), await pipeline.generate({ ...short, seed: 12 })];
    expect(second.latents.data).toEqual(first.latents.data);
    expect(other.latents.data).not.toEqual(first.latents.data);
  });

  it("paints in a batch what it paints alone, whatever the place in it", async () => {
    const { noise: _noise, ...ours } = request;
    const requests: PaintRequest[] = [5, 6, 7].map((seed) => ({ ...ours, seed, steps: 3, eta: 1, prompt: `a photo of a car, number ${seed}`, controls: [picture(seed)] }));
    const together = (await pipeline.generateBatch(requests)).map((outcome) => (outcome.status === "fulfilled" ? outcome.value : null)!);
    for (const [place, alone] of requests.entries()) {
      const { latents, image } = await pipeline.generate(alone);
      expect(together[place]!.latents.data).toEqual(latents.data);
      expect(together[place]!.image.data).toEqual(image.data);
    }
  });

  it("paints together only what can be: equal settings, prompts of as many pieces", async () => {
    const long = { ...request, controls: [picture(1)], prompt: "a very long story of a car, ".repeat(20) };
    const short = { ...request, controls: [picture(1)] };
    expect(pipeline.batchKey({ ...short, seed: 3, prompt: "another" })).toBe(pipeline.batchKey(short));
    for (const other of [long, { ...short, steps: 11 }, { ...short, width: 64 }, { ...short, controls: [{ image: picture(1), weight: 0.5 }] }]) expect(pipeline.batchKey(other)).not.toBe(pipeline.batchKey(short));
    await expect(pipeline.generateBatch([short, long])).rejects.toMatchObject({ code: "E_OPTION" });
  });

  it("refuses pictures of another size, too few of them, and sizes that it cannot paint", async () => {
    await expect(pipeline.generate({ ...request, height: 56, controls: [picture(1)] })).rejects.toMatchObject({ code: "E_IMAGE" });
    await expect(pipeline.generate({ ...request, controls: [] })).rejects.toMatchObject({ code: "E_OPTION", message: expect.stringContaining("1 ControlNets") });
    await expect(pipeline.generate({ ...request, width: 50, controls: [picture(1)] })).rejects.toMatchObject({ code: "E_OPTION", message: expect.stringContaining("width is 50") });
  });
});

describe("other ways to put it together", () => {
  const reference = expected("pipeline/sd15");
  const paint = async (options: Parameters<typeof DiffusionPipeline.fromFolder>[1], more: Partial<PaintRequest>, model = "sd15") => {
    const pipeline = await DiffusionPipeline.fromFolder(folder(model), options);
    try {
      return (await pipeline.generate({ ...request, ...more })).latents;
    } finally {
      await pipeline.release();
    }
  };

  it("adds up two ControlNets with weights of their own", async () => {
    const latents = await paint({ controlnets: [folder("sd15-control-0"), folder("sd15-control-1")] }, { controls: [picture(1), { image: picture(2), weight: 0.6 }] });
    expect(difference(latents, reference.get("both")!)).toBeLessThan(LOOP_TOLERANCE);
  });

  it("leaves out a layer of the text encoder, and lets the control act in a part of the run", async () => {
    const latents = await paint({ controlnets: [folder("sd15-control-0")], clipSkip: 1 }, { controls: [{ image: picture(1), weight: 0.5, start: 0.2, end: 0.7 }] });
    expect(difference(latents, reference.get("skip")!)).toBeLessThan(LOOP_TOLERANCE);
  });

  it("paints from the text alone, with the guidance rescaled", async () => {
    const latents = await paint({}, { eta: 1, guidanceRescale: 0.7 });
    expect(difference(latents, reference.get("plain")!)).toBeLessThan(LOOP_TOLERANCE);
  });

  it("gives the same as one graph of all networks, with weights, spans, masks and either guess mode", async () => {
    const mask: Image = { width: WIDTH, height: HEIGHT, channels: 1, data: Uint8Array.from({ length: WIDTH * HEIGHT }, (_, index) => (index * 255) / (WIDTH * HEIGHT)) };
    const options = { controlnets: [folder("sd15-control-0"), folder("sd15-control-1")] };
    for (const guessMode of [null, "original", "diffusers"] as const) {
      const more = { steps: 4, guessMode, controls: [{ image: picture(1), mask }, { image: picture(2), weight: 0.6, start: 0.3, end: 0.8 }] };
      const [separate, fused] = [await paint(options, more), await paint({ ...options, fused: true }, more)];
      expect(difference(fused, separate)).toBeLessThan(1e-4);
    }
  });

  it("holds nothing afterwards where parts are kept only while they work, also when it was stopped", async () => {
    const sessions = await countSessions();
    const pipeline = await DiffusionPipeline.fromFolder(folder("sd15"), { controlnets: [folder("sd15-control-0")], keepLoaded: false });
    const stop = new AbortController();
    const most: number[] = [];
    const onStep = (done: number): void => {
      most.push(sessions.open());
      if (done === 1) stop.abort();
    };
    await expect(pipeline.generate({ ...request, steps: 3, controls: [picture(1)], signal: stop.signal, onStep })).rejects.toMatchObject({ name: "AbortError" });
    expect(most).toEqual([2, 2]);
    expect(sessions.open()).toBe(0);
    await pipeline.decode({ data: new Float32Array(4 * 8 * 6), shape: [1, 4, 8, 6] });
    expect(sessions.open()).toBe(0);
    sessions.stop();
  });

  it("gives the same when each part is in memory only while it works", async () => {
    const options = { controlnets: [folder("sd15-control-0")] };
    const more = { steps: 2, controls: [picture(1)], start: { image: picture(3), strength: 1 } };
    expect(await paint({ ...options, keepLoaded: false }, more)).toEqual(await paint(options, more));
  });

  it("gives the same from graphs that are run as they are written", async () => {
    const latents = await paint({ controlnets: [folder("sd15-control-0")], optimization: "disabled" }, { eta: 1, controls: [picture(1)] });
    expect(difference(latents, reference.get("control")!)).toBeLessThan(LOOP_TOLERANCE);
  });

  it("runs SDXL with both text encoders", async () => {
    const latents = await paint({ controlnets: [folder("sdxl-control-0")] }, { controls: [{ image: picture(1), weight: 0.9 }] }, "sdxl");
    expect(difference(latents, expected("pipeline/sdxl").get("control")!)).toBeLessThan(LOOP_TOLERANCE);
  });

  it("refuses a ControlNet of another family, and folders that are no model", async () => {
    await expect(paint({ controlnets: [folder("sdxl-control-0")] }, { controls: [picture(1)] })).rejects.toMatchObject({ code: "E_MODEL", message: expect.stringContaining("does not fit") });
    await expect(DiffusionPipeline.fromFolder(folder("nothing"))).rejects.toMatchObject({ code: "E_NOT_FOUND" });
  });
});
